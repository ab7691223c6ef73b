import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
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

type Changes = NonNullable<Parameters<typeof loopbackConfig>[0]>;

async function serve(http: NonNullable<Changes['http']>) {
  const config = loopbackConfig({ http, requests: { rateLimit: 0 } });
  const gateway = await serveTopology(databases.topology, config, () => {});
  const send = async (body: string, signal: AbortSignal | null = null) => {
    const response = await fetch(gateway.url, { ...post(body), signal });
    return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
  };
  return {
    url: gateway.url,
    send,
    ask: (query: string, signal?: AbortSignal) => send(JSON.stringify({ query }), signal),
    status: async (path: string) => (await fetch(new URL(path, gateway.url))).status,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

/** Holds the users, so that whoever reads them waits, for as long as the work takes. */
async function holdingUsers<T>(work: () => Promise<T>): Promise<T> {
  return await databases
    .admin('users')
    .transaction()
    .execute(async (lock) => {
      await sql`lock table users in access exclusive mode`.execute(lock);
      return await work();
    });
}

/** Statements of the gateway that wait at this moment. */
async function held(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and usename = 'gateway' and wait_event_type = 'Lock'
  `.execute(databases.admin('users'));
  return rows[0]?.count ?? Number.NaN;
}

const users = (count: number) => `{ users(first: ${count}) { nodes { id } } }`;
const refused = {
  status: 503,
  retryAfter: '1',
  body: { errors: [{ extensions: { code: 'OVERLOADED', retryAfterSeconds: 1 } }] },
};

test('with every place and the queue taken, requests are refused unread, and whoever checks the process is answered', async () => {
  await using gateway = await serve({ requestLimit: 1, requestQueue: 1, requestWait: '20s' });
  const answers = await holdingUsers(async () => {
    const first = gateway.ask(users(1));
    await expect.poll(held).toBe(1);
    const second = gateway.ask(users(2));
    // What cannot be read would be another error, if it were read.
    await expect.poll(() => gateway.send('{')).toMatchObject(refused);
    expect(await gateway.ask(users(3))).toMatchObject(refused);
    expect(await gateway.status('/health')).toBe(200);
    expect(await gateway.status('/ready')).toBe(200);
    return [first, second];
  });
  for (const answer of answers) expect(await answer).toMatchObject({ status: 200, retryAfter: null });
  expect(await gateway.send('{')).toMatchObject({ status: 400 });
});

test('who waits for too long is refused, and who leaves gives the place to the next', async () => {
  await using gateway = await serve({ requestLimit: 1, requestWait: '300ms' });
  await holdingUsers(async () => {
    const leave = new AbortController();
    const first = gateway.ask(users(1), leave.signal);
    await expect.poll(held).toBe(1);
    expect(await gateway.ask('{ __typename }')).toMatchObject(refused);
    leave.abort();
    await expect(first).rejects.toThrow();
    await expect.poll(() => gateway.ask('{ __typename }')).toMatchObject({ status: 200 });
  });
});

/** A connection of its own, for clients that `fetch` is too good for. */
function open(url: string): Socket {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  return socket;
}

const head = (length: number) =>
  `POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n`;

test('clients that send slowly hold no place, and are told so in time', async () => {
  await using gateway = await serve({ requestLimit: 1, requestQueue: 0, receiveLimit: '1s' });
  const slow = Array.from({ length: 20 }, () => open(gateway.url));
  const answers = slow.map(async (socket) => {
    socket.write(`${head(100)}{"query":`);
    const trickle = setInterval(() => socket.write(' '), 100);
    const text = (await socket.setEncoding('utf8').toArray()).join('');
    clearInterval(trickle);
    return text;
  });
  await Promise.all(slow.map((socket) => once(socket, 'connect')));
  expect(await gateway.ask(users(1))).toMatchObject({ status: 200 });
  for (const answer of await Promise.all(answers)) {
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('"code":"BAD_USER_INPUT"');
    expect(answer).toContain('The body did not arrive within 1 s');
  }
});

test('who sends nothing but a part of the head is cut off', async () => {
  await using gateway = await serve({ receiveLimit: '1s' });
  const socket = open(gateway.url);
  socket.write('POST /graphql HTTP/1.1\r\nhost:');
  expect((await socket.setEncoding('utf8').toArray()).join('')).toMatch(/^HTTP\/1\.1 408 /);
});

test('clients that do not read hold neither a place nor a session, and are cut off', async () => {
  await using gateway = await serve({ requestLimit: 1, requestQueue: 0, sendLimit: '2s' });
  // 18 MB, more than the system keeps on the way.
  const field = `${'x'.repeat(9_000)}: id`;
  const body = JSON.stringify({
    query: `{ a: users(first: 500) { nodes { ${['a', 'b', 'c', 'd'].map((part) => part + field).join(' ')} } } }`,
  });
  const client = open(gateway.url);
  client.write(head(body.length) + body);
  await once(client, 'readable');
  expect(await gateway.ask(users(1))).toMatchObject({ status: 200 });
  const { rows } = await sql<{ state: string }>`
    select distinct state from pg_stat_activity where datname = current_database() and usename = 'gateway'
  `.execute(databases.admin('users'));
  expect(rows).toEqual([{ state: 'idle' }]);
  await sleep(4_000);
  const chunks: Buffer[] = [];
  client.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(client, 'close');
  const received = Buffer.concat(chunks);
  const [, length] = /^HTTP\/1\.1 200 [\s\S]*?content-length: (\d+)/i.exec(received.toString('latin1', 0, 2_000)) ?? [];
  expect(Number(length)).toBeGreaterThan(18_000_000);
  expect(received.length).toBeLessThan(17_000_000);
});
