import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Topology } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { poll, send } from '../support/load.ts';
import { runBin } from '../support/run-bin.ts';
import { writeTopology } from '../support/topology-folder.ts';
import { openTunnel } from '../support/tunnel.ts';

const quick = '{ user(id: "User:1") { name orders(first: 2) { nodes { id total } } } }';
const ofProducts = '{ node(id: "Product:1") { id } }';

/** A process that serves, and its address. */
async function serve(topology: Topology, delay: string, limit: string, more: readonly string[] = []) {
  await using stack = new AsyncDisposableStack();
  const { file } = stack.use(await writeTopology(topology));
  const args = ['serve', '--open-to-everybody', '--topology', file, '--port', '0', '--host', '127.0.0.1'];
  const gateway = stack.use(runBin([...args, '--stop-delay', delay, '--stop-limit', limit, ...more]));
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  const owned = stack.move();
  return { ...gateway, url, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Whoever reads products waits from now on for so long. */
async function holdProducts(databases: TestDatabases, forMs: number): Promise<AsyncDisposable> {
  const locked = Promise.withResolvers<void>();
  const release = new AbortController();
  const held = databases
    .admin('orders')
    .transaction()
    .execute(async (transaction) => {
      await sql`lock table products in access exclusive mode`.execute(transaction);
      locked.resolve();
      await sleep(forMs, undefined, { signal: release.signal }).catch(() => {});
    });
  await Promise.race([locked.promise, held]);
  return {
    async [Symbol.asyncDispose]() {
      release.abort();
      await held;
    },
  };
}

/** What a load balancer knows: whether the process is ready, a tenth of a second ago. */
function balance(url: string): { isReady(): boolean; readonly ended: Promise<void> } {
  let ready = true;
  const watch = async () => {
    while (ready) {
      await sleep(100);
      ready = (await fetch(new URL('/ready', url))).status === 200;
    }
  };
  return { isReady: () => ready, ended: watch() };
}

test('SIGTERM under load: every request is answered while a balancer takes notice, and the process ends with 0', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serve(databases.topology, '2s', '20s');
  const { url } = gateway;
  const expected = await send(url, quick, false);
  expect(expected).toMatchObject({ status: 200, body: expect.stringContaining('User 1') });

  const balancer = balance(url);
  const until = () => !balancer.isReady();
  const load = [
    ...Array.from({ length: 15 }, () => poll(url, quick, { keepAlive: true, pauseMs: 0, until })),
    ...Array.from({ length: 15 }, () => poll(url, quick, { keepAlive: true, pauseMs: 300, until })),
    ...Array.from({ length: 10 }, () => poll(url, quick, { keepAlive: false, pauseMs: 50, until })),
  ];
  await using _held = await holdProducts(databases, 5_000);
  const slow = Array.from({ length: 5 }, () => send(url, ofProducts, false));
  const body = JSON.stringify({ query: quick });
  const halfSent = connect(Number(new URL(url).port), '127.0.0.1');
  halfSent.write(`POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`);
  halfSent.write(`Content-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`);
  const silent = connect(Number(new URL(url).port), '127.0.0.1').on('error', () => {});
  await sleep(1_000);

  gateway.kill('SIGTERM');
  await Promise.all([gateway.printed(/Stopping in 2 s/), balancer.ended]);
  halfSent.write(body.slice(10));
  const [answer] = await once(halfSent, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 200 OK/);
  const outcomes = (await Promise.all(load)).flat();
  expect(outcomes.length).toBeGreaterThan(40);
  for (const outcome of outcomes) expect(outcome).toEqual(expected);
  for (const outcome of await Promise.all(slow)) {
    expect(outcome).toMatchObject({ status: 200, body: '{"data":{"node":{"id":"Product:1"}}}' });
  }
  expect(await gateway.exited, gateway.output()).toBe(0);
  silent.destroy();
});

test('what runs longer than the limit is ended, and the process with 0', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serve(databases.topology, '0s', '1s');
  await using _held = await holdProducts(databases, 60_000);
  const slow = send(gateway.url, ofProducts, false);
  await sleep(500);
  gateway.kill('SIGTERM');
  expect(await gateway.exited, gateway.output()).toBe(0);
  expect(await slow).toMatchObject({ kind: 'failed' });
});

test('a hub that is frozen does not hold the end up', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const { hub, others } = databases.topology;
  await using tunnel = await openTunnel(hub.reader);
  const { host, port } = tunnel;
  const tunnelled = { ...hub.reader, via: { host, port } };
  const topology = { hub: { ...hub, reader: tunnelled, writer: tunnelled }, others };
  await using gateway = await serve(topology, '0s', '1s', ['--renew-hop']);
  expect(await send(gateway.url, quick, false)).toMatchObject({ status: 200 });
  tunnel.freeze();
  const waiting = send(gateway.url, quick, false);
  await sleep(300);
  gateway.kill('SIGTERM');
  expect(await gateway.exited, gateway.output()).toBe(0);
  expect(await waiting).toMatchObject({ kind: 'failed' });
});

test('a second signal ends the process at once', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serve(databases.topology, '60s', '60s');
  gateway.kill('SIGTERM');
  await gateway.printed(/Stopping in 60 s/);
  await sleep(1_100);
  gateway.kill('SIGTERM');
  expect(await gateway.exited).toBe(143);
});
