import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
  // Few orders, so that all of them are paged through: of the 400 users that are left most have none, and half share a name.
  await sql`delete from orders where id > 1500`.execute(databases.admin('orders'));
  await sql`delete from users where id > 400 or id % 10 = 0`.execute(databases.admin('users'));
  await sql`update users set name = 'Same' where id % 2 = 0`.execute(databases.admin('users'));
});
afterAll(() => databases[Symbol.asyncDispose]());

type Direction = 'ASC' | 'DESC';

/** Ids of orders by their user's name, put together from both clusters by hand; those without a user come last. */
async function idsByHand(direction: Direction): Promise<readonly string[]> {
  const users = await sql<{ id: string; name: string }>`select id::text, name from users`.execute(
    databases.admin('users'),
  );
  const orders = await sql<{ id: string; user: string }>`
    select id::text, user_id::text as "user" from orders`.execute(databases.admin('orders'));
  const names = new Map(users.rows.map(({ id, name }) => [id, name]));
  const sign = direction === 'ASC' ? 1 : -1;
  return orders.rows
    .map(({ id, user }) => ({ id: Number(id), name: names.get(user) }))
    .sort((left, right) => sign * (compareNames(sign, left.name, right.name) || left.id - right.id))
    .map(({ id }) => `Order:${id}`);
}

/** None is after every name, in both directions. */
function compareNames(sign: number, left: string | undefined, right: string | undefined): number {
  if (left === right) return 0;
  if (left === undefined || right === undefined) return left === undefined ? sign : -sign;
  return left < right ? -1 : 1;
}

async function idsByPages(direction: Direction, way: 'first' | 'last', size: number): Promise<readonly unknown[]> {
  const [from, end, more] =
    way === 'first' ? ['after', 'endCursor', 'hasNextPage'] : ['before', 'startCursor', 'hasPreviousPage'];
  const pages: (readonly unknown[])[] = [];
  for (let cursor: unknown = null, beyond: unknown = true; beyond === true; ) {
    const answer = await answerOf(
      databases,
      `query ($cursor: String) { orders(${way}: ${size}, ${from}: $cursor, orderBy: [{ field: USER_NAME, direction: ${direction} }]) {
        nodes { id } pageInfo { ${end} ${more} } } }`,
      { cursor },
    );
    const ids = answer.list('orders', 'nodes').map((node) => node.at('id'));
    if (way === 'first') pages.push(ids);
    else pages.unshift(ids);
    cursor = answer.at('orders', 'pageInfo', `${end}`);
    beyond = answer.at('orders', 'pageInfo', `${more}`);
  }
  return pages.flat();
}

describe("all orders by their user's name, of which many are the same", () => {
  test.each([
    ['ASC', 'first'],
    ['DESC', 'first'],
    ['ASC', 'last'],
    ['DESC', 'last'],
  ] as const)('%s, taken by "%s", page after page', async (direction, way) => {
    expect(await idsByPages(direction, way, 40)).toEqual(await idsByHand(direction));
  });
});

test('a page costs the orders of the users that come first, and no others', async () => {
  const remote = await databases.recordRemote();
  await answerOf(
    databases,
    '{ orders(first: 10, orderBy: [{ field: USER_NAME, direction: ASC }]) { nodes { id user { name } } } }',
  );
  const queries = await remote.queries();
  expect(queries).toHaveLength(1);
  expect(queries[0]).toContain('user_id = ANY');
});
