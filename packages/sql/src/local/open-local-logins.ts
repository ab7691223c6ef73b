import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { openLogins } from '../migrate/open-logins.ts';
import type { Cluster, Topology } from '../topology/topology.ts';

/** Lets the logins of the local clusters sign in by token, as `openLogins` does on RDS, for whoever migrates without the command line. */
export async function openLocalLogins(topology: Topology): Promise<void> {
  await Promise.all([topology.hub, ...topology.others].map(open));
}

async function open(cluster: Cluster): Promise<void> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
  await openLogins(database, cluster);
}
