import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf } from '../support/ask.ts';

/** The last of all ids: what follows it is no bigint. */
const LAST_ID = '9223372036854775807';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
  // Gaps of one id and of many, at both ends and between, and an id that nothing can follow.
  await sql`delete from users where id in (1, 2, 500, 1000) or id between 700 and 720 or id % 7 = 0`.execute(
    databases.admin('users'),
  );
  await sql`
    insert into users (id, email, name, country, tier) overriding system value
    values (${sql.lit(LAST_ID)}, 'last@example.com', 'Last', 'DE', 'pro')`.execute(databases.admin('users'));
  await sql`
    insert into orders (user_id, status, total, created_at, updated_at)
    select ${sql.lit(LAST_ID)}::bigint - g, 'paid', 10, timestamptz '2026-01-01Z', timestamptz '2026-01-01Z'
    from generate_series(0, 3) g`.execute(databases.admin('orders'));
});
afterAll(() => databases[Symbol.asyncDispose]());

type OrderRow = { readonly user: string; readonly status: string; readonly cents: bigint };
type UserRow = { readonly id: string; readonly country: string; readonly tier: string };

/** Groups as one would count them by hand: the rows of both clusters, met in a map. */
async function countByHand(
  keep: (order: OrderRow) => boolean,
  keyOf: (user: UserRow | undefined, order: OrderRow) => string,
  from: TestDatabases = databases,
): Promise<Readonly<Record<string, string>>> {
  const users = await sql<UserRow>`select id::text, country, tier from users`.execute(from.admin('users'));
  const orders = await sql<{ user: string; status: string; total: string }>`
    select user_id::text as "user", status, total::text from orders`.execute(from.admin('orders'));
  const byId = new Map(users.rows.map((user) => [user.id, user]));
  const groups = new Map<string, { count: number; cents: bigint }>();
  for (const { user, status, total } of orders.rows) {
    const order = { user, status: status.toUpperCase(), cents: BigInt(total.replace('.', '')) };
    if (!keep(order)) continue;
    const key = keyOf(byId.get(user), order);
    const { count, cents } = groups.get(key) ?? { count: 0, cents: 0n };
    groups.set(key, { count: count + 1, cents: cents + order.cents });
  }
  return Object.fromEntries([...groups].map(([key, { count, cents }]) => [key, `${count} ${cents}`]));
}

/** What the gateway answers, in the same form, and whether the other cluster was sent a lookup. */
async function ask(by: string, where: string, first = 500, from: TestDatabases = databases) {
  const remote = await from.recordRemote();
  const answer = await answerOf(
    from,
    `{ orderBreakdown(by: [${by}], first: ${first}, where: ${where}) { status user { id } userCountry userTier count total } }`,
  );
  const queries = await remote.queries();
  const rows = answer.list('orderBreakdown').map((row) => ({
    status: row.at('status'),
    user: row.at('user', 'id'),
    country: row.at('userCountry'),
    tier: row.at('userTier'),
    figures: `${row.at('count')} ${BigInt(String(row.at('total')).replace('.', ''))}`,
  }));
  return { rows, queries, sent: queries.some((query) => query.includes('width_bucket')) };
}

const CONDITIONS = [
  { facts: 'all facts', where: '{}', keep: () => true, sent: true },
  {
    facts: 'most facts',
    where: '{ not: { status: { eq: CANCELLED } } }',
    keep: ({ status }: OrderRow) => status !== 'CANCELLED',
    sent: true,
  },
  {
    facts: 'few facts',
    where: '{ status: { eq: PAID } }',
    keep: ({ status }: OrderRow) => status === 'PAID',
    sent: false,
  },
];

