import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { domainCatalog, printPlan, readStatistics, type Statistics } from '../../src/index.ts';
import { ask } from '../support/ask.ts';

/*
 * With statistics a plan guesses which way fills a page, and plans no other. A guess that was wrong costs a second statement, planned
 * without; it never costs a row.
 */

let databases: TestDatabases;
let known: Statistics;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
  await sql`update users set country = 'IS' where id in (20, 500, 800)`.execute(databases.admin('users'));
  await sql`update users set country = 'XX' where id > 3 and country not in ('IS', 'DE')`.execute(
    databases.admin('users'),
  );
  await sql`analyze users`.execute(databases.admin('users'));
  known = await readStatistics(databases.hub, domainCatalog);
});
afterAll(() => databases[Symbol.asyncDispose]());

/** Statistics that were true once, when the table was large and a country had this share of it. */
function stale(share: number): Statistics {
  const countries = new Map(['DE', 'IS', 'XX', 'nowhere'].map((country) => [country, share]));
  const country = { distinct: 200, nulls: 0, common: countries };
  return { users: { rows: 1_000_000, columns: { country } } };
}

/** The answer with these statistics, which has to be that without any; with the plans that ran. */
async function askWith(statistics: Statistics, document: string, variables: Record<string, unknown> = {}) {
  const plans: string[] = [];
  const answer = await ask(databases, document, variables, {
    statistics,
    onStatement: (plan) => plans.push(printPlan(plan)),
  });
  expect(answer.errors).toBeUndefined();
  expect(answer).toEqual(await ask(databases, document, variables));
  return { answer, plans };
}

const ORDERS = `query ($country: String, $first: Int, $last: Int, $after: String) {
  orders(first: $first, last: $last, after: $after, where: { user: { country: { eq: $country } } }) {
    totalCount
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { id user { id country } }
  }
}`;

describe('orders of users of a country', () => {
  test('that many users are of: a block of orders that holds a page, and nothing else', async () => {
    const { plans } = await askWith(stale(0.3), ORDERS, { country: 'XX', first: 20 });
    expect(plans).toHaveLength(1);
    expect(plans[0]).toContain('about 300000 of 1000000 rows');
    expect(plans[0]).toContain('limit 21: of the first 105, by statistics, else planned again without');
  });

  test('that few users are of: all their keys at once', async () => {
    const { plans } = await askWith(known, ORDERS, { country: 'IS', first: 20 });
    expect(plans).toHaveLength(1);
    expect(plans[0]).toMatch(/each id of users where country = IS, about 3 of \d+ rows/);
    expect(plans[0]).toMatch(/ limit 21\n/);
  });

  test.each(['IS', 'nowhere'])(
    'that hardly anybody is of any more (%s): a second statement, without a guess',
    async (country) => {
      const { plans } = await askWith(stale(0.3), ORDERS, { country, first: 20 });
      expect(plans).toHaveLength(2);
      expect(plans[1]).toContain('in steps of 256 until 21 are found, then by all keys');
    },
  );

  test('that many have moved to since: still one statement', async () => {
    const { plans } = await askWith(stale(0.000001), ORDERS, { country: 'XX', first: 20 });
    expect(plans).toHaveLength(1);
  });

  test.each([{ first: 1 }, { last: 7 }, { first: 200 }, { first: 0 }])(
    'in pages of %o, and in those after them',
    async (page) => {
      for (const statistics of [known, stale(0.3), stale(0.01)]) {
        const { answer } = await askWith(statistics, ORDERS, { country: 'DE', ...page });
        const after = Object(answer.data)['orders'].pageInfo.endCursor;
        if (after !== null && !('last' in page)) await askWith(statistics, ORDERS, { country: 'DE', ...page, after });
      }
    },
  );
});

const USERS = `query ($where: UserFilter, $first: Int) {
  users(first: $first, where: $where) { pageInfo { hasNextPage } nodes { id orders(first: 2) { nodes { id status } } } }
}`;

describe('users by their orders', () => {
  test('that most users have: one block, and one scan for it', async () => {
    const remote = await databases.recordRemote();
    const where = { orders: { some: { status: { eq: 'DELIVERED' } } } };
    const { plans } = await askWith(known, `query ($where: UserFilter) { users(where: $where) { nodes { id } } }`, {
      where,
    });
    expect(plans).toHaveLength(1);
    expect(plans[0]).toContain('of the first 250, by statistics');
    // One for the guess, and one for the same without statistics.
    expect(await remote.queries()).toHaveLength(2);
  });

  test('of a kind: a quarter of those of the kind at once', async () => {
    const where = { country: { eq: 'XX' }, orders: { some: { status: { eq: 'DELIVERED' } } } };
    const { plans } = await askWith(known, USERS, { where, first: 5 });
    const [, size] = plans[0]?.match(/of the first (\d+), by statistics/) ?? [];
    expect(Number(size)).toBeGreaterThan(150);
    expect(plans).toHaveLength(1);
  });

  test.each([
    { orders: { some: { total: { gte: '999.50' } } } },
    { orders: { none: {} } },
    { orderStats: { count: { gte: 60 } } },
    { country: { eq: 'DE' }, orders: { none: { status: { eq: 'PENDING' } } } },
    { not: { orders: { some: { user: { country: { eq: 'XX' } } } } } },
  ])('%o', async (where) => {
    for (const statistics of [known, stale(0.3)]) {
      for (const first of [3, 100]) {
        const { plans } = await askWith(statistics, USERS, { where, first });
        expect(plans.length).toBeLessThanOrEqual(2);
      }
    }
  });
});

test('a page of one user, within a record, is guessed and asked for again in the same way', async () => {
  const document = `{ node(id: "User:1") { ... on User { name orders(first: 90, where: { user: { country: { eq: "nowhere" } } }) { nodes { id } } } } }`;
  const { plans } = await askWith(stale(0.3), document);
  expect(plans).toHaveLength(2);
});

test('statistics are those of the hub’s own tables', () => {
  expect(Object.keys(known)).toEqual(['users']);
  expect(known['users']?.columns['country']?.common.get('XX')).toBeGreaterThan(0.5);
  expect(known['users']?.columns['id']?.distinct).toBe(known['users']?.rows);
});
