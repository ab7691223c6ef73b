import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { runBin } from '../support/run-bin.ts';
import { writeTopology } from '../support/topology-folder.ts';

const reachesOrders =
  '{ users(first: 1) { nodes { id orders(first: 1) { nodes { id items(first: 1) { nodes { product { id } } } } } } } }';
const staysOnHub = '{ users(first: 1) { nodes { id } } }';

/** Statements of the gateway and of its hop that run at this moment, in both clusters. */
async function running(databases: TestDatabases): Promise<number> {
  const counts = ['users', 'orders'].map(async (cluster) => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
      where datname = current_database() and usename in ('gateway', 'fdw_reader') and state = 'active'
    `.execute(databases.admin(cluster));
    return rows[0]?.count ?? Number.NaN;
  });
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
}

/** Asks by a connection of its own, for which whoever asks does not wait. */
function send(url: string, query: string): Socket {
  const body = JSON.stringify({ query });
  const client = connect(Number(new URL(url).port), '127.0.0.1');
  client.on('error', () => {});
  client.write(
    `POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  return client;
}

/** Holds a table, asks for it, and once the statement runs lets `leave` leave it alone: half a second later nothing runs. */
async function expectEnded(
  databases: TestDatabases,
  { cluster, table, count }: { readonly cluster: string; readonly table: string; readonly count: number },
  ask: () => () => Promise<unknown>,
): Promise<void> {
  await databases
    .admin(cluster)
    .transaction()
    .execute(async (lock) => {
      await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(lock);
      const leave = ask();
      await expect.poll(() => running(databases), { timeout: 10_000 }).toBe(count);
      await leave();
      await sleep(500);
      expect(await running(databases)).toBe(0);
    });
}

const onOrders = { cluster: 'orders', table: 'products', count: 2 };
const onUsers = { cluster: 'users', table: 'users', count: 1 };

test.each([
  ['reaches the other cluster', onOrders, reachesOrders],
  ['stays on the hub', onUsers, staysOnHub],
])('half a second after a client left, no cluster runs its statement that %s', async (_, held, query) => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serveTopology(databases.topology, loopbackConfig(), () => {});
  await expectEnded(databases, held, () => {
    const client = send(gateway.url, query);
    return async () => await once(client.destroy(), 'close');
  });
});

test('half a second after the gateway was killed, no cluster runs its statement', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using topology = await writeTopology(databases.topology);
  const args = ['serve', '--open-to-everybody', '--topology', topology.file, '--port', '0', '--host', '127.0.0.1'];
  await using gateway = runBin(args);
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  await expectEnded(databases, onOrders, () => {
    send(url, reachesOrders);
    return async () => {
      gateway.kill('SIGKILL');
      await gateway.exited;
    };
  });
});
