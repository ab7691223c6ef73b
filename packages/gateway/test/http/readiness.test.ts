import type { Topology } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { openTunnel } from '../support/tunnel.ts';

/** A gateway, and what it answers at paths beside GraphQL's. */
async function serve(topology: Topology) {
  const logged: LogEvent[] = [];
  const gateway = await serveTopology(topology, loopbackConfig(), (event) => logged.push(event));
  return {
    logged,
    retire: gateway.retire,
    async get(path: string) {
      const start = performance.now();
      const response = await fetch(new URL(path, gateway.url));
      return { status: response.status, body: await response.json(), ms: performance.now() - start };
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

const asExpected = { state: 'as expected' };
const allAnswer = { users: 'answers', orders: 'answers' };

test('/ready: 200 with each cluster, the foreign servers and the pools; 503 once the process stops, while /health answers', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using gateway = await serve(databases.topology);
  expect(await gateway.get('/ready')).toMatchObject({
    status: 200,
    body: { status: 'ready', clusters: allAnswer, foreignServers: asExpected },
  });
  const { body } = await gateway.get('/ready');
  expect(body.pools).toContainEqual({ pool: 'local', size: 10, open: 1, idle: 1, running: 0, waiting: 0 });
  gateway.retire();
  expect(await gateway.get('/ready')).toMatchObject({
    status: 503,
    body: { status: 'stopping', clusters: allAnswer, foreignServers: asExpected },
  });
  expect(await gateway.get('/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
});

test('/ready is degraded while a cluster behind the hub is gone, and ready once it is back', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using gateway = await serve(databases.topology);
  await moveServer(databases, 1);
  const degraded = { status: 'degraded', clusters: { users: 'answers', orders: 'does not answer' } };
  expect(await gateway.get('/ready')).toMatchObject({ status: 200, body: degraded });
  await moveServer(databases, databases.topology.others[0]?.reader.port);
  await expect.poll(async () => (await gateway.get('/ready')).body.clusters, { timeout: 10_000 }).toEqual(allAnswer);
});

test('a cluster that takes connections and says nothing holds /ready up for a second, at the first time only', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using silent = await openTunnel({ host: '127.0.0.1', port: 1 });
  silent.freeze();
  await using gateway = await serve(databases.topology);
  await moveServer(databases, silent.port);
  const degraded = { status: 'degraded', clusters: { users: 'answers', orders: 'does not answer' } };
  const first = await gateway.get('/ready');
  expect(first).toMatchObject({ status: 200, body: degraded });
  expect(first.ms).toBeLessThan(3_000);
  await expect
    .poll(() => gateway.logged.map(({ message }) => message), { timeout: 15_000 })
    .toContain('Cluster "orders" does not answer');
  const later = await gateway.get('/ready');
  expect(later).toMatchObject({ status: 200, body: degraded });
  expect(later.ms).toBeLessThan(3_000);
});

test('/ready is 503 in time while the hub is frozen, and /health answers', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const { hub, others } = databases.topology;
  await using tunnel = await openTunnel(hub.reader);
  const { host, port } = tunnel;
  await using gateway = await serve({ hub: { ...hub, reader: { ...hub.reader, via: { host, port } } }, others });
  expect(await gateway.get('/ready')).toMatchObject({ status: 200, body: { clusters: allAnswer } });
  tunnel.freeze();
  await expect.poll(async () => (await gateway.get('/ready')).status, { timeout: 10_000 }).toBe(503);
  const unready = await gateway.get('/ready');
  expect(unready).toMatchObject({
    body: { status: 'unready', clusters: { users: 'does not answer', orders: 'unknown' } },
  });
  expect(unready.ms).toBeLessThan(3_000);
  const alive = await gateway.get('/health');
  expect(alive.status).toBe(200);
  expect(alive.ms).toBeLessThan(3_000);
});

test('/ready says that the foreign servers differ, and the log how', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await sql`drop view orders.products`.execute(databases.admin('users'));
  await using gateway = await serve(databases.topology);
  for (const _ of [1, 2]) {
    expect(await gateway.get('/ready')).toMatchObject({
      status: 200,
      body: { status: 'degraded', clusters: allAnswer, foreignServers: { state: 'differ', differences: 2 } },
    });
  }
  const told = gateway.logged.filter(({ message }) => message.startsWith('The foreign servers differ'));
  expect(told).toMatchObject([
    { fields: { differences: ['create view orders.products', 'grant SELECT on relation orders.products to gateway'] } },
  ]);
});

/** Points the hub's foreign server to a port. */
async function moveServer(databases: TestDatabases, port: number | undefined): Promise<void> {
  await sql`alter server orders options (set port ${sql.lit(String(port))})`.execute(databases.admin('users'));
}
