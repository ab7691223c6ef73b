import { connect, createServer } from 'node:net';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { renewHopsOnce } from '../../../src/fdw/renew-hops-once.ts';
import { freePort } from '../../../src/local/free-port.ts';
import type { Topology } from '../../../src/topology/topology.ts';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'empty' });
});
afterAll(() => world[Symbol.asyncDispose]());

const { signal } = new AbortController();
const pausesMs = [1, 1, 1];

/** The same topology, whose hub is dialled at another port. */
function dialledAt(port: number): Topology {
  const { hub, others } = world.topology;
  return { hub: { ...hub, writer: { ...hub.writer, via: { host: '127.0.0.1', port } } }, others };
}

test('a hub that comes back in time is renewed at', async () => {
  await using stack = new AsyncDisposableStack();
  const port = await freePort();
  const { writer } = world.topology.hub;
  const failures: unknown[] = [];
  const server = createServer((client) => {
    const behind = connect(writer.port, writer.host);
    client.pipe(behind).pipe(client);
    for (const socket of [client, behind]) socket.on('error', () => socket.destroy());
  });
  stack.defer(() => void server.close());
  const onRetry = (error: unknown) => {
    failures.push(error);
    if (failures.length === 2) server.listen(port, '127.0.0.1');
  };
  const renewed = await renewHopsOnce(dialledAt(port), foreignTables, { signal, onRetry, pausesMs: [1, 300, 300] });
  expect(renewed).toHaveLength(1);
  expect(failures).toHaveLength(2);
  expect(String(failures[0])).toContain(
    `The hub "users" does not let "fdw_renewer" in at 127.0.0.1, port ${writer.port}, to renew`,
  );
});

test('a hub that stays away is an error in the end, and an interruption ends the waiting', async () => {
  let retries = 0;
  const onRetry = () => {
    retries += 1;
  };
  await expect(renewHopsOnce(dialledAt(1), foreignTables, { signal, onRetry, pausesMs })).rejects.toThrow(
    'ECONNREFUSED',
  );
  expect(retries).toBe(3);

  const stop = new AbortController();
  const waiting = renewHopsOnce(dialledAt(1), foreignTables, {
    signal: stop.signal,
    onRetry: () => stop.abort(new Error('asked to stop')),
    pausesMs: [600_000],
  });
  await expect(waiting).rejects.toThrow('asked to stop');
});

test('what only a person mends is not tried again', async () => {
  await using own = await createTestDatabases({ data: 'empty' });
  const onRetry = () => expect.unreachable();
  const renew = (topology: Topology) => renewHopsOnce(topology, foreignTables, { signal, onRetry, pausesMs });
  const { hub, others } = own.topology;
  await expect(renew({ hub: { ...hub, database: 'nowhere' }, others })).rejects.toThrow('"nowhere" does not exist');
  const { renewer: _, admin: __, ...served } = hub;
  await expect(renew({ hub: served, others })).rejects.toThrow('clusters.users.admin');
  await sql`drop user mapping for fdw_hop server orders`.execute(own.admin('users'));
  await expect(renew(own.topology)).rejects.toThrow('causeway fdw apply');
});
