import { setTimeout as sleep } from 'node:timers/promises';
import { CompiledQuery, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HubEvent } from '../../../src/hub/hub-event.ts';
import type { HubOptions } from '../../../src/hub/hub-options.ts';
import { openHub, type StatementOptions } from '../../../src/hub/open-hub.ts';
import { createTestDatabases, type TestDatabases } from '../../../src/testing/index.ts';

let databases: TestDatabases;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'sample' });
});
afterAll(() => databases[Symbol.asyncDispose]());

type Seen = { readonly pid: number; readonly at: string };

/** The hub, asked for a moment that no two statements see alike. */
function open(options: Partial<HubOptions> = {}) {
  const events: HubEvent[] = [];
  const hub = openHub(databases.topology, options, (event) => events.push(event));
  const ask = async (text: string, options: StatementOptions = {}, parameters: readonly unknown[] = []) => {
    const query = CompiledQuery.raw(`/* ${Math.random()} */ ${text}`, [...parameters]);
    const { rows } = await hub.executeQuery<Seen>(query, {
      sameAs: { statement: CompiledQuery.raw(text, [...parameters]), rights: 'all' },
      ...options,
    });
    return rows[0];
  };
  const shared = () => events.filter(({ kind }) => kind === 'shared').length;
  const running = () => hub.readings().reduce((sum, pool) => sum + pool.running, 0);
  return { ...hub, events, ask, shared, running };
}

const moment = 'select pg_backend_pid() as pid, clock_timestamp()::text as at';
const slowly = (seconds: number) => `${moment} from (select pg_sleep(${seconds})) as "slept"`;
const within = (ms: number) => performance.now() + ms;

/** Statements of the gateway that run on the hub at this moment. */
async function active(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity
    where datname = current_database() and usename = 'gateway' and state = 'active'
  `.execute(databases.admin('users'));
  return rows[0]?.count ?? Number.NaN;
}

/** Holds a table of the hub, so that whoever reads it waits, for as long as the work takes. */
async function holding<T>(work: () => Promise<T>): Promise<T> {
  return await databases
    .admin('users')
    .transaction()
    .execute(async (lock) => {
      await sql`lock table users in access exclusive mode`.execute(lock);
      return await work();
    });
}

const fromUsers = `${moment} from users limit 1`;

test('a hundred who ask the same at the same time are answered by one statement, and whoever comes later by another', async () => {
  await using hub = open();
  const all = await Promise.all(Array.from({ length: 100 }, () => hub.ask(slowly(0.2))));
  expect(new Set(all.map((row) => row?.at)).size).toBe(1);
  expect(hub.shared()).toBe(99);
  expect((await hub.ask(slowly(0.2)))?.at).not.toBe(all[0]?.at);
  expect(hub.shared()).toBe(99);
});

test('statements are the same only in text, values and their types, rights, clusters, and writes that they are to contain', async () => {
  await using hub = open({ localSessions: 30, hopSessions: 30 });
  const text = `select pg_backend_pid() as pid, $1::text || clock_timestamp() as at from (select pg_sleep(0.5)) as "slept"`;
  const different = [
    hub.ask(slowly(0.5)),
    hub.ask(slowly(0.51)),
    ...['1', '2', null].map((value) => hub.ask(text, {}, [value])),
    hub.ask(text, {}, [['1']]),
    hub.ask(text, {}, [1]),
    hub.ask(text, { foreign: ['orders'] }, ['1']),
    hub.ask(text, { after: new Map([['users', [3n]]]) }, ['1']),
    hub.ask(text, { after: new Map([['users', [4n]]]) }, ['1']),
    hub.ask(text, { sameAs: { statement: CompiledQuery.raw(text, ['1']), rights: 'some' } }, ['1']),
    hub.ask(text, { sameAs: undefined }, ['1']),
  ];
  await Promise.all(different);
  expect(hub.shared()).toBe(0);
  const same = () => hub.ask(text, { after: new Map([['users', [4n]]]) }, ['1']);
  const [one, other] = await Promise.all([same(), same()]);
  expect(one).toEqual(other);
  expect(hub.shared()).toBe(1);
});

test('who leaves takes nothing from the others, and with the last the statement ends', async () => {
  await using hub = open();
  const leaves = Array.from({ length: 3 }, () => new AbortController());
  await holding(async () => {
    const asked = leaves.map(({ signal }) => hub.ask(fromUsers, { signal }));
    const settled = Promise.allSettled(asked);
    await expect.poll(active).toBe(1);
    for (const leave of leaves.slice(0, 2)) leave.abort(new Error('left'));
    await expect(asked[0]).rejects.toThrow('left');
    await sleep(400);
    expect(await active()).toBe(1);
    leaves[2]?.abort(new Error('left'));
    expect((await settled).map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    await expect.poll(active).toBe(0);
    expect(hub.running()).toBe(0);
  });
  expect(hub.events.filter(({ kind }) => kind === 'given up')).toHaveLength(1);
});

test('the first one leaves, and the others are answered by its statement', async () => {
  await using hub = open();
  const leave = new AbortController();
  const first = hub.ask(slowly(0.5), { signal: leave.signal });
  const others = [hub.ask(slowly(0.5)), hub.ask(slowly(0.5))];
  await expect.poll(active).toBe(1);
  leave.abort(new Error('left'));
  await expect(first).rejects.toThrow('left');
  const [one, other] = await Promise.all(others);
  expect(one?.at).toBe(other?.at);
  expect(hub.shared()).toBe(2);
});

test('each has its own deadline: that of the first ends neither the statement nor the wait of the others', async () => {
  await using hub = open();
  const start = performance.now();
  const short = hub.ask(slowly(0.8), { deadline: within(200) });
  const long = hub.ask(slowly(0.8), { deadline: within(5_000) });
  await expect(short).rejects.toMatchObject({ failure: { kind: 'slow' } });
  expect(performance.now() - start).toBeLessThan(700);
  expect((await long)?.pid).toBeGreaterThan(0);
  expect(hub.events.filter(({ kind }) => kind === 'given up' || kind === 'retried')).toEqual([]);
  expect(hub.shared()).toBe(1);
});

test('where the statement itself ran out of time, those who came later have another one for the rest of theirs', async () => {
  await using hub = open({ deadlineMs: 1_000 });
  const { first, later } = await holding(async () => {
    const first = hub.ask(fromUsers).catch((error: unknown) => error);
    await sleep(600);
    const later = [hub.ask(fromUsers), hub.ask(fromUsers)];
    expect(await first).toMatchObject({ failure: { kind: 'slow' } });
    await expect.poll(() => hub.running()).toBe(1);
    return { first, later };
  });
  expect(await first).toBeInstanceOf(Error);
  const [one, other] = await Promise.all(later);
  expect(one?.at).toBe(other?.at);
});

test('a failure is everybody’s, and the next statement is a new one', async () => {
  await using hub = open();
  const failing = `${moment} from (select pg_sleep(0.2), 1 / (random() * 0)::int) as "failed"`;
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => hub.ask(failing)));
  const reasons = results.map((result) => (result.status === 'rejected' ? result.reason : undefined));
  expect(reasons[0]).toMatchObject({ code: '22012' });
  expect(new Set(reasons).size).toBe(1);
  await expect(hub.ask(failing)).rejects.not.toBe(reasons[0]);
  expect(hub.shared()).toBe(4);
});

test('where sharing is off, each has a statement of its own', async () => {
  await using hub = open({ sharing: false });
  const all = await Promise.all(Array.from({ length: 5 }, () => hub.ask(slowly(0.1))));
  expect(new Set(all.map((row) => row?.at)).size).toBe(5);
});
