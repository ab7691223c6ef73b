import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubEvent } from '../../../src/hub/hub-event.ts';
import type { HubOptions } from '../../../src/hub/hub-options.ts';
import { openHub } from '../../../src/hub/open-hub.ts';
import { createTestDatabases, type TestDatabases } from '../../../src/testing/index.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

/** The hub with some limits, and what it told; how long statements waited for sessions apart, since each one does. */
function open(options: Partial<HubOptions> = {}) {
  const events: HubEvent[] = [];
  const waits: (HubEvent & { readonly kind: 'session' })[] = [];
  const hub = openHub(databases.topology, options, (event) =>
    event.kind === 'session' ? waits.push(event) : events.push(event),
  );
  const reading = (pool: string) => hub.readings().find((candidate) => candidate.pool === pool);
  return { ...hub, events, waits, reading };
}

const query = (text: string) => CompiledQuery.raw(text);
const within = (ms: number) => performance.now() + ms;
const orders = { foreign: ['orders'] };

/** Holds a table of the orders cluster, so that whoever reads it waits, for as long as the work takes. */
async function holding<T>(table: string, work: () => Promise<T>): Promise<T> {
  return await databases
    .admin('orders')
    .transaction()
    .execute(async (lock) => {
      await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(lock);
      return await work();
    });
}

/** Statements that sessions of the gateway, or of its hop, run at this moment. */
async function running(cluster: 'users' | 'orders', text = ''): Promise<readonly { readonly pid: number }[]> {
  const { rows } = await sql<{ pid: number }>`
    select pid from pg_stat_activity
    where datname = current_database() and usename in ('gateway', 'fdw_reader') and state = 'active'
      and query like ${`%${text}%`}
  `.execute(databases.admin(cluster));
  return rows;
}

test('a wait for a session is bounded in time and number, and ends in a refusal', async () => {
  await using hub = open({ localSessions: 1, queueLimit: 1, waitMs: 200 });
  const slow = hub.executeQuery(query('select pg_sleep(1)'));
  await expect.poll(() => hub.reading('local')?.running).toBe(1);
  const waiting = hub.executeQuery(query('select'));
  await expect(hub.executeQuery(query('select'))).rejects.toMatchObject({ failure: { kind: 'busy' } });
  await expect(waiting).rejects.toMatchObject({ failure: { kind: 'busy' } });
  expect(hub.events).toEqual([
    { kind: 'refused', pool: 'local', because: 'the queue is full' },
    { kind: 'refused', pool: 'local', because: 'the wait was too long' },
  ]);
  expect((await slow).rows).toHaveLength(1);
  expect(hub.reading('local')).toMatchObject({ running: 0, waiting: 0, open: 1, idle: 1 });
});

test('a statement whose time is up while it waits for a session was not slow', async () => {
  await using hub = open({ localSessions: 1 });
  const slow = hub.executeQuery(query('select pg_sleep(1)'));
  await expect.poll(() => hub.reading('local')?.running).toBe(1);
  const waiting = hub.executeQuery(query('select'), { deadline: within(200) });
  await expect(waiting).rejects.toMatchObject({ failure: { kind: 'busy' } });
  expect((await slow).rows).toHaveLength(1);
  expect(hub.reading('local')).toMatchObject({ running: 0, waiting: 0, open: 1, idle: 1 });
});

test('each statement tells how long it waited for its session', async () => {
  await using hub = open({ localSessions: 1 });
  const slow = hub.executeQuery(query('select pg_sleep(0.5)'));
  await expect.poll(() => hub.reading('local')?.running).toBe(1);
  await Promise.all([slow, hub.executeQuery(query('select'))]);
  await hub.executeQuery(query('select'));
  expect(hub.waits.map(({ pool }) => pool)).toEqual(['local', 'local', 'local']);
  const [, behind = 0, alone = 0] = hub.waits.map(({ waitedMs }) => waitedMs);
  expect(behind).toBeGreaterThan(100);
  expect(alone).toBeLessThan(behind);
});

