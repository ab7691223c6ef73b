import type { Kysely } from 'kysely';
import type { Cluster, Topology } from '../topology/topology.ts';
import { planForeignServers } from './apply.ts';
import { type Change, describeChange } from './change.ts';
import type { ForeignTable } from './foreign-table.ts';
import { describeGatewayFault, findGatewayFaults, type GatewayFault } from './gateway-fault.ts';
import { readRemoteColumns } from './remote-columns.ts';
import { describeRemoteFault, findRemoteFaults, type RemoteFault } from './remote-fault.ts';
import { tryHop } from './try-hop.ts';
import { wantedState } from './wanted.ts';

/** One way in which reality differs from the topology and the list of foreign tables: a change on the hub would mend it, or a person. */
export type Drift = Change | GatewayFault | RemoteFault;

/** One readable line that names what differs. Never shows a password. */
export function describeDrift(drift: Drift): string {
  switch (drift.kind) {
    case 'remote-unreachable':
    case 'hop-fails':
    case 'remote-table-missing':
    case 'remote-column-missing':
    case 'remote-column-type':
    case 'remote-column-nullable':
    case 'remote-column-unreadable':
      return describeRemoteFault(drift);
    case 'gateway-superuser':
    case 'gateway-member':
    case 'gateway-reads-mappings':
      return describeGatewayFault(drift);
    default:
      return `hub: ${describeChange(drift)}`;
  }
}

/**
 * Everything that differs, on the hub and at the clusters behind the foreign tables, whose own catalogs are read: postgres_fdw
 * itself would notice a column's changed type or a dropped table only when a query meets it. Where nothing differs, the hub reads
 * a row of each cluster over its hop. Empty where all is well.
 *
 * `clusters` gives a connection to each other cluster by name; any login does, since catalogs are open to all.
 */
export async function checkForeignServers(
  hub: Kysely<unknown>,
  clusters: Readonly<Record<string, Kysely<unknown>>>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly Drift[]> {
  const onHub = await findHubDrift(hub, topology, foreignTables);
  const remote = await Promise.all(
    topology.others.map(async (cluster) => {
      const database = clusters[cluster.name];
      return database === undefined
        ? [unreachable(cluster.name, 'no connection to it was given')]
        : await findClusterDrift(database, cluster, foreignTables);
    }),
  );
  const drift = [...onHub, ...remote.flat()];
  return drift.length > 0 ? drift : await checkHops(hub, foreignTables);
}

/** What differs on the hub. `hub` is the admin's connection. */
export async function findHubDrift(
  hub: Kysely<unknown>,
  topology: Topology,
  foreignTables: readonly ForeignTable[],
): Promise<readonly Drift[]> {
  const changes = await planForeignServers(hub, topology, foreignTables);
  return [...changes, ...(await findGatewayFaults(hub, wantedState(topology, foreignTables)))];
}

/** What differs at one cluster behind the hub; nothing where no hop leads there. Any login does. */
export async function findClusterDrift(
  database: Kysely<unknown>,
  { name, hop }: Cluster,
  foreignTables: readonly ForeignTable[],
): Promise<readonly RemoteFault[]> {
  if (hop === undefined) return [];
  try {
    const faults = foreignTables
      .filter(({ cluster }) => cluster === name)
      .map(async (table) =>
        findRemoteFaults(table, await readRemoteColumns(database, table.remoteSchema, table.name, hop.user), hop.user),
      );
    return (await Promise.all(faults)).flat();
  } catch (error) {
    return [unreachable(name, error instanceof Error ? error.message : String(error))];
  }
}

function unreachable(cluster: string, because: string): RemoteFault {
  return { kind: 'remote-unreachable', cluster, because };
}

/** One table of each cluster, no view: a view of millions of rows may take long to give its first. */
async function checkHops(
  hub: Kysely<unknown>,
  foreignTables: readonly ForeignTable[],
): Promise<readonly RemoteFault[]> {
  const tables = new Map(foreignTables.filter(({ isView }) => !isView).map((table) => [table.cluster, table]));
  const faults: RemoteFault[] = [];
  for (const [cluster, table] of tables) {
    const because = await tryHop(hub, table);
    if (because !== undefined) faults.push({ kind: 'hop-fails', cluster, because });
  }
  return faults;
}
