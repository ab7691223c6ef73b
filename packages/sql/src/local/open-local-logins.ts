import { type Kysely, sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { quietSettings } from '../fdw/quiet-log.ts';
import type { Cluster, Topology } from '../topology/topology.ts';

/**
 * Lets the logins of the local clusters sign in by token, as an administrator does on RDS: each that exists is granted `rds_iam`.
 * Migrations make these roles without a way in. Doing it again changes nothing.
 */
export async function openLocalLogins(topology: Topology): Promise<void> {
  await Promise.all([topology.hub, ...topology.others].map(openLogins));
}

async function openLogins(cluster: Cluster): Promise<void> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
  await database.transaction().execute(async (transaction) => {
    for (const login of [cluster.gateway, cluster.hop, cluster.renewer]) {
      if (login !== undefined) await openLogin(transaction, login.user);
    }
    const renewer = cluster.renewer?.user;
    if (renewer !== undefined && (await exists(transaction, renewer))) await letBeQuiet(transaction, renewer);
  });
}

async function exists(database: Kysely<unknown>, user: string): Promise<boolean> {
  const { rows } = await sql`select from pg_roles where rolname = ${user}`.execute(database);
  return rows.length > 0;
}

/** A password from before, if any, goes: the server itself would still take it. */
async function openLogin(database: Kysely<unknown>, user: string): Promise<void> {
  if (!(await exists(database, user))) return;
  await sql`alter role ${sql.id(user)} login password null`.execute(database);
  await sql`grant rds_iam to ${sql.id(user)}`.execute(database);
}

/** Lets the renewer keep the tokens that it writes out of the server's log. */
async function letBeQuiet(database: Kysely<unknown>, user: string): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select name from pg_settings where name = any(${quietSettings})`.execute(database);
  for (const { name } of rows)
    await sql`grant set on parameter ${sql.id(...name.split('.'))} to ${sql.id(user)}`.execute(database);
}