test('statements of the hub do not wait behind those that wait for another cluster', async () => {
  await using hub = open({ localSessions: 1, hopSessions: 2, waitMs: 20_000 });
  await holding('products', async () => {
    const leave = new AbortController();
    const options = { ...orders, signal: leave.signal };
    const held = Array.from({ length: 5 }, () => hub.executeQuery(query('select id from orders.products'), options));
    const left = Promise.allSettled(held);
    await expect.poll(() => hub.reading('orders')).toMatchObject({ running: 2, waiting: 3 });
    expect((await hub.executeQuery(query('select 1 as one'))).rows).toEqual([{ one: 1 }]);
    leave.abort(new Error('left'));
    expect((await left).map((result) => result.status)).toEqual(Array(5).fill('rejected'));
  });
  await expect.poll(() => hub.reading('orders')).toMatchObject({ running: 0, waiting: 0 });
  expect((await hub.executeQuery(query('select id from orders.products limit 1'), orders)).rows).toHaveLength(1);
});

test('a statement ends with its deadline, on both clusters, and so does its session', async () => {
  await using hub = open();
  await holding('products', async () => {
    const late = hub.executeQuery(query('select id from orders.products'), { ...orders, deadline: within(500) });
    await expect(late).rejects.toMatchObject({ failure: { kind: 'slow' } });
    for (const cluster of ['users', 'orders'] as const) await expect.poll(() => running(cluster)).toEqual([]);
  });
  expect(hub.isGone('orders')).toBe(false);
  await expect.poll(() => hub.reading('orders')).toMatchObject({ running: 0, open: 0 });
});

test("the server's own limit is never beyond the deadline, and not that of the statement before", async () => {
  await using hub = open({ localSessions: 1 });
  const limit = async (ms: number) => {
    const { rows } = await hub.executeQuery<{ limit: string }>(
      query(`select setting as limit from pg_settings where name = 'statement_timeout'`),
      { deadline: within(ms) },
    );
    return Number(rows[0]?.limit);
  };
  expect(await limit(4_000)).toBeLessThanOrEqual(4_000);
  expect(await limit(60_000)).toBeGreaterThan(40_000);
  expect(await limit(10_000)).toBeLessThanOrEqual(10_000);
});

test('a deadline that is over is met without asking anybody', async () => {
  await using hub = open();
  const late = hub.executeQuery(query('select'), { deadline: within(-1) });
  await expect(late).rejects.toMatchObject({ failure: { kind: 'slow' } });
  expect(hub.reading('local')).toBeUndefined();
});

test('a statement that is merely slow is waited for, since its cluster answers questions', async () => {
  await using hub = open({ suspectMs: 50 });
  await holding('products', async () => {
    const late = hub.executeQuery(query('select id from orders.products'), { ...orders, deadline: within(2_000) });
    await expect(late).rejects.toMatchObject({ failure: { kind: 'slow' } });
  });
  expect(hub.events.filter(({ kind }) => kind === 'gone')).toEqual([]);
});

test('no lock of a table makes its cluster count as gone', async () => {
  await using hub = open({ suspectMs: 50, probeTimeoutMs: 1_000 });
  await holding('orders', async () => {
    const late = hub.executeQuery(query('select id from orders.orders'), { ...orders, deadline: within(4_000) });
    await expect(late).rejects.toMatchObject({ failure: { kind: 'slow' } });
  });
  expect(hub.events.filter(({ kind }) => kind === 'gone')).toEqual([]);
});

test('a session ends with its lifetime', async () => {
  await using hub = open({ localSessions: 1, lifetimeMs: 500 });
  const session = async () =>
    (await hub.executeQuery<{ pid: number }>(query('select pg_backend_pid() as pid'))).rows[0]?.pid;
  const first = await session();
  await expect.poll(session).not.toBe(first);
});

