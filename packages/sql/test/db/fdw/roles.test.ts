import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

test('the gateway sees that there is a mapping, and not what it holds', async () => {
  const { rows } = await sql`select srvname, usename, umoptions from pg_user_mappings order by srvname`.execute(
    world.hub,
  );
  const servers = world.topology.others.map(({ name }) => name).sort();
  expect(rows).toEqual(servers.map((srvname) => ({ srvname, usename: 'fdw_hop', umoptions: null })));
  await expect(sql`select * from pg_user_mapping`.execute(world.hub)).rejects.toThrow('permission denied');
});

test('the gateway may not read a foreign table, nor act as its owner', async () => {
  await expect(sql`select * from orders_fdw.orders limit 1`.execute(world.hub)).rejects.toThrow('permission denied');
  await expect(sql`set role fdw_hop`.execute(world.hub)).rejects.toThrow('permission denied');
});

test('the gateway reads the views and its own tables', async () => {
  const orders = await sql<{ count: string }>`select count(*) from orders.orders`.execute(world.hub);
  const users = await sql<{ count: string }>`select count(*) from users`.execute(world.hub);
  expect([orders.rows, users.rows]).toEqual([[{ count: '30000' }], [{ count: '1000' }]]);
});

test('nobody writes through a foreign table, not even a superuser', async () => {
  const write = sql`delete from orders_fdw.order_items`.execute(world.admin('users'));
  await expect(write).rejects.toThrow('does not allow deletes');
});

test.each([
  'delete from orders',
  "update orders set status = 'paid'",
  'insert into products (sku, name, category, price) values (1, 1, 1, 1)',
  'begin read write; delete from orders',
  'create table public.x ()',
])('the hop may not write: %s', async (statement) => {
  await using orders = asHop();
  await expect(sql.raw(statement).execute(orders)).rejects.toThrow(/permission denied|read-only transaction/);
});

test('the hop starts read-only, with a time limit, and reads what the hub needs', async () => {
  await using orders = asHop();
  const { rows } = await sql`
    select current_user as user, current_setting('default_transaction_read_only') as read_only,
      current_setting('statement_timeout') as timeout,
      (select rolconnlimit from pg_roles where rolname = current_user) as connections,
      exists (select from hop.orders_by_user where user_id = 1 and rn <= 1) as ranked
  `.execute(orders);
  expect(rows).toEqual([{ user: 'fdw_reader', read_only: 'on', timeout: '30s', connections: 100, ranked: true }]);
});

/** The orders cluster through the hop's login, with no settings but the role's own. */
function asHop() {
  const [orders] = world.topology.others;
  if (orders?.hop === undefined) {
    throw new Error('The test topology has a hop to orders.');
  }
  const cluster = { ...orders, admin: orders.hop };
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
}
