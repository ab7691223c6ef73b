import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, ask } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

const unavailable = {
  message: 'Cluster "orders" does not answer at the moment; try again later',
  extensions: { code: 'SOURCE_UNAVAILABLE', source: 'orders' },
};

/** Points the hub's foreign server to a port where nobody listens, for as long as the test lasts. */
async function cutOff(): Promise<AsyncDisposable> {
  const hub = databases.admin('users');
  const port = databases.topology.others[0]?.writer.port;
  await sql`alter server orders options (set port '1')`.execute(hub);
  return {
    [Symbol.asyncDispose]: async () => {
      await sql`alter server orders options (set port ${sql.lit(String(port))})`.execute(hub);
    },
  };
}

describe('while the orders cluster does not answer', () => {
  test('users are answered, and their orders are null with an error each', async () => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(databases, '{ users(first: 2) { nodes { id orders { nodes { id } } } } }');
    expect(data).toEqual({
      users: {
        nodes: [
          { id: 'User:1000', orders: null },
          { id: 'User:999', orders: null },
        ],
      },
    });
    expect(errors).toEqual([
      expect.objectContaining({ ...unavailable, path: ['users', 'nodes', 0, 'orders'] }),
      expect.objectContaining({ ...unavailable, path: ['users', 'nodes', 1, 'orders'] }),
    ]);
  });

  test("the cluster's own fields are null with an error, beside others that are answered", async () => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(
      databases,
      '{ orders { nodes { id } } order(id: "Order:1") { id } user(id: "User:1") { name } product(id: "Product:1") { id } }',
    );
    expect(data).toEqual({ orders: null, order: null, user: { name: 'User 1' }, product: null });
    expect(errors?.map(({ path }) => path?.[0]).sort()).toEqual(['order', 'orders', 'product']);
    expect(errors).toEqual(Array.from({ length: 3 }, () => expect.objectContaining(unavailable)));
  });

  test.each([
    ['figures', 'orderStats { count }'],
    ['groups', 'orderBreakdown(by: [STATUS]) { count }'],
    [
      "groups by the hub's rows",
      'orderBreakdown(by: [USER, USER_TIER], where: {user: {tier: {eq: PRO}}}) { user { id } }',
    ],
    ["groups by the hub's columns", 'salesBreakdown(by: [USER_COUNTRY, MONTH], first: 1) { revenue }'],
    ['a count', 'orders(first: 0) { totalCount }'],
    ['a page walked by users', 'orders(where: {user: {country: {eq: "DE"}}}) { nodes { id } }'],
    ['a page in the order of users', 'orders(orderBy: [{field: USER_NAME}]) { nodes { id } }'],
  ])('%s of its rows are null with an error, beside what is answered', async (_what, field) => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(databases, `{ asked: ${field} user(id: "User:1") { name } }`);
    expect(data).toEqual({ asked: null, user: { name: 'User 1' } });
    expect(errors).toEqual([expect.objectContaining({ ...unavailable, path: ['asked'] })]);
  });

  test.each([
    ['filtered by orders that they have', '(where: {orders: {some: {status: {eq: PAID}}}}) { nodes { id } }'],
    ['filtered by orders that they have not', '(where: {not: {orders: {none: {}}}}) { totalCount }'],
    ['filtered by figures', '(where: {or: [{id: {eq: "User:1"}}, {orderStats: {count: {eq: 0}}}]}) { nodes { id } }'],
    ['ordered by a figure, highest first', '(orderBy: [{field: ORDER_TOTAL, direction: DESC}]) { nodes { id } }'],
    ['ordered by a figure, lowest first', '(orderBy: [{field: LAST_ORDER_AT}], last: 2) { edges { cursor } }'],
  ])('users %s have no answer without it', async (_how, field) => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(databases, `{ users${field} }`);
    expect(data).toBeNull();
    expect(errors).toEqual([expect.objectContaining({ ...unavailable, path: ['users'] })]);
  });

  test('below users, what filters, counts and adds up orders is null alone', async () => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(
      databases,
      `{ users(first: 1) { totalCount pageInfo { hasNextPage } nodes { name orderStats(where: {user: {}}) { count }
           orders(where: {items: {none: {}}}, orderBy: [{field: USER_NAME}]) { totalCount } } } }`,
    );
    const user = { name: 'User 1000', orderStats: null, orders: null };
    expect(data).toEqual({ users: { totalCount: 1000, pageInfo: { hasNextPage: true }, nodes: [user] } });
    expect(errors?.map(({ path }) => path?.at(-1))).toEqual(['orderStats', 'orders']);
    expect(errors).toEqual([expect.objectContaining(unavailable), expect.objectContaining(unavailable)]);
  });

  test('of nodes only those of the cluster are null with an error', async () => {
    await using _gone = await cutOff();
    const { data, errors } = await ask(databases, '{ nodes(ids: ["Order:1", "User:1", "User:0"]) { id } }');
    expect(data).toEqual({ nodes: [null, { id: 'User:1' }, null] });
    expect(errors).toEqual([expect.objectContaining({ ...unavailable, path: ['nodes', 0] })]);
  });

  test('fields that do not need it cost nothing of it', async () => {
    await using _gone = await cutOff();
    const remote = await databases.recordRemote();
    expect(
      (await answerOf(databases, '{ users(first: 1) { nodes { name } totalCount } }')).at('users', 'totalCount'),
    ).toBe(1000);
    expect(await remote.statements()).toEqual([]);
  });
});

test('once it answers again everything is whole', async () => {
  await (await cutOff())[Symbol.asyncDispose]();
  const answer = await answerOf(databases, '{ user(id: "User:1") { orders(first: 1) { nodes { id } } } }');
  expect(answer.list('user', 'orders', 'nodes')).toHaveLength(1);
});
