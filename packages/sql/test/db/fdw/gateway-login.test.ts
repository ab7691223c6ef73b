import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { applyForeignServers, planForeignServers } from '../../../src/fdw/apply.ts';
import { checkForeignServers, describeDrift } from '../../../src/fdw/check.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import type { Topology } from '../../../src/topology/topology.ts';

const run = (database: Kysely<unknown>, statement: string) => sql.raw(statement).execute(database);

/** Databases whose gateway has a login of its own: memberships belong to the whole cluster, which other tests use too. */
async function createWorld(): Promise<
  AsyncDisposable & { readonly world: TestDatabases; readonly topology: Topology }
> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await createTestDatabases({ data: 'empty' }));
  const { hub, others } = world.topology;
  const user = `gateway_${hub.database}`;
  const topology = { hub: { ...hub, gateway: { ...hub.gateway, user } }, others };
  stack.defer(async () => void (await run(world.admin('users'), `drop owned by ${user}; drop role ${user}`)));
  await applyForeignServers(world.admin('users'), topology, foreignTables);
  const owned = stack.move();
  return { world, topology, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

test("the gateway's membership in the owner role is drift, whoever granted it, and is taken back", async () => {
  await using made = await createWorld();
  const { world, topology } = made;
  const hub = world.admin('users');
  const { user } = topology.hub.gateway;
  const others = Object.fromEntries(topology.others.map(({ name }) => [name, world.admin(name)]));
  const check = async () => (await checkForeignServers(hub, others, topology, foreignTables)).map(describeDrift);
  expect(await check()).toEqual([]);

  const other = `grantor_${topology.hub.database}`;
  await run(hub, `create role ${other}; grant fdw_hop to ${other} with admin option`);
  try {
    await run(hub, `grant fdw_hop to ${user}; grant fdw_hop to ${user} granted by ${other}`);
    expect(await check()).toEqual([
      `hub: revoke membership in role fdw_hop from ${user} (granted by ${other})`,
      `hub: revoke membership in role fdw_hop from ${user} (granted by postgres)`,
    ]);

    await applyForeignServers(hub, topology, foreignTables);
    expect(await check()).toEqual([]);
  } finally {
    await run(hub, `drop owned by ${other}; drop role ${other}`);
  }
});

test('rights by which the gateway could read the mapping are faults that only an administrator mends', async () => {
  await using made = await createWorld();
  const { world, topology } = made;
  const hub = world.admin('users');
  const { user } = topology.hub.gateway;
  const others = Object.fromEntries(topology.others.map(({ name }) => [name, world.admin(name)]));
  const check = async () => (await checkForeignServers(hub, others, topology, foreignTables)).map(describeDrift);
  const team = `team_${topology.hub.database}`;
  await using undo = new AsyncDisposableStack();
  undo.defer(
    async () => void (await run(hub, `drop owned by ${team}, inner_${team}; drop role ${team}, inner_${team}`)),
  );
  await run(
    hub,
    `create role inner_${team}; create role ${team}; grant inner_${team} to ${team}; grant ${team} to ${user}`,
  );
  expect(await check()).toEqual([]);

  const faults = [
    [
      `grant fdw_hop to inner_${team}`,
      `role ${user} may act as fdw_hop through role ${team}: revoke ${team} from ${user}`,
      `revoke fdw_hop from inner_${team}`,
    ],
    [
      `grant fdw_renewer to ${user}`,
      `role ${user} may act as fdw_renewer: revoke fdw_renewer from ${user}`,
      `revoke fdw_renewer from ${user}`,
    ],
    [
      `grant pg_read_all_data to ${team}`,
      `role ${user} may read pg_user_mapping: revoke that, or the role that brings it (pg_read_all_data does)`,
      `revoke pg_read_all_data from ${team}`,
    ],
    [
      `alter role ${user} superuser`,
      `role ${user} is a superuser: alter role ${user} nosuperuser`,
      `alter role ${user} nosuperuser`,
    ],
  ] as const;
  for (const [give, fault, takeBack] of faults) {
    await run(hub, give);
    expect(await applyForeignServers(hub, topology, foreignTables)).toEqual([]);
    expect(await check()).toEqual([`gateway: ${fault}`]);
    await run(hub, takeBack);
  }
  expect(await check()).toEqual([]);
});

test("the gateway's own login is refused: it would become able to read the hop's password", async () => {
  await using made = await createWorld();
  const { world, topology } = made;
  const { user } = topology.hub.gateway;
  await world
    .admin('users')
    .connection()
    .execute(async (session) => {
      await run(session, `set session authorization ${user}`);
      try {
        for (const act of [applyForeignServers, planForeignServers]) {
          await expect(act(session, topology, foreignTables)).rejects.toThrow(
            `The foreign servers cannot be managed as "${user}", the login that queries run as`,
          );
        }
      } finally {
        await run(session, 'reset session authorization');
      }
    });
  const { rows } = await sql<{ member: boolean }>`select pg_has_role(${user}, 'fdw_hop', 'MEMBER') as member`.execute(
    world.admin('users'),
  );
  expect(rows).toEqual([{ member: false }]);
});
