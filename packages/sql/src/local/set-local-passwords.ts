import { type Kysely, sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import type { Cluster, Login, Topology } from '../topology/topology.ts';

/**
 * Opens the logins of the local clusters, the gateway's and the hop's: gives each role that exists its password.
 * Migrations make these roles without one, since real clusters sign in with IAM. Setting them again changes nothing.
 */
export async function setLocalPasswords(topology: Topology): Promise<void> {
  await Promise.all([topology.hub, ...topology.others].map(openLogins));
}

async function openLogins(cluster: Cluster): Promise<void> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
  await database.transaction().execute(async (transaction) => {
    // The statements below hold passwords: neither they nor their failure may reach the server's log.
    await sql`set local log_statement = 'none'`.execute(transaction);
    await sql`set local log_min_error_statement = 'panic'`.execute(transaction);
    for (const login of [cluster.gateway, cluster.hop]) {
      if (login !== undefined) await openLogin(transaction, login);
    }
  });
}

async function openLogin(database: Kysely<unknown>, { user, auth }: Login): Promise<void> {
  if (auth.kind !== 'password') return;
  const role = await sql`select from pg_roles where rolname = ${user}`.execute(database);
  if (role.rows.length === 0) return;
  await sql`alter role ${sql.id(user)} login password ${sql.lit(auth.password.reveal())}`.execute(database);
}
