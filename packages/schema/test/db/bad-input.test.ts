import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerOf, ask } from '../support/ask.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

const ORDERS = '{ nodes { id } }';

describe('BAD_USER_INPUT, with the place and what would do, for', () => {
  test.each([
    [`{ users(first: 501) ${ORDERS} }`, 'users.first: a page has 0 to 500 rows, not 501'],
    [`{ users(first: -1) ${ORDERS} }`, 'users.first: a page has 0 to 500 rows, not -1'],
    [`{ users(last: 501) ${ORDERS} }`, 'users.last: a page has 0 to 500 rows, not 501'],
    [`{ users(first: 1, last: 1) ${ORDERS} }`, 'users: first and last cannot stand together'],
    [`{ user(id: "User:1") { orders(first: 501) ${ORDERS} } }`, 'user.orders.first: a page has 0 to 500 rows'],
    [`{ user(id: "User:999999") { mine: orders(first: -1) ${ORDERS} } }`, 'user.mine.first: a page has 0 to 500 rows'],
    [`{ users { nodes { orders { nodes { items(last: 501) ${ORDERS} } } } } }`, 'users.orders.items.last: a page has'],
    [`{ user(id: "User:abc") { id } }`, 'user.id: "User:abc" is no id'],
    [`{ user(id: "Order:1") { id } }`, 'user.id: "Order:1" is not the id of a User'],
    [`{ order(id: "Order:99999999999999999999") { id } }`, 'is too large'],
    [`{ node(id: "Nope:1") { id } }`, '"Nope:1" is of no known type'],
    [`{ node(id: "OrderBreakdownRow:1") { id } }`, '"OrderBreakdownRow:1" is of no known type'],
    [`{ nodes(ids: ["User:1", "User:x"]) { id } }`, 'nodes.ids[1]: "User:x" is no id'],
    [`{ users(after: "") ${ORDERS} }`, 'users.after: the cursor is broken'],
    [`{ users(before: "nonsense") ${ORDERS} }`, 'users.before: the cursor is broken'],
    ['{ userByEmail(email: "a\\u0000b") { id } }', 'userByEmail.email: a text holds neither NUL'],
  ])('%s', async (document, message) => {
    const { errors } = await ask(databases, document);
    expect(errors).toHaveLength(1);
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
  });

  test('a cursor of another field', async () => {
    const answer = await answerOf(databases, '{ users(first: 1) { edges { cursor } } }');
    const cursor = answer.at('users', 'edges', 0, 'cursor');
    for (const field of ['orders', 'products']) {
      const { errors } = await ask(databases, `query ($after: String) { ${field}(after: $after) ${ORDERS} }`, {
        after: cursor,
      });
      expect(errors?.[0]?.message).toContain(`does not belong to Query.${field}`);
      expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT' });
    }
  });

  test('a cursor cut in half', async () => {
    const answer = await answerOf(databases, '{ users(first: 1) { edges { cursor } } }');
    const cursor = String(answer.at('users', 'edges', 0, 'cursor'));
    const { errors } = await ask(databases, `query ($after: String) { users(after: $after) ${ORDERS} }`, {
      after: cursor.slice(0, cursor.length / 2),
    });
    expect(errors?.[0]?.message).toContain('users.after: the cursor is broken');
  });

  test('an unpaired surrogate in a variable', async () => {
    const { errors } = await ask(databases, 'query ($email: String!) { userByEmail(email: $email) { id } }', {
      email: 'a\uD800b',
    });
    expect(errors?.[0]?.message).toContain('userByEmail.email: a text holds neither NUL characters nor unpaired');
  });

  test('more than 500 ids', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `User:${index}`);
    const { errors } = await ask(databases, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
    expect(errors?.[0]?.message).toContain('nodes.ids: at most 500 ids, not 501');
  });
});

describe('nothing, without an error, for', () => {
  test.each([
    ['{ user(id: "User:0") { id } }', { user: null }],
    ['{ order(id: "Order:9223372036854775807") { id } }', { order: null }],
    ['{ node(id: "Product:999999") { id } }', { node: null }],
    ['{ nodes(ids: []) { id } }', { nodes: [] }],
    ['{ userByEmail(email: "\' or 1=1 --") { id } }', { userByEmail: null }],
    ['{ userByEmail(email: "") { id } }', { userByEmail: null }],
    ['{ userByEmail(email: "%") { id } }', { userByEmail: null }],
  ])('%s', async (document, data) => {
    expect((await answerOf(databases, document)).value).toEqual(data);
  });
});
