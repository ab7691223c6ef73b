import { randomBytes } from 'node:crypto';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import type { Cluster, Topology } from '@causeway/sql';
import { applyForeignServers, foreignTables, Secret } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examine, findings, runAt } from '../support/examine.ts';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'sample' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** The topology with another orders cluster. */
function withOrders(change: (orders: Cluster) => Partial<Cluster>): Topology {
  const { hub, others } = world.topology;
  return { hub, others: others.map((orders) => ({ ...orders, ...change(orders) })) };
}

test('joined clusters with rows have no fault and no warning', async () => {
  expect(await examine(world.topology)).toEqual([]);
});

test('examines a topology that is only served as far as it can', async () => {
  const { hub, others } = world.topology;
  const served = ({ admin: _, ...cluster }: Cluster): Cluster => cluster;
  const topology = { hub: served(hub), others: others.map(served) };
  expect(await examine(topology)).toEqual(['drift: skipped users: the topology has no admin of the hub']);
  const { renewer: __, ...unrenewed } = topology.hub;
  expect(await examine({ ...topology, hub: unrenewed })).toEqual([
    'leaks: warning users: no login of this topology can renew the tokens of the hops',
    'drift: skipped users: the topology has no admin of the hub',
  ]);
});

test.each<[string, string, string, string, string[]]>([
  [
    'a relation without its index',
    'orders',
    'drop index orders_user_idx',
    'create index orders_user_idx on orders (user_id, created_at desc, id desc)',
    [
      'indexes: fault orders.orders: no index on (user_id, created_at desc, id desc), which the first orders by user_id, orders of users need: a table of 30000 rows is read whole',
    ],
  ],
  [
    'an index that is not of the whole table',
    'orders',
    'drop index orders_created_at_idx; create index part on orders (created_at desc, id desc) where total > 0',
    'drop index part; create index orders_created_at_idx on orders (created_at desc, id desc)',
    [
      'indexes: fault orders.orders: no index on (created_at desc, id desc), which lists of orders need: a table of 30000 rows is read whole',
    ],
  ],
  [
    'a small table without an index',
    'users',
    'drop index users_created_at_idx',
    'create index users_created_at_idx on users (created_at, id)',
    [
      'indexes: warning users.users: no index on (created_at desc, id desc), which lists of users need: a table of 1000 rows is read whole',
    ],
  ],
  [
    "a right of the gateway's that is gone",
    'users',
    'revoke select on orders.products from gateway',
    'grant select on orders.products to gateway',
    ['drift: fault users: differs; to mend it: grant SELECT on relation orders.products to gateway'],
  ],
  [
    'a view that is gone',
    'users',
    'drop view orders.products',
    `create view orders.products as select id, sku, name, category, price from orders_fdw.products;
     alter view orders.products owner to fdw_hop; grant select on orders.products to gateway`,
    [
      'drift: fault users: differs; to mend it: create view orders.products',
      'drift: fault users: differs; to mend it: grant SELECT on relation orders.products to gateway',
    ],
  ],
  [
    'a table of another cluster that the hop may not read',
    'orders',
    'revoke select on order_items from fdw_reader; grant select (id, order_id, product_id, quantity) on order_items to fdw_reader',
    'grant select on order_items to fdw_reader',
    ['drift: fault orders: role fdw_reader may not read column public.order_items.unit_price'],
  ],
  [
    'a gateway that may write',
    'users',
    'grant insert on users to gateway',
    'revoke insert on users from gateway',
    ['roles: fault users gateway: may write to public.users'],
  ],
  [
    'a hop that may write, a column only',
    'orders',
    'grant update (status) on orders to fdw_reader',
    'revoke update (status) on orders from fdw_reader',
    ['roles: fault orders fdw_reader: may write to public.orders'],
  ],
  [
    'a renewer that owns more than servers',
    'users',
    'create table treasure (); alter table treasure owner to fdw_renewer',
    'drop table treasure',
    ['roles: fault users fdw_renewer: owns 1 relation beside foreign servers'],
  ],
  [
    'a foreign table that was never analyzed',
    'users',
    "update pg_class set reltuples = -1 where oid = 'orders_fdw.products'::regclass",
    'analyze orders_fdw.products',
    ['statistics: warning orders.products on users: was never analyzed: the hub takes it for a thousand rows'],
  ],
  [
    'a foreign table that has grown since',
    'users',
    "update pg_class set reltuples = 10000 where oid = 'orders_fdw.orders'::regclass",
    'analyze orders_fdw.orders',
    [expect.stringMatching(/^statistics: warning orders\.orders on users: 10000 rows.*; its cluster counts 30000$/)],
  ],
  [
    'a table that was never analyzed',
    'orders',
    "update pg_class set reltuples = -1 where oid = 'products'::regclass",
    'analyze products',
    ['statistics: warning orders.products: was never analyzed: its planner guesses'],
  ],
])('finds %s, and nothing else', async (_, cluster, breakIt, mendIt, expected) => {
  await runAt(world, cluster, breakIt);
  try {
    expect(await examine(world.topology)).toEqual(expected);
  } finally {
    await runAt(world, cluster, mendIt);
  }
  expect(await examine(world.topology)).toEqual([]);
});

