import { hasMigrations, migrateCluster, openLocalLogins, requireAdmins } from '@causeway/sql';
import type { OpenClusters } from './open-clusters.ts';
import { withAdmin } from './with-admin.ts';

/** The migrations that were applied to one cluster; undefined where the cluster brings its own tables. */
export type Migrated = { readonly cluster: string; readonly applied: readonly string[] | undefined };

/** Brings every cluster to its newest migration. The logins that migrations make are opened on local clusters. */
export async function migrateClusters(
  { topology, local }: Pick<OpenClusters, 'topology' | 'local'>,
  stop: AbortSignal,
): Promise<readonly Migrated[]> {
  const migrated: Migrated[] = [];
  const clusters = [topology.hub, ...topology.others];
  requireAdmins(clusters.filter(({ name }) => hasMigrations(name)));
  for (const cluster of clusters) {
    stop.throwIfAborted();
    const applied = hasMigrations(cluster.name)
      ? await withAdmin(cluster, (database) => migrateCluster(database, cluster.name))
      : undefined;
    migrated.push({ cluster: cluster.name, applied });
  }
  if (local) await openLocalLogins(topology);
  return migrated;
}
