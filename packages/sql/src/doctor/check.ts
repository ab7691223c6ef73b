import type { ForeignTable } from '../fdw/foreign-table.ts';
import type { GatewayLoad } from '../hub/ceilings.ts';
import type { Cluster, Topology } from '../topology/topology.ts';
import type { Finding } from './finding.ts';
import type { Probes } from './probes/probes.ts';
import type { WantedIndex } from './wanted-index.ts';

/** What the checks look at, and how. */
export type Examination = {
  readonly topology: Topology;
  /** The hub first. */
  readonly clusters: readonly Cluster[];
  readonly foreignTables: readonly ForeignTable[];
  readonly indexes: readonly WantedIndex[];
  readonly load: GatewayLoad;
  readonly probes: Probes;
  /** Milliseconds since 1970, of this machine. */
  readonly now: () => number;
};

/** One part of the examination. Each file of `checks/` exports one; they run at the same time and never reject. */
export type Check = {
  /** For programs; stays as it is. */
  readonly name: string;
  /** For people. */
  readonly title: string;
  run(examination: Examination): Promise<readonly Finding[]>;
};
