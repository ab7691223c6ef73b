import { buildSchema, createCaller } from '@causeway/schema';
import { type HubEvent, openHub } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createGateway } from '../../src/server/create-yoga.ts';
import { post, readAnswer } from '../support/post.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

/** A gateway that is told in headers who asks: scopes, and the countries that it may see. */
function serve(deadlineMs = 30_000) {
  const events: HubEvent[] = [];
  const hub = openHub(databases.topology, { localSessions: 30, hopSessions: 30 }, (event) => events.push(event));
  let callers = 0;
  const gateway = createGateway({
    schema: buildSchema(),
    hub,
    deadlineMs,
    log: () => {},
    authenticate: async ({ headers }) => {
      const countries = headers.get('countries');
      const claims = countries === null ? {} : { countries: countries.split(' ') };
      return createCaller(`caller ${++callers}`, (headers.get('scopes') ?? '').split(' '), claims);
    },
  });
  const send = async (body: string, headers: Record<string, string> = {}) =>
    await gateway.fetch('http://gateway.test/graphql', post(body, { headers }));
  return {
    ask: async (query: string, headers?: Record<string, string>) =>
      readAnswer(await send(JSON.stringify({ query }), headers)),
    send,
    shared: () => events.filter(({ kind }) => kind === 'shared').length,
    running: () => hub.readings().reduce((sum, { running }) => sum + running, 0),
    [Symbol.asyncDispose]: () => hub[Symbol.asyncDispose](),
  };
}

/** Holds a table, so that whoever reads it waits until `work` is done. */
async function holding<T>(cluster: string, table: string, work: () => Promise<T>): Promise<T> {
  return await databases
    .admin(cluster)
    .transaction()
    .execute(async (lock) => {
      await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(lock);
      return await work();
    });
}

/** Asks while the table is held, lets it go once so many are shared, and gives what they were answered. */
async function together<T>(gateway: ReturnType<typeof serve>, shared: number, ask: () => readonly Promise<T>[]) {
  const asked = await holding('users', 'users', async () => {
    const asked = ask();
    await expect.poll(gateway.shared, { timeout: 10_000 }).toBe(shared);
    return asked;
  });
  return await Promise.all(asked);
}

const dashboard = '{ users(first: 3) { nodes { name orders(first: 2) { nodes { id total } } } } }';

test('a hundred dashboards that poll alike are one statement, on both clusters', async () => {
  await using gateway = serve();
  const alone = await gateway.ask(dashboard);
  const one = await databases.recordRemote();
  await gateway.ask(dashboard);
  const expected = await one.queries();
  const remote = await databases.recordRemote();
  const answers = await together(gateway, 99, () => Array.from({ length: 100 }, () => gateway.ask(dashboard)));
  expect(new Set(answers.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(alone)]));
  expect(alone.codes).toEqual([]);
  expect(expected.length).toBeGreaterThan(0);
  expect(await remote.queries()).toEqual(expected);
});

test('who may see different rows is never answered with those of another', async () => {
  await using gateway = serve();
  const query = '{ users(first: 20) { totalCount nodes { country } } }';
  const seen = (countries: string) => gateway.ask(query, { countries });
  // Alone, one after the other.
  const [germans, french] = [await seen('DE'), await seen('FR')];
  expect(JSON.stringify(germans.data)).not.toContain('FR');
  expect(french.data).not.toEqual(germans.data);
  const answers = await together(gateway, 27, () =>
    Array.from({ length: 30 }, (_, index) =>
      index % 3 === 0 ? seen('DE') : index % 3 === 1 ? seen('FR') : gateway.ask(query),
    ),
  );
  for (const [index, answer] of answers.entries()) {
    if (index % 3 === 0) expect(answer).toEqual(germans);
    if (index % 3 === 1) expect(answer).toEqual(french);
  }
  expect(answers[2]?.data).not.toEqual(germans.data);
});

test('who lacks a scope is not given what another with that scope asks at the same time', async () => {
  await using gateway = serve();
  const query = '{ users(first: 1) { nodes { email } } }';
  const [may, mayNot] = await together(gateway, 0, () => [
    gateway.ask(query, { scopes: 'users:pii' }),
    gateway.ask(query),
  ]);
  expect(JSON.stringify(may?.data)).toContain('@');
  expect(mayNot).toMatchObject({ data: { users: { nodes: [{ email: null }] } }, codes: ['FORBIDDEN'] });
});

test('a request that shows what ran where has statements of its own', async () => {
  await using gateway = serve();
  const explained = JSON.stringify({ query: dashboard, extensions: { explain: true } });
  const headers = { scopes: 'plan:read' };
  const answers = await holding('users', 'users', async () => {
    const asked = [gateway.ask(dashboard, headers), gateway.send(explained, headers).then((answer) => answer.json())];
    await expect.poll(gateway.running).toBe(2);
    return asked;
  });
  expect(await answers[1]).toMatchObject({ extensions: { explain: { statements: [{ failed: false }] } } });
  await answers[0];
  expect(gateway.shared()).toBe(0);
});

test('a cluster that is too slow is left out of each answer', async () => {
  await using gateway = serve(2_000);
  const products =
    '{ users(first: 1) { nodes { name orders(first: 1) { nodes { items { nodes { product { id } } } } } } } }';
  const all = await holding('orders', 'products', () =>
    Promise.all(Array.from({ length: 10 }, () => gateway.ask(products))),
  );
  for (const answer of all) {
    expect(answer).toMatchObject({ status: 200, codes: ['TIMEOUT'], data: { users: { nodes: [{ orders: null }] } } });
  }
});
