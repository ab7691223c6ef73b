import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { applyForeignServers, planForeignServers } from '../../../src/fdw/apply.ts';
import { describeChange } from '../../../src/fdw/change.ts';
import { checkForeignServers, describeDrift } from '../../../src/fdw/check.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { foreignSchema } from '../../../src/fdw/wanted.ts';
import { Secret } from '../../../src/secret.ts';
import type { Cluster, Topology } from '../../../src/topology/topology.ts';

const run = (database: Kysely<unknown>, statement: string) => sql.raw(statement).execute(database);

/** The other clusters' databases, by name. */
const othersOf = ({ topology, admin }: TestDatabases): Record<string, Kysely<unknown>> =>
  Object.fromEntries(topology.others.map(({ name }) => [name, admin(name)]));

test('applying twice changes nothing, and the plan is empty', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');

  expect(await applyForeignServers(hub, world.topology, foreignTables)).toEqual([]);
  expect(await planForeignServers(hub, world.topology, foreignTables)).toEqual([]);
});

test('planning changes nothing, and says what applying does', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  await run(hub, 'drop server orders cascade; drop schema orders cascade');

  const plan = await planForeignServers(hub, world.topology, foreignTables);
  expect(await planForeignServers(hub, world.topology, foreignTables)).toEqual(plan);
  expect(plan.map(describeChange)).toEqual(
    expect.arrayContaining([
      'create schema orders',
      expect.stringMatching(/^create server orders \(host 127\.0\.0\.1, port \d+, /),
      'create user mapping of fdw_hop at server orders (user fdw_reader)',
      'create foreign table orders_fdw.products (id, sku, name, category, price)',
      'create view orders.products',
      'grant SELECT on relation orders.products to gateway',
    ]),
  );
  expect(await applyForeignServers(hub, world.topology, foreignTables)).toEqual(plan);
  await expect(sql`select count(*) from orders.orders_by_user`.execute(world.hub)).resolves.toBeDefined();
});

test('several processes may apply at once', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  await run(hub, 'drop server orders cascade; drop schema orders cascade');

  const applied = await Promise.all([1, 2, 3].map(() => applyForeignServers(hub, world.topology, foreignTables)));
  expect(applied.filter((changes) => changes.length > 0)).toHaveLength(1);
});

test('where one step fails nothing is changed, and the error names the step', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  await run(hub, 'drop view orders.products; alter server orders options (drop fetch_size)');
  await run(hub, 'create table orders.products ()');

  await expect(applyForeignServers(hub, world.topology, foreignTables)).rejects.toThrow(
    /create view orders\.products; nothing was changed\..*already exists/,
  );
  const plan = await planForeignServers(hub, world.topology, foreignTables);
  expect(plan.map(describeChange)).toContain('change server orders: fetch_size 10000 (is not set)');
});

