import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';

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

test.each([
  ['reaches the other cluster', 'orders', 'products', reachesOrders, 2],
  ['stays on the hub', 'users', 'users', staysOnHub, 1],
])(
  'half a second after a client left, no cluster runs its statement that %s',
  async (_, cluster, table, query, count) => {
    await using databases = await createTestDatabases({ data: 'sample' });
    await using gateway = await serveTopology(databases.topology, loopbackConfig(), () => {});
    await databases
      .admin(cluster)
      .transaction()
      .execute(async (lock) => {
        await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(lock);
        const body = JSON.stringify({ query });
        const client = connect(Number(new URL(gateway.url).port), '127.0.0.1');
        client.write(
          `POST /graphql HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
        );
        await expect.poll(() => running(databases), { timeout: 10_000 }).toBe(count);
        client.destroy();
        await once(client, 'close');
        await sleep(500);
        expect(await running(databases)).toBe(0);
      });
  },
);
