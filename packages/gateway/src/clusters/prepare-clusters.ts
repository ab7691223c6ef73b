import { analyzeForeignTables, applyForeignServers, foreignTables, type Topology } from '@causeway/sql';
import type { ShowStep } from '../progress/show-steps.ts';
import { migrateClusters } from './migrate-clusters.ts';
import type { OpenClusters } from './open-clusters.ts';
import { withAdmin } from './with-admin.ts';

/**
 * Makes clusters ready to be queried, whatever they were before: tables, then foreign servers. Returns whether anything was
 * changed.
 */
export async function prepareClusters(
  clusters: Pick<OpenClusters, 'topology' | 'local'>,
  step: ShowStep,
  stop: AbortSignal,
): Promise<boolean> {
  const { hub } = clusters.topology;
  const migrated = await step(
    'Migrate the tables',
    async () => (await migrateClusters(clusters, stop)).flatMap(({ applied }) => applied ?? []).length,
    (count) => summary(count, 'migration', 'applied'),
  );
  const changed = await step(
    'Join the clusters',
    async () =>
      (await withAdmin(hub, (database) => applyForeignServers(database, clusters.topology, foreignTables))).length,
    (count) => summary(count, 'change', 'made'),
  );
  return migrated + changed > 0;
}

/** Tells the hub's planner how many rows the other clusters hold; after new foreign tables and after many new rows. */
export async function gatherStatistics(topology: Topology, step: ShowStep): Promise<void> {
  await step('Gather statistics of the foreign tables', () =>
    withAdmin(topology.hub, (hub) => analyzeForeignTables(hub, topology, foreignTables)),
  );
}

function summary(count: number, what: string, done: string): string {
  return count === 0 ? 'up to date' : `${count} ${what}${count === 1 ? '' : 's'} ${done}`;
}