describe('drift is named and mended', () => {
  test.each<[string, string, readonly string[]]>([
    [
      'a server option that was changed by hand',
      'alter server orders options (set fetch_size $$7$$)',
      ['hub: change server orders: fetch_size 7 -> 10000'],
    ],
    [
      'a dropped foreign table',
      'drop foreign table orders_fdw.products cascade',
      [
        'hub: create foreign table orders_fdw.products (id, sku, name, category, price)',
        'hub: create view orders.products',
        'hub: grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'a right of the gateway on the foreign tables',
      'grant usage on schema orders_fdw to gateway; grant select on orders_fdw.products to gateway',
      [
        'hub: revoke SELECT on relation orders_fdw.products from gateway',
        'hub: revoke USAGE on schema orders_fdw from gateway',
      ],
    ],
    [
      'a view with another query',
      'create or replace view orders.products as select id, sku, name, category, price from orders_fdw.products where id > 0',
      [
        expect.stringMatching(/^hub: drop view orders\.products: its query is "SELECT .* WHERE \(id > 0\)"$/),
        'hub: create view orders.products',
        'hub: grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'a view that reads with the rights of its reader',
      'alter view orders.products set (security_invoker = true)',
      [
        'hub: drop view orders.products: it has the settings security_invoker=true',
        'hub: create view orders.products',
        'hub: grant SELECT on relation orders.products to gateway',
      ],
    ],
    [
      'a mapping for another role',
      'create user mapping for gateway server orders options (user $$x$$, password $$y$$)',
      ['hub: drop user mapping of gateway at server orders: it is not wanted'],
    ],
    [
      'an owner',
      'alter view orders.products owner to postgres',
      ['hub: change owner of view orders.products: postgres -> fdw_hop'],
    ],
    [
      'a column that may be null',
      'alter foreign table orders_fdw.products alter column sku drop not null',
      [
        'hub: drop view orders.products: its foreign table is made anew',
        'hub: drop foreign table orders_fdw.products: column sku is text instead of text not null',
        'hub: create foreign table orders_fdw.products (id, sku, name, category, price)',
        'hub: create view orders.products',
        'hub: grant SELECT on relation orders.products to gateway',
      ],
    ],
  ])('%s', async (_, statement, expected) => {
    await using world = await createTestDatabases({ data: 'empty' });
    const hub = world.admin('users');
    const check = async () =>
      (await checkForeignServers(hub, othersOf(world), world.topology, foreignTables)).map(describeDrift);
    expect(await check()).toEqual([]);

    await run(hub, statement);
    expect(await check()).toEqual(expected);

    await applyForeignServers(hub, world.topology, foreignTables);
    expect(await check()).toEqual([]);
  });

  test('a password that differs', async () => {
    await using world = await createTestDatabases({ data: 'empty' });
    const hub = world.admin('users');
    const topology = withHopPassword(world.topology, 'first');
    await run(hub, "alter user mapping for fdw_hop server orders options (set password 'first')");
    expect(await planForeignServers(hub, topology, foreignTables)).toEqual([]);

    const plan = await planForeignServers(hub, withHopPassword(world.topology, 'second'), foreignTables);
    expect(plan.map(describeChange)).toEqual([
      'drop user mapping of fdw_hop at server orders: its password differs',
      'create user mapping of fdw_hop at server orders (user fdw_reader)',
    ]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      "a remote column's changed type",
      'alter table products alter column sku type varchar(40)',
      ['cluster orders: column public.products.sku is character varying(40), its foreign table says text'],
    ],
    [
      'a remote column that is gone',
      'alter table products rename column sku to code',
      ['cluster orders: column public.products.sku is missing'],
    ],
    [
      'a remote column that may be null',
      'alter table products alter column sku drop not null',
      ['cluster orders: column public.products.sku may be null, its foreign table says not null'],
    ],
    ['a remote view that is gone', 'drop view hop.orders_by_user', ['cluster orders: hop.orders_by_user is missing']],
    [
      'a right that the hop lacks',
      'revoke select on products from fdw_reader; grant select (id, name, category, price) on products to fdw_reader',
      ['cluster orders: role fdw_reader may not read column public.products.sku'],
    ],
  ])('%s', async (_, statement, expected) => {
    await using world = await createTestDatabases({ data: 'empty' });
    await run(world.admin('orders'), `drop view hop.order_items_by_order; ${statement}`);
    const tables = foreignTables.filter(({ name }) => name !== 'order_items_by_order');
    await applyForeignServers(world.admin('users'), world.topology, tables);

    const drift = await checkForeignServers(world.admin('users'), othersOf(world), world.topology, tables);
    expect(drift.map(describeDrift)).toEqual(expected);
  });
});

test('a cluster that does not answer is named, and the hub is checked all the same', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  await run(world.admin('users'), 'drop view orders.products');
  const [orders] = world.topology.others;
  const closed = { ...world.topology.hub, ...orders, writer: { host: '127.0.0.1', port: 1 } };
  await using nowhere = createDatabase<unknown>(createPool(closed, { purpose: 'admin', role: 'writer' }));

  const clusters = { ...othersOf(world), orders: nowhere };
  const drift = await checkForeignServers(world.admin('users'), clusters, world.topology, foreignTables);
  expect(drift.map(({ kind }) => kind)).toEqual(['create-view', 'grant', 'remote-unreachable']);
});

test('a further cluster gets a server and schemas of its own, and loses them when it leaves', async () => {
  await using world = await createTestDatabases({ data: 'sample' });
  const hub = world.admin('users');
  const [orders] = world.topology.others;
  const billing: readonly Cluster[] = orders === undefined ? [] : [{ ...orders, name: 'billing' }];
  const topology: Topology = { ...world.topology, others: [...world.topology.others, ...billing] };
  const products = foreignTables
    .filter(({ name }) => name === 'products')
    .map((table) => ({ ...table, cluster: 'billing' }));

  await applyForeignServers(hub, topology, [...foreignTables, ...products]);
  const both = await sql<{ same: boolean }>`
    select array(select p::text from orders.products p order by id) = array(select p::text from billing.products p order by id)
      and exists (select from billing.products) as same
  `.execute(world.hub);
  expect(both.rows).toEqual([{ same: true }]);

  const gone = await applyForeignServers(hub, world.topology, foreignTables);
  expect(gone.map(describeChange)).toEqual([
    'drop view billing.products: it is not wanted',
    'drop foreign table billing_fdw.products: it is not wanted',
    'drop user mapping of fdw_hop at server billing: it is not wanted',
    'drop server billing: it is not wanted',
    'drop schema billing: it is not wanted',
    'drop schema billing_fdw: it is not wanted',
  ]);
});

test('what is not ours stays, and is not drift', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  await run(hub, 'create schema theirs; create table theirs.t (); create view orders.theirs as select 1 as one');
  await run(hub, 'create server theirs foreign data wrapper postgres_fdw; create table public.orders ()');

  expect(await applyForeignServers(hub, world.topology, foreignTables)).toEqual([]);
});

