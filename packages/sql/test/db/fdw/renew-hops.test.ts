import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { applyForeignServers } from '../../../src/fdw/apply.ts';
import { ForeignServerError } from '../../../src/fdw/foreign-server-error.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { renewHops } from '../../../src/fdw/renew-hops.ts';
import type { Topology } from '../../../src/topology/topology.ts';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

const run = (database: Kysely<unknown>, statement: string) => sql.raw(statement).execute(database);

test('the renewer gives the hop a new token, which its next connection uses', async () => {
  await using renewer = asRenewer(world.topology);
  const hopBefore = await hopPid();

  const [renewed, ...others] = await renewHops(renewer, world.topology, foreignTables);

  expect(others).toEqual([]);
  expect(renewed).toMatchObject({ server: 'orders', user: 'fdw_reader' });
  expect((renewed?.endsAt ?? 0) - Date.now()).toBeGreaterThan(14 * 60_000);
  const token = new URL(`https://${await mappingPassword()}`);
  expect(token.host).toBe(`127.0.0.1:${world.topology.others[0]?.reader.port}`);
  expect(token.searchParams.get('DBUser')).toBe('fdw_reader');
  expect(await hopPid()).not.toBe(hopBefore);
});

test('a token that does not hold breaks new hop connections, and renewing mends them', async () => {
  const hub = world.admin('users');
  await run(hub, "alter user mapping for fdw_hop server orders options (set password 'dead')");
  await expect(hopPid()).rejects.toThrow(/could not connect to server "orders"/);
  await using renewer = asRenewer(world.topology);
  await renewHops(renewer, world.topology, foreignTables);
  expect(await hopPid()).toBeGreaterThan(0);
});

test('the renewer owns the servers and nothing else, reads nothing and acts as nobody', async () => {
  await using renewer = asRenewer(world.topology);
  const owned = await sql`
    select classid::regclass::text as kind, count(*)::int as count
    from pg_shdepend
    where refobjid = 'fdw_renewer'::regrole and deptype = 'o' and dbid = (select oid from pg_database where datname = current_database())
    group by 1`.execute(world.admin('users'));
  expect(owned.rows).toEqual([{ kind: 'pg_foreign_server', count: 1 }]);
  await expect(run(renewer, 'select from users')).rejects.toThrow('permission denied');
  await expect(run(renewer, 'select from orders.orders')).rejects.toThrow('permission denied');
  await expect(run(renewer, 'set role fdw_hop')).rejects.toThrow('permission denied');
  const { rows } = await sql`select umoptions from pg_user_mappings`.execute(renewer);
  expect(rows).toEqual([{ umoptions: null }]);
});

test('renewals at the same time take turns', async () => {
  await using renewer = asRenewer(world.topology);
  const renewals = Array.from({ length: 4 }, () => renewHops(renewer, world.topology, foreignTables));
  expect((await Promise.all(renewals)).flat()).toHaveLength(4);
  expect(await hopPid()).toBeGreaterThan(0);
});

test('where the topology names no renewer, an admin renews', async () => {
  const { renewer: _, ...hub } = world.topology.hub;
  const topology = { ...world.topology, hub };
  await applyForeignServers(world.admin('users'), topology, foreignTables);
  await run(world.admin('users'), "alter user mapping for fdw_hop server orders options (set password 'dead')");
  await renewHops(world.admin('users'), topology, foreignTables);
  expect(await mappingPassword()).toContain('DBUser=fdw_reader');
  await applyForeignServers(world.admin('users'), world.topology, foreignTables);
});

test('who does not own the servers is told which login to use, and the mapping stays', async () => {
  const before = await mappingPassword();
  const { renewer: _, ...hub } = world.topology.hub;
  await using gateway = asRenewer({ ...world.topology, hub: { ...hub, admin: hub.gateway } });
  const renewal = renewHops(gateway, world.topology, foreignTables);
  await expect(renewal).rejects.toThrow(ForeignServerError);
  await expect(renewal).rejects.toThrow(/server orders could not be renewed as role "fdw_renewer": permission denied/);
  expect(await mappingPassword()).toBe(before);
});

test('a missing mapping is an error that says what to do', async () => {
  await using own = await createTestDatabases({ data: 'empty' });
  await run(own.admin('users'), 'drop user mapping for fdw_hop server orders');
  await using renewer = asRenewer(own.topology);
  await expect(renewHops(renewer, own.topology, foreignTables)).rejects.toThrow(/causeway fdw apply/);
});

/** The hub through the renewer's login. */
function asRenewer({ hub }: Topology) {
  const cluster = { ...hub, admin: hub.renewer ?? hub.admin };
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 4 }));
}

/** The process that serves the hop of one hub session, opened where it is closed or its mapping has changed. */
async function hopPid(): Promise<number> {
  await sql`select id from orders.products limit 1`.execute(world.hub);
  const { rows } = await sql<{ pid: number }>`
    select max(pid) as pid from pg_stat_activity
    where application_name = 'postgres_fdw' and datname = current_database()`.execute(world.admin('orders'));
  return rows[0]?.pid ?? 0;
}

async function mappingPassword(): Promise<string> {
  const { rows } = await sql<{ password: string }>`
    select substr(option, 10) as password
    from pg_user_mappings cross join lateral unnest(umoptions) option
    where srvname = 'orders' and option like 'password=%'`.execute(world.admin('users'));
  return rows[0]?.password ?? '';
}