describe.each(CONDITIONS)('$facts', ({ where, keep, sent }) => {
  test(`by country and tier: ${sent ? 'a lookup is sent' : 'parts come by key'}`, async () => {
    const answer = await ask('USER_COUNTRY, USER_TIER', where);
    const expected = await countByHand(keep, (user) => `${user?.country ?? null} ${user?.tier.toUpperCase() ?? null}`);
    expect(Object.fromEntries(answer.rows.map((row) => [`${row.country} ${row.tier}`, row.figures]))).toEqual(expected);
    expect(answer.sent).toBe(sent);
  });

  test(`by user and status: ${sent ? 'a lookup is sent' : 'parts come by key'}`, async () => {
    const all = await countByHand(keep, (user, { status }) => `${user && `User:${user.id}`} ${status}`);
    const answer = await ask('USER, STATUS', where, 40);
    expect(answer.rows).toHaveLength(40);
    for (const row of answer.rows) expect(all[`${row.user} ${row.status}`]).toBe(row.figures);
    // The first 40 are the 40 with the highest totals.
    const centsOf = (figures: string) => Number(figures.split(' ')[1]);
    const highest = Object.values(all)
      .map(centsOf)
      .sort((left, right) => right - left);
    expect(answer.rows.map(({ figures }) => centsOf(figures))).toEqual(highest.slice(0, 40));
    expect(answer.sent).toBe(sent);
  });
});

describe('what is sent', () => {
  test('for groups by user, the order and the limit too: no other groups travel', async () => {
    const { queries } = await ask('USER', '{}', 10);
    const sent = queries.filter((query) => query.includes('width_bucket'));
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/ GROUP BY 1 ORDER BY sum\(total\) DESC .*LIMIT 10::bigint$/);
  });

  test('nothing but the groups is asked for where there is no condition', async () => {
    const { queries } = await ask('USER_COUNTRY', '{}');
    expect(queries).toHaveLength(1);
  });
});

test('where ids have few gaps, codes are found at the place of the id, and those of users who are gone, or far beyond, at none', async () => {
  await using dense = await createTestDatabases({ data: 'sample' });
  await sql`delete from users where id in (1, 1000) or id between 700 and 720 or id % 7 = 0`.execute(
    dense.admin('users'),
  );
  await sql`
    insert into orders (user_id, status, total, created_at, updated_at)
    select id, 'paid', 10, timestamptz '2026-01-01Z', timestamptz '2026-01-01Z'
    from unnest(array[-1, 0, 3000000000, ${sql.lit(LAST_ID)}]::bigint[]) id`.execute(dense.admin('orders'));
  const { rows, queries, sent } = await ask('USER_COUNTRY, USER_TIER', '{}', 500, dense);
  const keyOf = (user?: UserRow) => `${user?.country ?? null} ${user?.tier.toUpperCase() ?? null}`;
  const expected = await countByHand(() => true, keyOf, dense);
  expect(Object.fromEntries(rows.map((row) => [`${row.country} ${row.tier}`, row.figures]))).toEqual(expected);
  expect(queries).toHaveLength(1);
  expect(sent).toBe(false);
});

test('ids without gaps that end where no bigint follows are looked up as any others', async () => {
  await using last = await createTestDatabases({ data: 'sample' });
  await sql`delete from users`.execute(last.admin('users'));
  await sql`
    insert into users (id, email, name, country, tier) overriding system value
    select ${sql.lit(LAST_ID)}::bigint - g, g || '@example.com', 'Last', (array['DE', 'FR', 'IS', 'US'])[1 + g], 'pro' from generate_series(0, 3) g where g <> 2`.execute(
    last.admin('users'),
  );
  await sql`
    insert into orders (user_id, status, total, created_at, updated_at)
    select ${sql.lit(LAST_ID)}::bigint - g, 'paid', 10, timestamptz '2026-01-01Z', timestamptz '2026-01-01Z'
    from generate_series(0, 5) g`.execute(last.admin('orders'));
  const { rows, sent } = await ask('USER_COUNTRY', '{}', 500, last);
  const expected = await countByHand(
    () => true,
    (user) => `${user?.country ?? null}`,
    last,
  );
  expect(Object.fromEntries(rows.map(({ country, figures }) => [`${country}`, figures]))).toEqual(expected);
  expect(sent).toBe(false);
});

test('users that are all gone leave one group without a user', async () => {
  await using empty = await createTestDatabases({ data: 'sample' });
  await sql`delete from users`.execute(empty.admin('users'));
  const answer = await answerOf(empty, '{ orderBreakdown(by: [USER]) { user { id } count } }');
  expect(answer.at('orderBreakdown')).toEqual([{ user: null, count: 30_000 }]);
  const byCountry = await answerOf(empty, '{ orderBreakdown(by: [USER_COUNTRY]) { userCountry count } }');
  expect(byCountry.at('orderBreakdown')).toEqual([{ userCountry: null, count: 30_000 }]);
});
