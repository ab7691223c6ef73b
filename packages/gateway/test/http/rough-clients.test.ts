import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { type Received, sender } from './rough/send.ts';

const durationMs = Number(process.env['ROUGH_CLIENTS_MS'] ?? 5_000);

const right = [
  '{ user(id: "User:42") { name country orders(first: 2) { nodes { id status total items { nodes { quantity product { name } } } } } } }',
  '{ users(first: 5, where: {country: {eq: "DE"}}) { totalCount nodes { id orderStats { count total } } } }',
  '{ orders(first: 3, where: {user: {tier: {eq: FREE}}}) { nodes { id user { name } } pageInfo { endCursor } } }',
  '{ orderBreakdown(by: [STATUS]) { status count total } }',
  '{ nodes(ids: ["Order:7", "User:1", "Product:3"]) { __typename id } }',
];
const wrong = [
  '{ user(id: "nonsense") { id } }',
  '{ users(first: 501) { totalCount } }',
  '{ usr }',
  '{',
  '{ users(where: {id: {eq: 1}}) { x } }',
];
const wide =
  '{ users(first: 200) { nodes { id name email country tier orders(first: 5) { nodes { id total status createdAt items(first: 3) { nodes { quantity unitPrice product { name sku } } } } } } } }';

const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' };
const sent = (query: string) => ({ method: 'POST', path: '/graphql', headers, body: JSON.stringify({ query }) });

test(`100 clients, good, bad, huge, slow and aborted, for ${durationMs / 1_000} s: good ones are answered rightly, and nothing is left`, {
  timeout: durationMs * 3 + 120_000,
}, async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const logged: LogEvent[] = [];
  const config = loopbackConfig({ requests: { rateLimit: 0 } });
  await using gateway = await serveTopology(databases.topology, config, (event) => {
    if (event.level === 'error') logged.push(event);
  });
  const port = Number(new URL(gateway.url).port);
  using http = sender(port, 100);
  const answers = new Map<string, string>();
  for (const query of right) answers.set(query, (await http.send(sent(query))).body);

  const counts = { right: 0, later: 0, refused: 0, aborted: 0, slow: 0, huge: 0 };
  const faults: string[] = [];
  const end = Date.now() + durationMs;
  const until = async (run: (turn: number) => Promise<void>) => {
    for (let turn = 0; Date.now() < end; turn += 1) await run(turn);
  };

  const good = (seed: number) =>
    until(async (turn) => {
      const query = right[(seed + turn) % right.length] ?? '';
      const received = await untilTaken(
        () => http.send(sent(query)),
        () => (counts.later += 1),
      );
      if (received.status === 200 && received.body === answers.get(query)) counts.right += 1;
      else faults.push(`${query}: ${received.status} ${received.body.slice(0, 300)}`);
    });
  const bad = (seed: number) =>
    until(async (turn) => {
      const { status, body } = await http.send(sent(wrong[(seed + turn) % wrong.length] ?? ''));
      if (status < 500 && body.includes('"code"')) counts.refused += 1;
      else if (status !== 503) faults.push(`bad: ${status} ${body.slice(0, 300)}`);
    });
  const huge = (seed: number) =>
    until(async (turn) => {
      const [body, query] = [{ ...sent(''), body: 'x'.repeat(1_500_000) }, sent(wide)];
      const received = await http.send((seed + turn) % 2 === 0 ? body : query).catch(() => undefined);
      // A body that is too large may be answered before it is sent whole: the connection ends under the client.
      if (received === undefined || [200, 413, 503].includes(received.status)) counts.huge += 1;
      else faults.push(`huge: ${received.status} ${received.body.slice(0, 300)}`);
    });
  const slow = (seed: number) =>
    until(async (turn) => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      const head = `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2000\r\n\r\n`;
      // One dribbles its request, the other asks for much and reads nothing of it.
      const dribbles = (seed + turn) % 2 === 0;
      socket.write(dribbles ? head : `${head.replace('2000', String(sent(wide).body.length))}${sent(wide).body}`);
      if (!dribbles) socket.pause();
      for (let step = 0; step < 10 && Date.now() < end; step += 1) {
        if (dribbles) socket.write(' ');
        await sleep(100);
      }
      socket.destroy();
      counts.slow += 1;
    });
  const aborted = (seed: number) =>
    until(async (turn) => {
      const query = (seed + turn) % 2 === 0 ? wide : (right[1] ?? '');
      await http.send(sent(query), AbortSignal.timeout(1 + ((seed * 7 + turn * 13) % 60))).catch(() => undefined);
      counts.aborted += 1;
    });

  const groups = [
    { run: good, count: 60 },
    { run: bad, count: 12 },
    { run: huge, count: 8 },
    { run: slow, count: 10 },
    { run: aborted, count: 10 },
  ];
  const running = groups.flatMap(({ run, count }) => Array.from({ length: count }, (_, seed) => run(seed)));
  await sleep(durationMs / 3);
  const heapEarly = heapMegabytes();
  await Promise.all(running);
  http[Symbol.dispose]();

  await expect.poll(() => activeSessions(databases), { timeout: 20_000 }).toBe(0);
  const sessions = await openSessions(databases);
  const heapLate = heapMegabytes();
  process.stdout.write(
    `rough clients: ${JSON.stringify(counts)}; heap ${heapEarly.toFixed(1)} MB early, ${heapLate.toFixed(1)} MB at the end; ${sessions} sessions of the hub open\n`,
  );
  expect(faults.slice(0, 5)).toEqual([]);
  expect(counts.right).toBeGreaterThan(60);
  expect(logged).toEqual([]);
  expect(heapLate).toBeLessThan(heapEarly + 60);
  expect(sessions).toBeLessThanOrEqual(40);
  for (const query of right) expect((await again(port, query)).body).toBe(answers.get(query));
});

/** Asks again where the gateway has too much to do, as it says itself. */
async function untilTaken(ask: () => Promise<Received>, onLater: () => void): Promise<Received> {
  for (;;) {
    const received = await ask();
    if (received.status !== 503 || !received.body.includes('OVERLOADED')) return received;
    expect(received.headers['retry-after']).toBeDefined();
    onLater();
    await sleep(100);
  }
}

async function again(port: number, query: string): Promise<Received> {
  using http = sender(port, 1);
  return await http.send(sent(query));
}

async function activeSessions({ admin }: TestDatabases): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and usename = 'gateway' and state <> 'idle'`.execute(admin('users'));
  return rows[0]?.count ?? -1;
}

async function openSessions({ admin }: TestDatabases): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from pg_stat_activity
    where datname = current_database() and usename = 'gateway'`.execute(admin('users'));
  return rows[0]?.count ?? -1;
}

/** What is still held after everything else was collected. */
function heapMegabytes(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') for (let turn = 0; turn < 3; turn += 1) collect();
  return process.memoryUsage().heapUsed / 1_000_000;
}
