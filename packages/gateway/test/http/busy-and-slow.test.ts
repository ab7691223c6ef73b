import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { post } from '../support/post.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

async function serve(...changes: Parameters<typeof loopbackConfig>) {
  const gateway = await serveTopology(databases.topology, loopbackConfig(...changes), () => {});
  const ask = async (query: string) => {
    const response = await fetch(gateway.url, post({ query }));
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  return { ask, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

/** Holds a table, so that whoever reads it waits, for as long as the work takes. */
async function holding(cluster: string, table: string, work: () => Promise<void>): Promise<void> {
  await databases
    .admin(cluster)
    .transaction()
    .execute(async (lock) => {
      await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(lock);
      await work();
    });
}

const users = '{ users(first: 1) { nodes { name } } }';
const products =
  '{ users(first: 1) { nodes { name orders(first: 1) { nodes { items { nodes { product { id } } } } } } } }';
const withoutOrders = { users: { nodes: [{ name: 'User 1000', orders: null }] } };

test('where every hub session and the queue are taken, a request is answered 503 with Retry-After', async () => {
  await using gateway = await serve({ hub: { localSessions: 1, queueLimit: 0, deadline: '2s' } });
  await holding('users', 'users', async () => {
    // Equal ones would be answered by one statement.
    const answers = await Promise.all([gateway.ask(users), gateway.ask(users.replace('name', 'id'))]);
    const error = (extensions: object) => ({ data: null, errors: [{ path: ['users'], extensions }] });
    expect(answers.sort((one, other) => one.status - other.status)).toMatchObject([
      { status: 503, retryAfter: '1', body: error({ code: 'OVERLOADED', retryAfterSeconds: 1 }) },
      { status: 504, retryAfter: null, body: error({ code: 'TIMEOUT' }) },
    ]);
  });
  expect(await gateway.ask(users)).toMatchObject({ status: 200, body: { data: { users: {} } } });
});

test('a root field that may be null is data: its answer is 200, also where nothing of it could be had', async () => {
  await using gateway = await serve({ hub: { localSessions: 1, queueLimit: 0, deadline: '2s' } });
  await holding('users', 'users', async () => {
    const answers = await Promise.all(
      ['name', 'country'].map((field) => gateway.ask(`{ user(id: "User:1") { ${field} } }`)),
    );
    const lacking = (extensions: object) => ({ data: { user: null }, errors: [{ path: ['user'], extensions }] });
    expect(answers.sort((one, other) => Number(other.retryAfter) - Number(one.retryAfter))).toMatchObject([
      { status: 200, retryAfter: '1', body: lacking({ code: 'OVERLOADED', retryAfterSeconds: 1 }) },
      { status: 200, retryAfter: null, body: lacking({ code: 'TIMEOUT' }) },
    ]);
  });
});

test('where the sessions to one cluster are taken, that costs its own fields, and the header says when to come back', async () => {
  await using gateway = await serve({ hub: { hopSessions: 1, queueLimit: 0, deadline: '2s' } });
  await holding('orders', 'products', async () => {
    const answers = await Promise.all([
      gateway.ask(products),
      gateway.ask(products.replace('product { id }', 'product { name }')),
    ]);
    const lacking = (extensions: object) => ({
      data: withoutOrders,
      errors: [{ path: ['users', 'nodes', 0, 'orders'], extensions }],
    });
    expect(answers.sort((one, other) => Number(other.retryAfter) - Number(one.retryAfter))).toMatchObject([
      { status: 200, retryAfter: '1', body: lacking({ code: 'OVERLOADED', source: 'orders' }) },
      { status: 200, retryAfter: null, body: lacking({ code: 'TIMEOUT', source: 'orders' }) },
    ]);
  });
});

test('a cluster that is too slow costs its own fields, which say so, and the rest comes within the deadline', async () => {
  await using gateway = await serve({ hub: { deadline: '2s', suspect: '200ms' } });
  await holding('orders', 'products', async () => {
    expect(await gateway.ask(products)).toMatchObject({
      status: 200,
      body: {
        data: withoutOrders,
        errors: [{ path: ['users', 'nodes', 0, 'orders'], extensions: { code: 'TIMEOUT', source: 'orders' } }],
      },
    });
    expect(await gateway.ask('{ product(id: "Product:1") { id } }')).toMatchObject({
      body: { errors: [{ path: ['product'], extensions: { code: 'TIMEOUT', source: 'orders' } }] },
    });
  });
  expect((await gateway.ask(products)).body.errors).toBeUndefined();
});
