import { sql } from 'kysely';
import pg from 'pg';
import { createDatabase } from '../connect/create-database.ts';
import type { Secret } from '../secret.ts';
import type { Endpoint } from '../topology/topology.ts';

/**
 * Makes a server what RDS hands over: with the role `rds_iam`, whose members sign in by token, its administrator among them. Makes
 * the database of that name too, where there is none. Connects as superuser with the password, past the emulator.
 */
export async function prepareServer(database: string, server: Endpoint, password: Secret): Promise<void> {
  const { host, port } = server;
  const pool = new pg.Pool({
    host,
    port,
    user: 'postgres',
    database: 'postgres',
    password: () => password.reveal(),
    ssl: false,
    max: 1,
  });
  pool.on('error', () => {});
  await using session = createDatabase<unknown>(pool);
  const role = await sql`select from pg_roles where rolname = 'rds_iam'`.execute(session);
  if (role.rows.length === 0) await sql`create role rds_iam nologin`.execute(session);
  await sql`grant rds_iam to postgres`.execute(session);
  const present = await sql`select from pg_database where datname = ${database}`.execute(session);
  if (present.rows.length === 0) await sql`create database ${sql.id(database)}`.execute(session);
}
