import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { remoteStatements } from '../../../src/explain/remote-statements.ts';
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
    },
  ]);
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
