import type { Kysely } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import * as orders0001 from './orders/0001-orders.ts';
import * as orders0002 from './orders/0002-hop.ts';
import * as orders0003 from './orders/0003-facts.ts';
import * as orders0004 from './orders/0004-quick-buckets.ts';
import * as orders0005 from './orders/0005-seen-transactions.ts';
import * as users0001 from './users/0001-users.ts';
import * as users0002 from './users/0002-gateway-role.ts';
import * as users0003 from './users/0003-renewer-role.ts';

/**
 * One history a cluster, by the cluster's name in the topology. The names are kept in each database (`kysely_migration`) and
 * give the order: never rename, reorder or edit one that has been released, add the next instead. Imported one by one, so that
 * nothing scans folders and a missing file fails the type check.
 */
const histories: Readonly<Record<string, Readonly<Record<string, Migration>>>> = {
  users: { '0001-users': users0001, '0002-gateway-role': users0002, '0003-renewer-role': users0003 },
  orders: {
    '0001-orders': orders0001,
    '0002-hop': orders0002,
    '0003-facts': orders0003,
    '0004-quick-buckets': orders0004,
    '0005-seen-transactions': orders0005,
  },
};

/** A migration that failed: says which, of which cluster, and why; nothing of it or after it was applied. */
export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** Whether this product has migrations for the cluster of that name; others bring their own tables. */
export function hasMigrations(cluster: string): boolean {
  return Object.hasOwn(histories, cluster);
}

/**
 * Brings one cluster's database to the newest migration of its history, in one transaction, and returns the names of those it
 * applied, in order; none where the database is up to date. The login must own the database (or be allowed to create in it) and
 * may create roles. Several processes may run it at once: they take turns. Throws {@link MigrationError}.
 */
export async function migrateCluster(database: Kysely<unknown>, cluster: string): Promise<readonly string[]> {
  const history = Object.hasOwn(histories, cluster) ? histories[cluster] : undefined;
  if (history === undefined) {
    const known = Object.keys(histories).join(', ');
    throw new MigrationError(`No migrations for the cluster "${cluster}"; there are some for: ${known}.`);
  }
  const migrator = new Migrator({ db: database, provider: { getMigrations: async () => ({ ...history }) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) {
    const failed = results.find((result) => result.status === 'Error');
    const what = failed === undefined ? 'The migrations' : `Migration ${failed.migrationName}`;
    const why = error instanceof Error ? error.message : String(error);
    throw new MigrationError(`${what} of the cluster "${cluster}" failed, nothing was applied: ${why}`, {
      cause: error,
    });
  }
  return results.map((result) => result.migrationName);
}
