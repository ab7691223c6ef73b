import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, type Json, type Variables } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

const PAGE_INFO = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

type Walk = { readonly document: string; readonly path: readonly string[]; readonly size: number };

const allUsers: Walk = {
  document: `query ($size: Int!, $cursor: String) { users(first: $size, after: $cursor) { nodes { id } ${PAGE_INFO} } }`,
  path: ['users'],
  size: 77,
};
const allUsersBackward: Walk = {
  document: `query ($size: Int!, $cursor: String) { users(last: $size, before: $cursor) { nodes { id } ${PAGE_INFO} } }`,
  path: ['users'],
  size: 77,
};
const allOrders: Walk = {
  document: `query ($size: Int!, $cursor: String) { user(id: "User:1") { orders(first: $size, after: $cursor) { nodes { id } ${PAGE_INFO} } } }`,
  path: ['user', 'orders'],
  size: 100,
};

/** Walks a connection page by page to its end; `between` runs after each page. Gives the ids in the order met. */
async function walk(
  { document, path, size }: Walk,
  direction: 'forward' | 'backward',
  between?: (page: number) => Promise<void>,
): Promise<readonly string[]> {
  const [more, cursorName, back] =
    direction === 'forward'
      ? (['hasNextPage', 'endCursor', 'hasPreviousPage'] as const)
      : (['hasPreviousPage', 'startCursor', 'hasNextPage'] as const);
  const ids: string[] = [];
  const variables: Record<string, unknown> = { size, cursor: null };
  for (let page = 0; page < 100; page += 1) {
    const answer: Json = await answerOf(databases, document, variables satisfies Variables);
    const met = answer.list(...path, 'nodes').map((node) => String(node.at('id')));
    ids.push(...(direction === 'forward' ? met : met.toReversed()));
    expect(answer.at(...path, 'pageInfo', back)).toBe(page > 0);
    if (answer.at(...path, 'pageInfo', more) !== true) return ids;
    expect(met).toHaveLength(size);
    variables['cursor'] = answer.at(...path, 'pageInfo', cursorName);
    await between?.(page);
  }
  throw new Error('The walk does not end');
}

async function idsOf(cluster: string, query: ReturnType<typeof sql<{ id: string }>>): Promise<readonly string[]> {
  return (await query.execute(databases.admin(cluster))).rows.map(({ id }) => id);
}

describe('walking a whole connection', () => {
  test('forward through all users yields each once, in order', async () => {
    const expected = await idsOf(
      'users',
      sql<{ id: string }>`select 'User:' || id as id from users order by created_at desc, users.id desc`,
    );
    expect(await walk(allUsers, 'forward')).toEqual(expected);
    expect(expected).toHaveLength(1000);
  });

  test('backward through all users yields each once, from the end', async () => {
    const expected = await idsOf(
      'users',
      sql<{ id: string }>`select 'User:' || id as id from users order by created_at, users.id`,
    );
    expect(await walk(allUsersBackward, 'backward')).toEqual(expected);
  });

  test("forward through one user's orders yields each once, though many share an instant", async () => {
    await sql`update orders set created_at = date_trunc('day', created_at) where user_id = 1`.execute(
      databases.admin('orders'),
    );
    const expected = await idsOf(
      'orders',
      sql<{
        id: string;
      }>`select 'Order:' || id as id from orders where user_id = 1 order by created_at desc, orders.id desc`,
    );
    expect(await walk(allOrders, 'forward')).toEqual(expected);
    expect(expected.length).toBeGreaterThan(900);
  });

  test('while rows are inserted yields each row that was there once, and none twice', async () => {
    const before = await idsOf(
      'orders',
      sql<{ id: string }>`select 'Order:' || id as id from orders where user_id = 1`,
    );
    const insert = async (page: number): Promise<void> => {
      await sql`
        insert into orders (user_id, status, total, created_at)
        select 1, 'paid', 1, created_at + ${page} * interval '1 hour' from orders where user_id = 1 and id % 50 = 1`.execute(
        databases.admin('orders'),
      );
    };
    const met = await walk(allOrders, 'forward', insert);
    expect(new Set(met).size).toBe(met.length);
    expect(before.filter((id) => !met.includes(id))).toEqual([]);
  });

  test('while rows are inserted into users likewise', async () => {
    const before = await idsOf('users', sql<{ id: string }>`select 'User:' || id as id from users`);
    const insert = async (page: number): Promise<void> => {
      await sql`
        insert into users (email, name, country, created_at)
        select 'new' || ${page} || '-' || id || '@example.com', 'New', 'DE', created_at from users where id % 100 = 1 and email not like 'new%'`.execute(
        databases.admin('users'),
      );
    };
    const met = await walk(allUsers, 'forward', insert);
    expect(new Set(met).size).toBe(met.length);
    expect(before.filter((id) => !met.includes(id))).toEqual([]);
  });
});

