import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createTestDatabases } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { MigrationError, migrateCluster } from '../../../src/migrate/run-migrations.ts';
import type { Cluster, Topology } from '../../../src/topology/topology.ts';

/** The services' own definitions, where they lie beside the checkout. */
const domain = resolve(import.meta.dirname, '../../../../../../shared/domain');

test.for(['users', 'orders'])('%s: the migrated tables are those of the service', async (name, { skip }) => {
  skip(!existsSync(domain), "the services' own definitions do not lie beside the checkout (../shared/domain)");
  await using world = await createTestDatabases({ data: 'empty' });
  await using own = await emptyDatabase(world.topology, name);
  await sql.raw(await readFile(resolve(domain, `${name}.sql`), 'utf8')).execute(own.database);

  const migrated = await describeTables(world.admin(name));
  expect(migrated).toEqual(await describeTables(own.database));
  expect(migrated).not.toEqual([]);
});

test.each(['users', 'orders'])('%s: migrations run once, also when several processes start them', async (name) => {
  await using world = await createTestDatabases({ data: 'empty' });
  await using own = await emptyDatabase(world.topology, name);

  const applied = await Promise.all([1, 2, 3].map(() => migrateCluster(own.database, name)));
  expect(applied.filter((names) => names.length > 0)).toEqual([
    expect.arrayContaining([expect.stringMatching(/^0001-/)]),
  ]);
  expect(await migrateCluster(own.database, name)).toEqual([]);
});

test('a migration that fails is named with its cause, and leaves nothing behind', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  await using own = await emptyDatabase(world.topology, 'orders');
  await sql`create schema hop`.execute(own.database);

  await expect(migrateCluster(own.database, 'orders')).rejects.toThrow(
    /Migration 0002-hop of the cluster "orders" failed, nothing was applied: schema "hop" already exists/,
  );
  expect(await describeTables(own.database)).toEqual([]);
});

test('a cluster without migrations is an error that lists those with some', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  await expect(migrateCluster(world.admin('users'), 'billing')).rejects.toThrow(MigrationError);
  await expect(migrateCluster(world.admin('users'), 'constructor')).rejects.toThrow(/"constructor".*users, orders/);
});

/** Columns, constraints and indexes of all tables in schema public, save the migrations' own, as PostgreSQL prints them. */
async function describeTables(database: Kysely<unknown>): Promise<readonly unknown[]> {
  const { rows } = await sql`
    with relation as (
      select oid, relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely_%'
    )
    select r.relname as table, 'column' as kind, lpad(a.attnum::text, 3, '0') || ' ' || a.attname as name,
      concat_ws(' ', format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
        'identity:' || a.attidentity::text, 'default:' || pg_get_expr(d.adbin, d.adrelid)) as definition
    from relation r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped
    left join pg_attrdef d on d.adrelid = r.oid and d.adnum = a.attnum
    union all
    select r.relname, 'constraint', c.conname, pg_get_constraintdef(c.oid)
    from relation r join pg_constraint c on c.conrelid = r.oid
    union all
    select r.relname, 'index', i.relname, pg_get_indexdef(i.oid)
    from relation r join pg_index x on x.indrelid = r.oid join pg_class i on i.oid = x.indexrelid
    order by 1, 2, 3
  `.execute(database);
  return rows;
}

/** A database of its own, beside the test's pair, in the cluster of that name. */
async function emptyDatabase(topology: Topology, name: string) {
  const cluster = [topology.hub, ...topology.others].find((other) => other.name === name);
  if (cluster === undefined) {
    throw new Error(`The test topology has no cluster "${name}".`);
  }
  const own: Cluster = { ...cluster, database: `own_${cluster.database}` };
  const server = open({ ...cluster, database: 'postgres' });
  await sql`create database ${sql.id(own.database)} template template0`.execute(server);
  const database = open(own);
  return {
    database,
    async [Symbol.asyncDispose]() {
      await database.destroy();
      await sql`drop database ${sql.id(own.database)} with (force)`.execute(server);
      await server.destroy();
    },
  };
}

function open(cluster: Cluster): Kysely<unknown> {
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 4 }));
}
