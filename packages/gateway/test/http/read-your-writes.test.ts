import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPool, type LocalCluster } from '@causeway/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StandbyWorld, startStandbyWorld, statementsOf } from '../support/standby-world.ts';

let world: StandbyWorld;
beforeAll(async () => {
  world = await startStandbyWorld({ behind: '1500ms' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** Machines that do other work too are slow. */
const patience = { timeout: 15_000 };

const name = '{ user(id: "User:1") { name } }';
const total = '{ user(id: "User:1") { name orders { nodes { total } } } }';
const named = (text: string) => ({ user: { name: text } });

/** Lets a cluster's standby lag for as long as it is not disposed of. */
async function lag(cluster: 'users' | 'orders'): Promise<AsyncDisposable> {
  await world.standby(cluster).pauseReplay();
  return { [Symbol.asyncDispose]: () => world.standby(cluster).resumeReplay() };
}

const rename = (to: string) => world.write('users', `update users set name = '${to}' where id = 1`);

/** The statements of the gateway's queries that a server got, by what the text holds. */
async function countAt(server: 'primary' | 'standby', cluster: 'users' | 'orders', text: string): Promise<number> {
  const asked = await statementsOf(server === 'primary' ? world.clusters.clusters[cluster] : world.standby(cluster));
  return asked.filter((statement) => statement.application.startsWith('causeway') && statement.text.includes(text))
    .length;
}

test('a write that the reader lacks is read from the writer, and only where it is asked for', async () => {
  await rename('before');
  await expect.poll(async () => (await world.ask(name)).data, patience).toEqual(named('before'));
  await using _lagging = await lag('users');
  const after = await rename('after');
  expect((await world.ask(name)).data).toEqual(named('before'));
  expect((await world.ask(name, after)).data).toEqual(named('after'));
  expect((await world.ask(name)).data).toEqual(named('before'));
});

/** Ends the gateway's sessions with a cluster's primary, or the hop's. */
async function endSessions(cluster: 'users' | 'orders', login: 'gateway' | 'fdw_reader'): Promise<void> {
  const admin = world.admin(cluster);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = ${login}`.execute(admin);
}

test('a writer that says nothing is waited for no longer than one that lacks the write', async () => {
  await using _lagging = await lag('users');
  const after = await rename('unheard');
  await endSessions('users', 'gateway');
  const folder = await mkdtemp(join(tmpdir(), 'silent-'));
  const silent = createServer(() => {}).listen(join(folder, 'socket'));
  const { users } = world.clusters.clusters;
  world.clusters.lead('users', 'writer', { ...users, socket: join(folder, 'socket') });
  try {
    const startedAt = performance.now();
    expect((await world.ask(name, after)).errors).toMatchObject([
      { message: expect.stringContaining('does not have the write yet'), extensions: { source: 'users' } },
    ]);
    // Less than opening a session may take, and than the deadline.
    expect(performance.now() - startedAt).toBeLessThan(9_000);
  } finally {
    world.clusters.lead('users', 'writer', users);
    silent.close();
    await rm(folder, { recursive: true });
  }
  expect((await world.ask(name, after)).data).toEqual(named('unheard'));
});

test("where the writer answers and the cluster behind it does not, that costs that cluster's fields alone", async () => {
  await using _lagging = await lag('users');
  const after = await rename('without orders');
  const hub = world.admin('users');
  const { rows } = await sql<{ port: string }>`
    select split_part(option, '=', 2) as port from pg_foreign_server, unnest(srvoptions) as option
    where srvname = 'orders' and option like 'port=%'`.execute(hub);
  const moveServer = (port = '') => sql.raw(`alter server orders options (set port '${port}')`).execute(hub);
  await moveServer('1');
  try {
    expect(await world.ask(total, after)).toMatchObject({
      data: { user: { name: 'without orders', orders: null } },
      errors: [{ extensions: { code: 'SOURCE_UNAVAILABLE', source: 'orders' } }],
    });
  } finally {
    await moveServer(rows[0]?.port);
  }
  await expect.poll(async () => (await world.ask(total)).codes, patience).toEqual([]);
});

test('once the reader has it, it is read from the reader, and asking for it costs nothing more', async () => {
  const after = await rename('on the reader');
  const answers = async () => (await world.ask(name, after)).data;
  await expect.poll(answers, patience).toEqual(named('on the reader'));
  await expect.poll(async () => (await world.ask(name)).data, patience).toEqual(named('on the reader'));
  expect(await answers()).toEqual(named('on the reader'));
  const before = {
    primary: await countAt('primary', 'users', '"f1"'),
    standby: await countAt('standby', 'users', '"f1"'),
    questions: await countAt('standby', 'users', 'pg_xact_status'),
  };
  for (const _ of [1, 2, 3]) expect(await answers()).toEqual(named('on the reader'));
  await expect.poll(() => countAt('standby', 'users', '"f1"'), patience).toBe(before.standby + 3);
  expect(await countAt('primary', 'users', '"f1"')).toBe(before.primary);
  expect(await countAt('standby', 'users', 'pg_xact_status')).toBe(before.questions);
});

describe('of another cluster', () => {
  const setTotal = (to: number) => world.write('orders', `update orders set total = ${to} where user_id = 1`);
  const totals = (amount: string) => ({ user: expect.objectContaining({ orders: { nodes: [{ total: amount }] } }) });

  test('a write is waited for until the server that the hub reads has it', async () => {
    await world.standby('orders').pauseReplay();
    const after = await setTotal(20);
    const asked = world.ask(total, after);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await world.standby('orders').resumeReplay();
    expect((await asked).data).toEqual(totals('20.00'));
  });

  test('a write that does not come in time costs the fields of that cluster alone, and says why', async () => {
    await using _lagging = await lag('orders');
    const after = await setTotal(30);
    const before = world.logged.length;
    const { data, errors } = await world.ask(total, after);
    expect(data).toEqual({ user: { name: expect.any(String), orders: null } });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('Cluster "orders" does not have the write yet'),
        extensions: { code: 'SOURCE_UNAVAILABLE', source: 'orders' },
      },
    ]);
    // Fields of the hub alone do not wait for it.
    expect(await world.ask(name, after)).toMatchObject({ errors: [] });
    // Nor does anybody take the cluster for gone.
    expect((await world.ask(total)).errors).toEqual([]);
    expect(world.logged.slice(before)).toEqual([]);
  });

  test("a hop that leads to another server than before is asked again: the reader's name may have several", async () => {
    const { lead, clusters } = world.clusters;
    // Hops that are opened anew lead to the server that the name has then.
    const leadHops = async (to: LocalCluster) => {
      lead('orders', 'reader', to);
      await endSessions('orders', 'fdw_reader');
      const standby = createPool(world.clusters.topology.hub, { purpose: 'admin', role: 'reader', max: 1 });
      await standby.query("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gateway'");
      await standby.end();
    };
    await using _lagging = await lag('orders');
    await leadHops(clusters.orders);
    const after = await setTotal(35);
    await expect.poll(async () => (await world.ask(total, after)).data, patience).toEqual(totals('35.00'));
    lead('orders', 'reader', world.standby('orders'));
    await endSessions('orders', 'fdw_reader');
    const { data, errors } = await world.ask(total, after);
    expect(data).toMatchObject({ user: { orders: null } });
    expect(errors).toMatchObject([{ message: expect.stringContaining('does not have the write yet') }]);
  });

  test('a write is seen also while an older transaction still writes', async () => {
    await world
      .admin('orders')
      .transaction()
      .execute(async (older) => {
        await sql`update products set price = price`.execute(older);
        await sql`select pg_current_xact_id()`.execute(older);
        const after = await setTotal(40);
        expect((await world.ask(total, after)).data).toEqual(totals('40.00'));
        const next = await rename('beside it');
        expect(
          (await world.ask(total, { 'causeway-after': `${next['causeway-after']}, ${after['causeway-after']}` })).data,
        ).toEqual({ user: { name: 'beside it', orders: { nodes: [{ total: '40.00' }] } } });
      });
  });
});

test('a transaction that was rolled back is waited for by nobody, and one that is not over by nobody for long', async () => {
  const users = world.admin('users');
  const started = performance.now();
  let mark = '';
  await users
    .transaction()
    .execute(async (transaction) => {
      const { rows } = await sql<{ mark: string }>`select pg_current_xact_id()::text as mark`.execute(transaction);
      mark = rows[0]?.mark ?? '';
      const open = await world.ask(name, { 'causeway-after': `users=${mark}` });
      expect(open).toMatchObject({ codes: ['SOURCE_UNAVAILABLE'] });
      throw new Error('rolled back');
    })
    .catch(() => {});
  expect(performance.now() - started).toBeLessThan(10_000);
  await expect
    .poll(async () => (await world.ask(name, { 'causeway-after': `users=${mark}` })).codes, patience)
    .toEqual([]);
});

test.each(['users', 'orders'])(
  'a write of %s that no server will ever have ends in an error, in time',
  async (cluster) => {
    const { data, errors } = await world.ask(total, { 'causeway-after': `${cluster}=${2n ** 63n - 1n}` });
    expect(data).toMatchObject(cluster === 'users' ? { user: null } : { user: { orders: null } });
    expect(errors).toMatchObject([{ extensions: { code: 'SOURCE_UNAVAILABLE', source: cluster } }]);
  },
);

test.each([
  ['users=', 'write <cluster>=<transaction id>'],
  ['', 'write <cluster>=<transaction id>'],
  ['users=12x', 'write <cluster>=<transaction id>'],
  ['users=1', 'write <cluster>=<transaction id>'],
  ['users=9223372036854775808', 'write <cluster>=<transaction id>'],
  ['users=5 orders=6', 'write <cluster>=<transaction id>'],
  ['stock=5', 'no writes of a cluster "stock" can be waited for, only of: users, orders'],
  [Array.from({ length: 21 }, () => 'users=5').join(','), '21 writes, of 20 at most'],
])('refuses "%s"', async (header, why) => {
  const answer = await world.ask(name, { 'causeway-after': header });
  expect(answer).toMatchObject({ status: 400, codes: ['BAD_USER_INPUT'] });
  expect(answer.errors[0]?.message).toContain(`causeway-after: ${why}`);
});

test('an answer repeats which writes it contains', async () => {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'causeway-after': 'users=3,orders=3,users=4' },
  };
  const response = await fetch(world.url, { ...init, body: JSON.stringify({ query: name }) });
  expect(response.headers.get('causeway-after')).toBe('users=3, users=4, orders=3');
});
