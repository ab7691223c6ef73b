import {
  hasMigrations,
  migrateCluster,
  type OpenedLogin,
  openLogins,
  requireAdmins,
  type Topology,
} from '@causeway/sql';
import { withAdmin } from './with-admin.ts';

/** What was done to one cluster. */
export type Migrated = {
  readonly cluster: string;
  /** The migrations that were applied; undefined where the cluster brings its own tables. */
  readonly applied: readonly string[] | undefined;
  /** The logins that were to sign in by token and could not yet. */
  readonly logins: readonly OpenedLogin[];
};

/** Brings every cluster to its newest migration, and lets the topology's logins sign in by token where it says so. */
export async function migrateClusters(topology: Topology, stop: AbortSignal): Promise<readonly Migrated[]> {
  const migrated: Migrated[] = [];
  const clusters = [topology.hub, ...topology.others];
  requireAdmins(clusters.filter(({ name }) => hasMigrations(name)));
  for (const cluster of clusters) {
    stop.throwIfAborted();
    const { name, admin } = cluster;
    migrated.push(
      admin === undefined
        ? { cluster: name, applied: undefined, logins: [] }
        : await withAdmin(cluster, async (database) => ({
            cluster: name,
            applied: hasMigrations(name) ? await migrateCluster(database, name) : undefined,
            logins: await openLogins(database, cluster),
          })),
    );
  }
  return migrated;
}
