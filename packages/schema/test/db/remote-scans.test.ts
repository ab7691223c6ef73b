import type { RemoteStatement } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../src/index.ts';
import { fetchesOf } from '../../src/plan/fetches-of.ts';
import { answerOf, ask } from '../support/ask.ts';
import { runAnalyzed } from '../support/remote-scans.ts';

/** Users with their newest 5 orders, 3 items of each, and the products: three levels are foreign. */
const DOCUMENT = /* GraphQL */ `
  query ($users: Int!) {
    users(first: $users) {
      nodes {
        id
        orders(first: 5) {
          nodes { id items(first: 3) { nodes { id product { name } } pageInfo { hasNextPage } } }
          pageInfo { hasNextPage }
        }
      }
    }
  }
`;

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
  // Users 1 and 50 are the newest, so that they stand on every first page: one with 10,000 more orders, one with few.
  await sql`update users set created_at = '2030-01-01Z' where id in (1, 50)`.execute(databases.admin('users'));
  await sql`
    insert into orders (user_id, status, total, created_at, updated_at)
    select 1, 'paid', g, timestamptz '2026-01-01Z' + g * interval '1 minute', timestamptz '2026-01-01Z'
    from generate_series(1, 10000) g`.execute(databases.admin('orders'));
  await sql`analyze`.execute(databases.admin('orders'));
});
afterAll(() => databases[Symbol.asyncDispose]());

describe('users with orders, items and products', () => {
  test.each([1, 2, 50, 500])('%i users cost one remote scan a foreign level', async (users) => {
    const remote = await databases.recordRemote();
    const answer = await answerOf(databases, DOCUMENT, { users });
    expect(answer.list('users', 'nodes')).toHaveLength(users);
    const statements = await remote.statements();
    expect(statements.filter((statement) => statement.startsWith('DECLARE'))).toHaveLength(3);
    expect(statements.filter((statement) => statement.startsWith('START TRANSACTION'))).toHaveLength(1);
  });

  test('no scan fetches more than the rows shown and one a parent', async () => {
    const { scans, answer } = await runAnalyzed(databases, DOCUMENT, { users: 50 });
    const users = answer.list('users', 'nodes');
    const orders = users.flatMap((user) => user.list('orders', 'nodes'));
    const items = orders.flatMap((order) => order.list('items', 'nodes'));
    const more = [
      users.map((user) => user.at('orders', 'pageInfo', 'hasNextPage')),
      orders.map((order) => order.at('items', 'pageInfo', 'hasNextPage')),
    ];
    const [moreOrders, moreItems] = more.map((flags) => flags.filter((flag) => flag === true).length);
    expect(rowsOf(scans, 'orders_by_user')).toBe(orders.length + (moreOrders ?? 0));
    expect(rowsOf(scans, 'order_items_by_order')).toBe(items.length + (moreItems ?? 0));
    expect(rowsOf(scans, 'products')).toBeLessThanOrEqual(items.length);
    expect(scans).toHaveLength(3);
    expect(scans.every(({ loops }) => loops === 1)).toBe(true);
  });

  test('every fetch is a materialized CTE', async () => {
    const statements: { plan: Plan; statement: CompiledQuery }[] = [];
    await ask(
      databases,
      DOCUMENT,
      { users: 50 },
      { onStatement: (plan, statement) => statements.push({ plan, statement }) },
    );
    expect(statements).toHaveLength(1);
    for (const { plan, statement } of statements) {
      for (const { name } of fetchesOf(plan)) expect(statement.sql).toContain(`"${name}" as materialized (`);
    }
  });
});

describe('a user with 10,000 orders', () => {
  test('costs no more than one with few: the same scans, and no more rows than shown and one', async () => {
    const document = /* GraphQL */ `
      query ($id: ID!) { user(id: $id) { orders(first: 5) { nodes { id items(first: 3) { nodes { id } } } pageInfo { hasNextPage } } } }
    `;
    const hot = await runAnalyzed(databases, document, { id: 'User:1' });
    const cold = await runAnalyzed(databases, document, { id: 'User:50' });
    expect(hot.answer.at('user', 'orders', 'pageInfo', 'hasNextPage')).toBe(true);
    expect(hot.scans.map(({ sql: text }) => text)).toEqual(cold.scans.map(({ sql: text }) => text));
    expect(rowsOf(hot.scans, 'orders')).toBe(6);
    expect(rowsOf(cold.scans, 'orders')).toBe(6);
  });

  test('costs the orders cluster no more pages: it walks the index and stops', async () => {
    const read = async (user: number): Promise<number> => {
      const plan = await sql<{
        'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
      }>`
        explain (analyze, buffers, format json)
        select id, total, created_at from orders where user_id = ${sql.lit(user)} order by created_at desc, id desc limit 6
      `.execute(databases.admin('orders'));
      const root = plan.rows[0]?.['QUERY PLAN'][0].Plan;
      return (root?.['Shared Hit Blocks'] ?? Number.NaN) + (root?.['Shared Read Blocks'] ?? Number.NaN);
    };
    expect(await read(1)).toBeLessThanOrEqual((await read(50)) + 2);
  });

  test('sends among other users no more rows than shown and one', async () => {
    const { scans, answer } = await runAnalyzed(databases, DOCUMENT, { users: 2 });
    expect(answer.list('users', 'nodes').map((user) => user.at('id'))).toEqual(['User:50', 'User:1']);
    expect(rowsOf(scans, 'orders_by_user')).toBe(12);
  });
});

function rowsOf(scans: readonly RemoteStatement[], name: string): number {
  const found = scans.filter(({ relation }) => relation === `orders_fdw.${name}`);
  expect(found).toHaveLength(1);
  return found.reduce((sum, { rows }) => sum + (rows ?? Number.NaN), 0);
}