test('the advice for a missing index is the statement that makes it', async () => {
  await runAt(world, 'orders', 'drop index order_items_order_idx');
  const [{ advice = '' } = {}, ...others] = await findings(world.topology);
  expect(others).toEqual([]);
  const [, statement = ''] = /^At orders: (.*)$/.exec(advice) ?? [];
  await runAt(world, 'orders', statement);
  expect(await examine(world.topology)).toEqual([]);
});

test('finds a hop whose token has ended, or that has none', async () => {
  const mapping = (password: string) =>
    runAt(world, 'users', `alter user mapping for fdw_hop server orders options (set password '${password}')`);
  await using own = await createTestDatabases({ data: 'empty' });
  const later = (minutes: number) => ({ now: () => Date.now() + minutes * 60_000 });
  // This machine's clock then differs from the clusters' as well: that is reported too.
  const tokens = async (minutes: number) =>
    (await examine(own.topology, later(minutes))).filter((line) => line.startsWith('foreign-servers'));
  expect(await tokens(0)).toEqual([]);
  expect(await tokens(8)).toEqual([
    expect.stringMatching(/^foreign-servers: warning users -> orders token: lives another \d+ s, and was not renewed/),
  ]);
  expect(await tokens(16)).toEqual([
    expect.stringMatching(/^foreign-servers: fault users -> orders token: ended \d+ s ago: new sessions of the hub/),
  ]);

  await mapping('dead');
  expect(await examine(world.topology)).toEqual([
    expect.stringMatching(/^foreign-servers: fault users -> orders: the hub cannot read orders\.orders: .*PAM auth/),
    'foreign-servers: fault users -> orders token: the mapping holds no token',
  ]);
  await applyAgain();
});

test.each([
  [20, 'warning'],
  [60, 'warning'],
  [310, 'fault'],
])('judges a clock that is %d seconds off', async (seconds, outcome) => {
  const lines = await examine(world.topology, { now: () => Date.now() + seconds * 1000 });
  const clocks = lines.filter((line) => line.startsWith('clocks'));
  expect(clocks).toEqual(
    seconds < 30
      ? []
      : ['users', 'orders'].map((name) => `clocks: ${outcome} ${name}: ${seconds} s behind this machine`),
  );
});

test('counts the connections of all tasks against the role and the server', async () => {
  const load = { localSessions: 10, hopSessions: 10, writerSessions: 4, tasks: 11 };
  expect(await examine(world.topology, { load })).toEqual([
    'connections: warning users: 11 tasks open up to 264 connections as gateway, 220 for usual statements; the server takes 297',
    'connections: fault orders: 11 tasks open up to 154 connections as fdw_reader, 110 for usual statements; the server takes 297, the role 100',
  ]);
  // Usual statements find room.
  expect(await examine(world.topology, { load: { ...load, localSessions: 1, tasks: 10 } })).toEqual([
    'connections: warning users: 10 tasks open up to 150 connections as gateway, 110 for usual statements; the server takes 297',
    'connections: warning orders: 10 tasks open up to 140 connections as fdw_reader, 100 for usual statements; the server takes 297, the role 100',
  ]);
});

test('finds a hop role without limits', async () => {
  const user = `hop_${randomBytes(4).toString('hex')}`;
  const topology = withOrders(({ hop }) => (hop === undefined ? {} : { hop: { ...hop, user } }));
  await runAt(
    world,
    'orders',
    `create role ${user} login in role rds_iam, fdw_reader connection limit 50;
     alter role ${user} set default_transaction_read_only = on; alter role ${user} set statement_timeout = '30s'`,
  );
  try {
    await applyForeignServers(world.admin('users'), topology, foreignTables);
    expect(await examine(topology)).toEqual([]);
    await runAt(world, 'orders', `alter role ${user} connection limit -1; alter role ${user} reset statement_timeout`);
    expect(await examine(topology)).toEqual([
      `roles: warning orders ${user}: has no statement_timeout= of its own`,
      `roles: warning orders ${user}: has no connection limit: the hub may take all connections`,
    ]);
  } finally {
    await applyAgain();
    await runAt(world, 'orders', `drop role ${user}`);
  }
});

test('finds an authority that did not sign the certificate, and skips what needs the connection', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-doctor-'));
  const path = join(folder.path, 'other.pem');
  await writeFile(path, rootCertificates[0] ?? '');
  const found = await findings(withOrders(() => ({ tls: { ca: 'file', path } })));
  const tls = found.filter(({ check }) => check === 'tls');
  expect(tls).toMatchObject([{ outcome: 'fault', subject: 'orders', advice: expect.stringContaining('CA file') }]);
  expectSkipped(found, tls);
});

