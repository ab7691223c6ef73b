import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
  // Gone: the user with the most orders and a third of all. Without orders: 50 users. Orders that add up to nothing: 20 users.
  await sql`delete from users where id = 1 or id % 3 = 0`.execute(databases.admin('users'));
  await sql`
    insert into users (email, name, country, tier)
    select 'new' || g || '@example.com', 'New ' || g, 'IS', 'free' from generate_series(1, 50) g`.execute(
    databases.admin('users'),
  );
  await sql`update orders set total = 0 where user_id between 200 and 220`.execute(databases.admin('orders'));
});
afterAll(() => databases[Symbol.asyncDispose]());

type Direction = 'ASC' | 'DESC';

/** Ids in the order of a total that is put together from both clusters by hand. */
async function idsByHand(direction: Direction, country?: string): Promise<readonly string[]> {
  const users = await sql<{ id: string; country: string }>`select id::text, country from users`.execute(
    databases.admin('users'),
  );
  const sums = await sql<{ id: string; cents: string }>`
    select user_id::text as id, (sum(total) * 100)::bigint::text as cents from orders group by 1`.execute(
    databases.admin('orders'),
  );
  const cents = new Map(sums.rows.map((row) => [row.id, BigInt(row.cents)]));
  const ascending = users.rows
    .filter((user) => country === undefined || user.country === country)
    .map(({ id }) => ({ id: BigInt(id), cents: cents.get(id) ?? 0n }))
    .sort((left, right) => sign(left.cents - right.cents) || sign(left.id - right.id))
    .map(({ id }) => `User:${id}`);
  return direction === 'ASC' ? ascending : ascending.reverse();
}

function sign(difference: bigint): number {
  return difference === 0n ? 0 : difference < 0n ? -1 : 1;
}

/** The same of the last order, in microseconds; users without one come last in both directions. */
async function idsByLastOrder(direction: Direction): Promise<readonly string[]> {
  const users = await sql<{ id: string }>`select id::text from users`.execute(databases.admin('users'));
  const lasts = await sql<{ id: string; micros: string }>`
    select user_id::text as id, (extract(epoch from max(created_at)) * 1000000)::bigint::text as micros
    from orders group by 1`.execute(databases.admin('orders'));
  const micros = new Map(lasts.rows.map((row) => [row.id, BigInt(row.micros)]));
  const ordered = users.rows
    .map(({ id }) => ({ id: BigInt(id), at: micros.get(id) }))
    .sort((left, right) => sign((left.at ?? 0n) - (right.at ?? 0n)) || sign(left.id - right.id));
  if (direction === 'DESC') ordered.reverse();
  return [...ordered.filter(({ at }) => at !== undefined), ...ordered.filter(({ at }) => at === undefined)].map(
    ({ id }) => `User:${id}`,
  );
}

/** Ids of all pages, forward from the first or backward from the last. */
async function idsByPages(
  direction: Direction,
  way: 'first' | 'last',
  where = '{}',
  field = 'ORDER_TOTAL',
): Promise<readonly unknown[]> {
  const [from, end, more] =
    way === 'first' ? ['after', 'endCursor', 'hasNextPage'] : ['before', 'startCursor', 'hasPreviousPage'];
  const pages: (readonly unknown[])[] = [];
  for (let cursor: unknown = null, beyond: unknown = true; beyond === true; ) {
    const answer = await answerOf(
      databases,
      `query ($cursor: String) { users(${way}: 90, ${from}: $cursor, where: ${where}, orderBy: [{ field: ${field}, direction: ${direction} }]) {
        nodes { id } pageInfo { ${end} ${more} } } }`,
      { cursor },
    );
    const ids = answer.list('users', 'nodes').map((node) => node.at('id'));
    if (way === 'first') pages.push(ids);
    else pages.unshift(ids);
    cursor = answer.at('users', 'pageInfo', end ?? '');
    beyond = answer.at('users', 'pageInfo', more ?? '');
  }
  return pages.flat();
}

describe('all users by the total of their orders', () => {
  test.each([
    ['DESC', 'first'],
    ['DESC', 'last'],
    ['ASC', 'first'],
    ['ASC', 'last'],
  ] as const)('%s, taken by "%s", page after page', async (direction, way) => {
    expect(await idsByPages(direction, way)).toEqual(await idsByHand(direction));
  });

  test.each(['DESC', 'ASC'] as const)('%s, of one country', async (direction) => {
    const pages = await idsByPages(direction, 'first', '{ country: { eq: "DE" } }');
    expect(pages).toEqual(await idsByHand(direction, 'DE'));
    expect(pages.length).toBeGreaterThan(50);
  });
});

describe('all users by their last order, those without one last', () => {
  test.each([
    ['DESC', 'first'],
    ['DESC', 'last'],
    ['ASC', 'first'],
    ['ASC', 'last'],
  ] as const)('%s, taken by "%s", page after page', async (direction, way) => {
    const pages = await idsByPages(direction, way, '{}', 'LAST_ORDER_AT');
    expect(pages).toEqual(await idsByLastOrder(direction));
  });
});

describe('the users with the highest totals', () => {
  test('cost one scan that brings the page and a few more, though the first of them is gone', async () => {
    const remote = await databases.recordRemote();
    await answerOf(
      databases,
      '{ users(first: 10, orderBy: [{ field: ORDER_TOTAL, direction: DESC }]) { nodes { id } } }',
    );
    const queries = await remote.queries();
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatch(/ GROUP BY 1 HAVING .* ORDER BY sum\(total\) DESC .* LIMIT 110::bigint$/);
  });

  test('of a country, are asked for by the keys of that country alone', async () => {
    const remote = await databases.recordRemote();
    await answerOf(
      databases,
      '{ users(first: 10, where: { country: { eq: "DE" } }, orderBy: [{ field: ORDER_TOTAL, direction: DESC }]) { nodes { id } } }',
    );
    const queries = await remote.queries();
    expect(queries).toHaveLength(1);
    expect(queries[0]).toMatch(/user_id = ANY .* LIMIT 10::bigint$/);
  });

  test('of users of whom none has orders, cost no more than their keys', async () => {
    const remote = await databases.recordRemote();
    const answer = await answerOf(
      databases,
      '{ users(first: 3, where: { country: { eq: "IS" } }, orderBy: [{ field: ORDER_TOTAL, direction: DESC }]) { nodes { name } } }',
    );
    expect(answer.list('users', 'nodes').map((user) => user.at('name'))).toEqual(['New 50', 'New 49', 'New 48']);
    for (const query of await remote.queries()) expect(query).toContain('user_id = ANY');
  });
});
