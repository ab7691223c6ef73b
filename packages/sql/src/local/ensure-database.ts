import { sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import type { Cluster } from '../topology/topology.ts';

/** Makes the cluster's database where there is none. A database is made from another one's session, here `postgres`. */
export async function ensureDatabase(cluster: Cluster): Promise<void> {
  const pool = createPool({ ...cluster, database: 'postgres' }, { purpose: 'admin', role: 'writer', max: 1 });
  await using database = createDatabase<unknown>(pool);
  const present = await sql`select from pg_database where datname = ${cluster.database}`.execute(database);
  if (present.rows.length === 0) await sql`create database ${sql.id(cluster.database)}`.execute(database);
}