test('finds a certificate of another host', async () => {
  const other = withOrders(({ writer: { port } }) => {
    const endpoint = { host: 'orders.example', port, via: { host: '127.0.0.1', port } };
    return { writer: endpoint, reader: endpoint };
  });
  const found = await findings(other);
  const tls = found.filter(({ check }) => check === 'tls');
  expect(tls).toMatchObject([
    { outcome: 'fault', subject: 'orders', text: expect.stringContaining('altnames: Host: orders.example. is not') },
  ]);
  expectSkipped(found, tls);
});

test.each([
  ['a host without an address', { host: 'orders.invalid', port: 5432 }, 'dns', 'Correct the host'],
  ['a port where nobody listens', { host: '127.0.0.1', port: 1 }, 'tls', 'Look whether the cluster runs'],
])('finds %s', async (_, endpoint, check, advice) => {
  const found = await findings(withOrders(() => ({ writer: endpoint, reader: endpoint })));
  const own = found.filter((finding) => finding.check === check);
  expect(own).toMatchObject([{ outcome: 'fault', subject: 'orders', advice: expect.stringContaining(advice) }]);
  expectSkipped(found, own);
});

test('comes back from a cluster that takes connections and says nothing', async () => {
  await using silent = createServer((socket) => socket.resume().on('error', () => {})).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const endpoint = { host: '127.0.0.1', port: typeof address === 'object' && address !== null ? address.port : 0 };
  const startedAt = performance.now();
  const found = await findings(
    withOrders(() => ({ writer: endpoint, reader: endpoint })),
    { limitMs: 1_000 },
  );
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const tls = found.filter(({ check }) => check === 'tls');
  expect(tls).toMatchObject([{ outcome: 'fault', subject: 'orders', text: 'no answer within 1 s' }]);
  expectSkipped(found, tls);
});

test('finds a user that is not let in: unknown, with a wrong password, with a token of another region', async () => {
  const gateway = (user: string, auth: Cluster['gateway']['auth']) => withOrders(() => ({ gateway: { user, auth } }));
  const guessed = { kind: 'password', password: new Secret('guessed') } as const;
  expect(await examine(gateway('nobody', guessed))).toEqual([
    'topology: warning orders: nobody sign in with a password',
    'sign-ins: fault orders nobody: password authentication failed for user "nobody"',
    'roles: fault orders nobody: there is no such role',
    'readers: skipped orders: nobody cannot sign in at orders',
  ]);
  const [orders] = world.topology.others;
  if (orders?.gateway.auth.kind !== 'iam') throw new Error('The local clusters sign in by IAM.');
  const found = await findings(gateway('gateway', { ...orders.gateway.auth, region: 'eu-west-1' }));
  expect(found).toMatchObject([
    {
      check: 'sign-ins',
      outcome: 'fault',
      text: 'PAM authentication failed for user "gateway"',
      advice: expect.stringContaining('grant rds_iam'),
    },
    { check: 'readers', outcome: 'skipped' },
  ]);
});

test('finds credentials that are not there, and names the file', async () => {
  const auth = { kind: 'iam', region: 'local-1', credentialsFile: '/nowhere/credentials' } as const;
  const found = await examine(withOrders(() => ({ gateway: { user: 'gateway', auth } })));
  expect(found).toEqual([
    expect.stringMatching(/^tokens: fault orders gateway: No IAM token could be signed .*\/nowhere\/credentials/),
    'sign-ins: skipped orders gateway: no token for gateway',
    'readers: skipped orders: no token for gateway',
  ]);
});

test('finds clusters that sort texts differently', async () => {
  const database = `sorted_${randomBytes(4).toString('hex')}`;
  await runAt(
    world,
    'orders',
    `create database ${database} template template0 locale_provider icu icu_locale 'en' encoding 'UTF8'`,
  );
  try {
    const lines = await examine(withOrders(() => ({ database })));
    expect(lines.filter((line) => line.startsWith('collations'))).toEqual([
      expect.stringMatching(
        /^collations: fault users = orders: texts sort differently: C\.UTF-8 of builtin 1, UTF8; en of icu [\d.]+, UTF8$/,
      ),
    ]);
  } finally {
    await runAt(world, 'orders', `drop database ${database}`);
  }
});

/** Brings the hub back to what the world's topology wants, with a new token. */
async function applyAgain(): Promise<void> {
  await runAt(world, 'users', 'drop user mapping for fdw_hop server orders');
  await applyForeignServers(world.admin('users'), world.topology, foreignTables);
}

type Found = Awaited<ReturnType<typeof findings>>;

/** All else that was found is of the orders cluster and skipped, save that the hub still has the old way there. */
function expectSkipped(found: Found, cause: Found): void {
  const rest = found.filter((finding) => !cause.includes(finding));
  const drift = rest.filter(({ outcome }) => outcome !== 'skipped');
  expect(drift.every(({ check, text }) => check === 'drift' && text.includes('change server orders'))).toBe(true);
  const skipped = rest.filter(({ outcome }) => outcome === 'skipped');
  expect(skipped.length).toBeGreaterThan(10);
  expect(skipped.every(({ subject }) => subject.includes('orders'))).toBe(true);
}