test('an admin who is no superuser can apply', async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  const name = `admin_${world.topology.hub.database}`;
  await run(
    hub,
    `drop server orders cascade; drop schema orders cascade; drop schema ${foreignSchema('orders')} cascade`,
  );
  await run(hub, `create role ${name} createrole; grant fdw_hop, fdw_renewer to ${name} with admin option, set false`);
  await run(hub, `grant create on database ${world.topology.hub.database} to ${name}`);
  try {
    await hub.connection().execute(async (session) => {
      await run(session, `set session authorization ${name}`);
      const changes = await applyForeignServers(session, world.topology, foreignTables);
      expect(changes.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['let-admin-act-as-owner', 'create-server']),
      );
      expect(await planForeignServers(session, world.topology, foreignTables)).toEqual([]);
      await run(session, 'reset session authorization');
    });
    await expect(sql`select from orders.products`.execute(world.hub)).resolves.toBeDefined();
    await expect(planForeignServers(hub, world.topology, foreignTables)).resolves.toEqual([]);
  } finally {
    await run(hub, `drop owned by ${name}; drop role ${name}`);
  }
});

test("the hop's password does not reach the hub's log", async () => {
  await using world = await createTestDatabases({ data: 'empty' });
  const hub = world.admin('users');
  const password = `written-${world.topology.hub.database}`;
  await run(hub, 'drop user mapping for fdw_hop server orders');
  await applyForeignServers(hub, withHopPassword(world.topology, password), foreignTables);

  const { rows } = await sql<{ log: string }>`select pg_read_file(pg_current_logfile('jsonlog')) as log`.execute(hub);
  expect(rows[0]?.log).toContain(world.topology.hub.database);
  expect(rows[0]?.log).not.toContain(password);
});

/** The topology with hops that sign in with a password. */
function withHopPassword({ hub, others }: Topology, password: string): Topology {
  const auth = { kind: 'password', password: new Secret(password) } as const;
  return { hub, others: others.map((cluster) => ({ ...cluster, hop: { user: 'fdw_reader', auth } })) };
}
