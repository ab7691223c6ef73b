import { createCaller, domainAccessFor } from '@causeway/schema';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from '../../support/gateway-world.ts';
import { post, readAnswer } from '../../support/post.ts';

/** Whoever asks says in a header which scopes it has: here it is not who asks that is tested, but what it may. */
let world: GatewayWorld;
beforeAll(async () => {
  world = await createGatewayWorld('sample', {
    authenticate: async ({ headers }) => createCaller('test', (headers.get('scopes') ?? '').split(' '), {}),
    rules: domainAccessFor({ Product: 'products:read' }),
  });
});
afterAll(() => world[Symbol.asyncDispose]());

async function ask(query: string, scopes = '') {
  return readAnswer(await world.fetch('/graphql', post({ query }, { headers: { scopes } })));
}

describe('an email needs users:pii', () => {
  test('it is null with an error without it, and the rest is answered', async () => {
    const query = '{ user(id: "User:1") { name address: email } }';
    const { status, data, errors } = await ask(query);
    expect(status).toBe(200);
    expect(data).toEqual({ user: { name: 'User 1', address: null } });
    expect(errors).toMatchObject([
      { path: ['user', 'address'], extensions: { code: 'FORBIDDEN', scope: 'users:pii' } },
    ]);
    expect(errors[0]?.message).toBe('User.email needs the scope users:pii, which these credentials do not have');
    expect(await ask(query, 'x users:pii')).toMatchObject({
      data: { user: { address: 'user1@example.com' } },
      codes: [],
    });
  });

  test('wherever a user is met', async () => {
    const query = `{
      node(id: "User:1") { ... on User { email } }
      order(id: "Order:7") { user { email } }
      orderBreakdown(by: [USER], first: 2) { user { email } }
      users(first: 1) { edges { node { email } } nodes { email orders(first: 1) { nodes { user { email } } } } }
    }`;
    const { data, codes } = await ask(query);
    expect(JSON.stringify(data)).not.toContain('@');
    expect(codes).toEqual(Array(7).fill('FORBIDDEN'));
    expect((await ask(query, 'users:pii')).codes).toEqual([]);
  });

  test.each([
    ['userByEmail', '{ userByEmail(email: "user1@example.com") { id } }', 200],
    ['a filter', '{ users(where: {email: {startsWith: "user1"}}) { totalCount } }', 403],
    ['a filter within filters', '{ users(where: {or: [{not: {and: [{email: {eq: "x"}}]}}]}) { totalCount } }', 403],
    ['a filter of orders', '{ orders(where: {user: {email: {contains: "1"}}}) { totalCount } }', 200],
    [
      'a filter of figures',
      '{ users(where: {orderStats: {where: {user: {email: {eq: "x"}}}, count: {gt: 0}}}) { totalCount } }',
      403,
    ],
    ['a filter of a list', '{ users(where: {orders: {none: {user: {email: {eq: "x"}}}}}) { totalCount } }', 403],
    [
      'a filter below nobody',
      '{ user(id: "User:999999") { orders(where: {user: {email: {eq: "x"}}}) { totalCount } } }',
      200,
    ],
    ['a filter of a breakdown', '{ orderBreakdown(by: [STATUS], where: {user: {email: {eq: "x"}}}) { count } }', 200],
    ['a filter in a variable', 'query ($w: UserFilter = {email: {eq: "x"}}) { users(where: $w) { totalCount } }', 403],
    ['an ordering', '{ users(orderBy: [{field: NAME}, {field: EMAIL}]) { nodes { id } } }', 403],
  ])('%s is FORBIDDEN without it, whole', async (_what, query, status) => {
    const answer = await ask(query);
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(answer.status).toBe(status);
    expect(Object.values(answer.data ?? {})).toEqual(status === 200 ? [null] : []);
    expect((await ask(query, 'users:pii')).codes).toEqual([]);
  });
});

describe('what ran where', () => {
  const explained = async (claims: Readonly<Record<string, readonly string[]>>) => {
    const own = await createGatewayWorld('sample', {
      authenticate: async () => createCaller('x', ['plan:read'], claims),
    });
    await using _world = own;
    const query = '{ users(where: {orders: {some: {id: {eq: "Order:30000"}}}}) { totalCount } }';
    const init = post(JSON.stringify({ query, extensions: { explain: true } }));
    const { data, extensions } = await (await own.fetch('/graphql', init)).json();
    return { count: data.users.totalCount, statements: extensions.explain.statements };
  };

  test('is told without the rows that travelled, where some of them may be hidden', async () => {
    const free = await explained({});
    expect(free.count).toBe(1);
    expect(free.statements[0].analyzed.remote[0].rows).toBe(1);
    const bound = await explained({ countries: ['nowhere'] });
    expect(bound).toMatchObject({ count: 0, statements: [{ plan: expect.stringContaining('nowhere'), warnings: [] }] });
    expect(bound.statements[0]).not.toHaveProperty('analyzed');
  });
});

describe('a type whose reading needs a scope', () => {
  test.each([
    '{ product(id: "Product:1") { id } }',
    '{ products { totalCount } }',
    '{ node(id: "Product:1") { id } }',
    '{ order(id: "Order:7") { items { nodes { product { id } } } } }',
    '{ orders(where: {items: {some: {product: {price: {gt: "0"}}}}}) { totalCount } }',
    '{ salesBreakdown(by: [CATEGORY]) { revenue } }',
    '{ salesBreakdown(by: [MONTH]) { revenue } }',
  ])('%s', async (query) => {
    const answer = await ask(query);
    expect(answer.codes).toEqual(['FORBIDDEN']);
    expect(answer.errors[0]?.message).toBe(
      'Reading Product needs the scope products:read, which these credentials do not have',
    );
    expect((await ask(query, 'products:read')).codes).toEqual([]);
  });

  test('and nothing else', async () => {
    const query = '{ orders(first: 1) { nodes { items { nodes { quantity } } user { name } } } }';
    expect((await ask(query)).codes).toEqual([]);
  });

  test('is one of the schema', () => {
    expect(() => domainAccessFor({ Produkt: 'x' })).toThrow(
      /"Produkt" whose rows are read: name one of User, Order, OrderItem, Product$/,
    );
  });
});