test('a statement whose session the server ends is run again', async () => {
  await using hub = open();
  const asked = hub.executeQuery(query('select pg_sleep(1), 17'));
  const sleeping = () => running('users', 'pg_sleep(1), 17');
  await expect.poll(sleeping).toHaveLength(1);
  const [session] = await sleeping();
  await sql`select pg_terminate_backend(${session?.pid})`.execute(databases.admin('users'));
  expect((await asked).rows).toHaveLength(1);
  expect(hub.events).toEqual([{ kind: 'retried', pool: 'local', code: '57P01', attempt: 1 }]);
});

test('a statement whose hop the other cluster ends is run again', async () => {
  await using hub = open();
  const asked = await holding('products', async () => {
    const result = hub.executeQuery(query('select id from orders.products limit 1'), orders);
    await expect.poll(() => running('orders')).toHaveLength(1);
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where usename = 'fdw_reader' and datname = current_database()`.execute(databases.admin('orders'));
    return { result };
  });
  expect((await asked.result).rows).toHaveLength(1);
  expect(hub.events).toMatchObject([{ kind: 'retried', pool: 'orders', attempt: 1 }]);
});

test('a conflict with what a standby replays passes; a fault of the statement is told at once', async () => {
  const hub = open({ attempts: 10 });
  await using _hub = hub;
  const begin = Date.now();
  await sql
    .raw(`
      create function conflict(until_ms bigint) returns int language plpgsql as $$
      begin
        if extract(epoch from clock_timestamp()) * 1000 < until_ms then
          raise exception 'canceling statement due to conflict with recovery' using errcode = '40001';
        end if;
        return 1;
      end $$`)
    .execute(databases.admin('users'));
  const { rows } = await hub.executeQuery(query(`select conflict(${begin + 400}) as one`));
  expect(rows).toEqual([{ one: 1 }]);
  expect(hub.events).not.toEqual([]);
  expect(new Set(hub.events.map((event) => ('code' in event ? event.code : event.kind)))).toEqual(new Set(['40001']));

  const before = hub.events.length;
  await expect(hub.executeQuery(query('select 1 / 0'))).rejects.toMatchObject({ code: '22012' });
  expect(hub.events).toHaveLength(before);
});

test('a cluster without room for another session is overloaded, not gone', async () => {
  await using hub = open({ attempts: 2 });
  const database = sql.id(databases.topology.hub.database);
  await sql`alter database ${database} connection limit 0`.execute(databases.admin('orders'));
  try {
    const refused = hub.executeQuery(query('select id from orders.products limit 1'), orders);
    await expect(refused).rejects.toMatchObject({ failure: { kind: 'busy' } });
    expect(hub.isGone('orders')).toBe(false);
  } finally {
    await sql`alter database ${database} connection limit -1`.execute(databases.admin('orders'));
  }
  expect(hub.events).toEqual([{ kind: 'retried', pool: 'orders', code: '08001', attempt: 1 }]);
});

test('whoever leaves ends the statement on both clusters', async () => {
  await using hub = open();
  await holding('products', async () => {
    const leave = new AbortController();
    const asked = hub.executeQuery(query('select id from orders.products'), { ...orders, signal: leave.signal });
    const ended = expect(asked).rejects.toThrow('left');
    await expect.poll(() => running('orders')).toHaveLength(1);
    leave.abort(new Error('left'));
    await ended;
    for (const cluster of ['users', 'orders'] as const) await expect.poll(() => running(cluster)).toEqual([]);
  });
  expect(hub.events).toEqual([{ kind: 'given up', pool: 'orders', because: 'client left' }]);
});

test('sessions say what they are for', async () => {
  await using hub = open();
  const name = async (options = {}) =>
    (await hub.executeQuery<{ name: string }>(query(`select current_setting('application_name') as name`), options))
      .rows[0]?.name;
  expect([await name(), await name(orders)]).toEqual(['causeway', 'causeway orders']);
});