describe('a page', () => {
  test.each([
    ['first: 0', 0, true, false],
    ['first: 500', 500, true, false],
    ['last: 0', 0, false, true],
    ['', 20, true, false],
  ])('users(%s) has %i rows and true flags', async (args, size, hasNextPage, hasPreviousPage) => {
    const field = args === '' ? 'users' : `users(${args})`;
    const answer = await answerOf(databases, `{ ${field} { edges { cursor } ${PAGE_INFO} } }`);
    const edges = answer.list('users', 'edges');
    expect(edges).toHaveLength(size);
    expect(answer.at('users', 'pageInfo')).toEqual({
      hasNextPage,
      hasPreviousPage,
      startCursor: edges[0]?.at('cursor') ?? null,
      endCursor: edges.at(-1)?.at('cursor') ?? null,
    });
  });

  test('between two cursors has the rows strictly between, from either end, and neighbours on both sides', async () => {
    const all = (await answerOf(databases, '{ products(first: 9) { edges { cursor node { id } } } }')).list(
      'products',
      'edges',
    );
    const [after, before] = [all[1]?.at('cursor'), all[6]?.at('cursor')];
    const document = `query ($after: String, $before: String) {
      head: products(first: 2, after: $after, before: $before) { nodes { id } ${PAGE_INFO} }
      tail: products(last: 2, after: $after, before: $before) { nodes { id } ${PAGE_INFO} }
      all: products(first: 9, after: $after, before: $before) { nodes { id } ${PAGE_INFO} totalCount }
    }`;
    const answer = await answerOf(databases, document, { after, before });
    const ids = (name: string) => answer.list(name, 'nodes').map((node) => node.at('id'));
    expect(ids('head')).toEqual(['Product:3', 'Product:4']);
    expect(ids('tail')).toEqual(['Product:5', 'Product:6']);
    expect(ids('all')).toEqual(['Product:3', 'Product:4', 'Product:5', 'Product:6']);
    for (const name of ['head', 'tail', 'all']) {
      expect(answer.at(name, 'pageInfo')).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    }
    expect(answer.at('all', 'totalCount')).toBe(1000);
  });

  test('after a cursor whose row is gone begins at its place', async () => {
    const page = await answerOf(
      databases,
      '{ user(id: "User:2") { orders(first: 4) { edges { cursor node { id } } } } }',
    );
    const edges = page.list('user', 'orders', 'edges');
    const [, second, third] = edges;
    await sql`delete from orders where 'Order:' || id = ${second?.at('node', 'id')}`.execute(databases.admin('orders'));
    const rest = await answerOf(
      databases,
      'query ($after: String) { user(id: "User:2") { orders(first: 1, after: $after) { nodes { id } } } }',
      {
        after: second?.at('cursor'),
      },
    );
    expect(rest.at('user', 'orders', 'nodes', 0, 'id')).toBe(third?.at('node', 'id'));
  });

  test('of each of several parents begins at one cursor, and knows its own neighbours', async () => {
    const cursor = (
      await answerOf(databases, '{ user(id: "User:3") { orders(first: 5) { pageInfo { endCursor } } } }')
    ).at('user', 'orders', 'pageInfo', 'endCursor');
    const users = (
      await answerOf(
        databases,
        `query ($after: String) { users(first: 3) { nodes { id orders(first: 2, after: $after) { nodes { id } ${PAGE_INFO} totalCount } } } }`,
        { after: cursor },
      )
    ).list('users', 'nodes');
    for (const user of users) {
      const alone = await answerOf(
        databases,
        `query ($id: ID!, $after: String) { user(id: $id) { orders(first: 2, after: $after) { nodes { id } ${PAGE_INFO} totalCount } } }`,
        { id: user.at('id'), after: cursor },
      );
      expect(user.at('orders')).toEqual(alone.at('user', 'orders'));
    }
    expect(users).toHaveLength(3);
  });
});
