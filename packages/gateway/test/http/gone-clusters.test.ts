import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Topology } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { post, readAnswer } from '../support/post.ts';

const lost = (cluster: string) => ({ level: 'error', message: `Cluster "${cluster}" does not answer` });
const back = (cluster: string) => ({ level: 'info', message: `Cluster "${cluster}" answers again` });

/** A gateway that looks often, and what it logs besides a line for each request. */
async function serve(topology: Topology) {
  const logged: LogEvent[] = [];
  const log = (event: LogEvent) => (event.message === 'request' ? undefined : logged.push(event));
  const gateway = await serveTopology(topology, loopbackConfig({ hub: { probe: '50ms' } }), log);
  const ask = async (query: string) => await readAnswer(await fetch(gateway.url, post({ query })));
  return { logged, ask, [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose]() };
}

test('a cluster behind the hub that is gone is logged once with the cause, and once when it is back', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serve(databases.topology);
  const both = '{ users(first: 1) { nodes { id orders(first: 1) { nodes { id } } } } }';
  const queries = [both, '{ orders(first: 1) { nodes { id } } }', both];
  const codes = async () => (await Promise.all(queries.map(gateway.ask))).flatMap((answer) => answer.codes);

  expect(await codes()).toEqual([]);
  for (const outages of [1, 2]) {
    await moveServer(databases, 1);
    expect(await codes()).toEqual(queries.map(() => 'SOURCE_UNAVAILABLE'));
    expect(await codes()).toEqual(queries.map(() => 'SOURCE_UNAVAILABLE'));
    expect(gateway.logged).toHaveLength(2 * outages - 1);
    expect(gateway.logged.at(-1)).toMatchObject(lost('orders'));
    expect(String(gateway.logged.at(-1)?.error)).toContain('could not connect to server "orders"');

    await moveServer(databases, databases.topology.others[0]?.reader.port);
    await expect.poll(() => gateway.logged).toHaveLength(2 * outages);
    expect(gateway.logged.at(-1)).toMatchObject(back('orders'));
    expect(await codes()).toEqual([]);
  }
  expect(gateway.logged).toHaveLength(4);
});

test('a hub that is gone at the start is logged once, and once when it is back', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const { hub, others } = databases.topology;
  const tunnel = createServer((client) => {
    const server = connect(hub.reader.port, hub.reader.host);
    client.pipe(server).pipe(client);
    for (const socket of [client, server]) socket.on('error', () => [client, server].map((one) => one.destroy()));
  });
  const port = await listen(tunnel, 0);
  await close(tunnel);
  const reader = { ...hub.reader, via: { host: '127.0.0.1', port } };
  await using gateway = await serve({ hub: { ...hub, reader }, others });
  const users = '{ users(first: 1) { nodes { id } } }';

  for (const _ of [1, 2, 3]) expect((await gateway.ask(users)).codes).toEqual(['SOURCE_UNAVAILABLE']);
  expect(gateway.logged).toMatchObject([lost('users')]);
  expect(String(gateway.logged[0]?.error)).toContain('ECONNREFUSED');

  await listen(tunnel, port);
  try {
    await expect.poll(() => gateway.logged).toMatchObject([lost('users'), back('users')]);
    expect((await gateway.ask(users)).codes).toEqual([]);
  } finally {
    tunnel.close();
  }
});

/** Points the hub's foreign server to a port. */
async function moveServer(databases: TestDatabases, port: number | undefined): Promise<void> {
  await sql`alter server orders options (set port ${sql.lit(String(port))})`.execute(databases.admin('users'));
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('It does not listen.');
  return address.port;
}

async function close(server: ReturnType<typeof createServer>): Promise<void> {
  server.close();
  await once(server, 'close');
}
