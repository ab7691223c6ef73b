import pg from 'pg';
import type { Secret } from '../secret.ts';
import type { Endpoint } from '../topology/topology.ts';
import { asSuperuser } from './as-superuser.ts';

/**
 * Makes a server what RDS hands over: with the role `rds_iam`, whose members sign in by token, its administrator among them. Makes
 * the database of that name too, where there is none. Connects as superuser with the password, past the emulator.
 */
export async function prepareServer(database: string, server: Endpoint, password: Secret): Promise<void> {
  await asSuperuser(server, password, async (client) => {
    const role = await client.query("select from pg_roles where rolname = 'rds_iam'");
    if (role.rowCount === 0) await client.query('create role rds_iam nologin');
    await client.query('grant rds_iam to postgres');
    const present = await client.query('select from pg_database where datname = $1', [database]);
    if (present.rowCount === 0) await client.query(`create database ${pg.escapeIdentifier(database)}`);
  });
}
