import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { remoteStatements, roundTripsOf, rowsOfCtes } from '../../../src/explain/remote-statements.ts';
import { runExplain } from '../../../src/explain/run-explain.ts';
import { analyzeForeignTables } from '../../../src/fdw/analyze.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';

test('the newest orders of many users are one remote statement: keys and rank are shipped, only the wanted rows travel', async () => {
  await using world = await createTestDatabases({ data: 'sample' });
  const query = world.hub
    .with(
      (cte) => cte('parents').materialized(),
      (db) => db.selectFrom('users').select('id').where('id', '<=', '50'),
    )
    .selectFrom('orders.orders_by_user')
    .selectAll()
    .where(sql<boolean>`user_id = any((select array_agg(id) from parents)::bigint[])`)
    .where('rn', '<=', '3')
    .compile();

  const plan = await runExplain(world.hub, query, { analyze: true });
  expect(remoteStatements(plan)).toEqual([
    {
      cluster: 'orders',
      relation: 'orders_fdw.orders_by_user',
      sql: expect.stringMatching(/FROM hop\.orders_by_user WHERE .*rn <= 3.*user_id = ANY \(\$1::bigint\[\]\)/),
      loops: 1,
      rows: 150,
      roundTrips: 3,
      durationMs: expect.any(Number),
      cte: null,
    },
  ]);
});

test('the round trips of a plan are those that the other cluster received', async () => {
  await using world = await createTestDatabases({ data: 'sample' });
  const query = world.hub
    .with(
      (cte) => cte('newest').materialized(),
      (db) => db.selectFrom('orders.orders').select(['id', 'user_id']).orderBy('id', 'desc').limit(3),
    )
    .with(
      (cte) => cte('items').materialized(),
      (db) =>
        db
          .selectFrom('orders.order_items')
          .select('id')
          .where(sql<boolean>`order_id = any(array(select id from newest))`),
    )
    // More than a batch, and one that is sent for each of three rows.
    .with(
      (cte) => cte('all_items').materialized(),
      (db) => db.selectFrom('orders.order_items').select('id').where('id', '<=', '25000'),
    )
    .with(
      (cte) => cte('each').materialized(),
      (db) =>
        db
          .selectFrom('newest')
          .select(
            sql<string>`(select count(*) from orders.orders o where o.user_id = newest.user_id offset 0)`.as('n'),
          ),
    )
    .selectNoFrom(
      sql`(select count(*) from items) + (select count(*) from all_items) + (select sum(n) from each)`.as('sum'),
    )
    .compile();
  // The session's first use of the hop sends settings too.
  await sql`select from orders.products limit 1`.execute(world.hub);
  const remote = await world.recordRemote();
  const plan = await runExplain(world.hub, query, { analyze: true });
  const statements = remoteStatements(plan);
  expect(statements.map(({ cte, loops }) => [cte, loops])).toEqual(
    expect.arrayContaining([
      ['newest', 1],
      ['items', 1],
      ['all_items', 1],
      ['each', 3],
    ]),
  );
  expect(rowsOfCtes(plan).get('all_items')).toBe(25_000);
  expect(await remote.statements()).toHaveLength(roundTripsOf(statements));
});

test("on the orders cluster, ranking reads a user's rows no further than the rank", async () => {
  await using world = await createTestDatabases({ data: 'sample' });
  const orders = world.admin('orders');
  await sql`vacuum analyze orders`.execute(orders);
  const query = sql`select * from hop.orders_by_user where user_id = any(${['1', '2']}) and rn <= 6`.compile(orders);

  const text = JSON.stringify(await runExplain(orders, query, { analyze: true }));
  expect(text).toContain('Index Only Scan');
  const rows = [...text.matchAll(/"Node Type":"Index Scan".*?"Actual Rows":(\d+)/g)].map(([, count]) => Number(count));
  expect(rows).toEqual([7]);
});

test('without running it, a plan has no rows', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const plan = await runExplain(world.hub, world.hub.selectFrom('orders.products').select('id').compile());
  expect(remoteStatements(plan)).toMatchObject([{ loops: null, rows: null }]);
});

test('statistics of remote tables come from samples, and views are not read', async () => {
  await using world = await createTestDatabases({ data: 'sample' });
  const remote = await world.recordRemote();
  await analyzeForeignTables(world.admin('users'), world.topology, foreignTables);

  const { rows } = await sql`
    select relname as name, reltuples as rows from pg_class
    where relkind = 'f' and relname in ('orders', 'order_items', 'products') order by relname
  `.execute(world.admin('users'));
  expect(rows).toEqual([
    { name: 'order_items', rows: 60_000 },
    { name: 'orders', rows: 30_000 },
    { name: 'products', rows: 1_000 },
  ]);
  const queries = await remote.queries();
  expect(queries.filter((query) => query.includes('hop.'))).toEqual([]);
  expect(queries.filter((query) => query.includes('TABLESAMPLE SYSTEM'))).toHaveLength(1);
});
