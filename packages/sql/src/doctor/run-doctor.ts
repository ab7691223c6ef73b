import type { ForeignTable } from '../fdw/foreign-table.ts';
import type { GatewayLoad } from '../hub/ceilings.ts';
import type { Topology } from '../topology/topology.ts';
import { checks } from './checks.ts';
import type { Finding, Outcome } from './finding.ts';
import { clustersOf } from './places.ts';
import { createProbes } from './probes/probes.ts';
import { look } from './trouble.ts';
import type { WantedIndex } from './wanted-index.ts';
import { within } from './within.ts';

/** What is examined. */
export type DoctorOptions = {
  readonly topology: Topology;
  readonly foreignTables: readonly ForeignTable[];
  /** The indexes that the schema's relations and orderings count on. */
  readonly indexes: readonly WantedIndex[];
  readonly load: GatewayLoad;
  /** For each name, handshake, sign-in and statement, in milliseconds; 10,000 by default. */
  readonly limitMs?: number;
  /** This machine's clock, in milliseconds since 1970. */
  readonly now?: () => number;
};

/** What one check found, in an order that does not change. */
export type CheckReport = { readonly name: string; readonly title: string; readonly findings: readonly Finding[] };

/** A check waits for what it stands on (name, TLS, sign-in) and then works; past so many limits it has hung. */
const limitsInAll = 4;

/**
 * Examines the clusters of a topology, all checks at the same time, and comes back also where a cluster is frozen, closed or not
 * there. Writes nothing. Never rejects: what fails is a finding.
 */
export async function runDoctor(options: DoctorOptions): Promise<readonly CheckReport[]> {
  const { limitMs = 10_000, now = () => Date.now(), ...given } = options;
  await using probes = createProbes(limitMs);
  const examination = { ...given, clusters: clustersOf(options.topology), probes, now };
  return await Promise.all(
    checks.map(async ({ name, title, run }) => ({
      name,
      title,
      findings: await look(title, () => within(limitsInAll * limitMs, run(examination))),
    })),
  );
}

/** The worst that was found; what was skipped has its cause among the others. */
export function worstOf(reports: readonly CheckReport[]): Exclude<Outcome, 'skipped'> {
  const outcomes = new Set(reports.flatMap(({ findings }) => findings.map(({ outcome }) => outcome)));
  if (outcomes.has('fault')) return 'fault';
  return outcomes.has('warning') ? 'warning' : 'ok';
}
