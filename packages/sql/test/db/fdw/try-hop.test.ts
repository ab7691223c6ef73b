import { createTestDatabases } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { checkForeignServers, describeDrift } from '../../../src/fdw/check.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';

const run = (database: Kysely<unknown>, statement: string) => sql.raw(statement).execute(database);

test('a hop that the other cluster no longer lets in is drift: all objects are as wanted, and no query gets there', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const orders = world.admin('orders');
  const databases = Object.fromEntries(world.topology.others.map(({ name }) => [name, world.admin(name)]));
  const check = async () =>
    (await checkForeignServers(world.admin('users'), databases, world.topology, foreignTables)).map(describeDrift);
  expect(await check()).toEqual([]);

  await run(orders, `revoke connect on database ${world.topology.hub.database} from public`);
  await run(
    orders,
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity
      where usename = 'fdw_reader' and datname = current_database()`,
  );
  expect(await check()).toEqual([
    expect.stringMatching(
      /^cluster orders: the hub cannot read it as the topology's hop: could not connect .* permission denied for database/,
    ),
  ]);
});
