import { setTimeout as sleep } from 'node:timers/promises';
import { WrongServerError } from '@causeway/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { migrateClusters } from '../../src/clusters/migrate-clusters.ts';
import { type StandbyWorld, startStandbyWorld, statementsOf } from '../support/standby-world.ts';

let world: StandbyWorld;
beforeAll(async () => {
  world = await startStandbyWorld({ behind: '2s' });
});
afterAll(() => world[Symbol.asyncDispose]());

const query = '{ user(id: "User:1") { name orders { nodes { total } } } }';

/** What a client was answered, and when. */
type Asked = { readonly at: number; readonly codes: readonly unknown[]; readonly name: unknown };

/** Clients that ask one question after another, with a short pause, until they are stopped. */
function clients(count: number) {
  const stop = new AbortController();
  const asked: Asked[] = [];
  const one = async () => {
    while (!stop.signal.aborted) {
      const { codes, data } = await world.ask(query);
      await sleep(20);
      asked.push({ at: performance.now(), codes, name: nameShape.safeParse(data).data?.user.name });
    }
  };
  const all = Promise.all(Array.from({ length: count }, one));
  return {
    asked,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await all;
    },
  };
}

const nameShape = z.object({ user: z.object({ name: z.string() }) });

/** Prints how long after an instant the last error came, in milliseconds, and gives it; 0 where there was none. */
function report(what: string, asked: readonly Asked[], instant: number): number {
  const failed = asked.filter(({ codes }) => codes.length > 0);
  const last = Math.round(Math.max(0, ...failed.map(({ at }) => at - instant)));
  process.stdout.write(`${what}: ${asked.length} answers, ${failed.length} with errors, the last after ${last} ms\n`);
  return last;
}

test('statements that read go to readers, and what writes goes to writers', async () => {
  const { clusters } = world;
  for (const _ of [1, 2, 3]) await world.ask(query);
  await expect.poll(async () => (await world.ask(query)).codes, { timeout: 15_000 }).toEqual([]);
  const queries = async (server: 'users' | 'orders', at: 'primary' | 'standby') =>
    (await statementsOf(at === 'primary' ? clusters.clusters[server] : world.standby(server))).filter(
      ({ user }) => user === 'gateway' || user === 'fdw_reader',
    );
  // Answers of the gateway, and what its hop asks of the other cluster.
  expect((await queries('users', 'standby')).filter(({ text }) => text.includes('"f1"')).length).toBeGreaterThanOrEqual(
    3,
  );
  expect(
    (await queries('orders', 'standby')).filter(({ text }) => text.startsWith('DECLARE')).length,
  ).toBeGreaterThanOrEqual(3);
  expect(await queries('users', 'primary')).toEqual([]);
  expect(await queries('orders', 'primary')).toEqual([]);
  // What migrates and loads was told to the primaries.
  const asked = (await statementsOf(clusters.clusters.users)).map(({ text }) => text.toLowerCase());
  for (const what of ['create table', 'insert into users']) {
    expect(asked.filter((text) => text.startsWith(what))).not.toEqual([]);
  }
  const onStandby = (await statementsOf(world.standby('users'))).map(({ text }) => text.toLowerCase());
  expect(onStandby.filter((text) => /^(create|alter|insert|update|grant|drop)\b/.test(text))).toEqual([]);
});

/** What a write fails with; it must never succeed. */
async function writeTooEarly(): Promise<unknown> {
  const written = world.write('users', "update users set name = 'too early' where id = 1");
  return await written.then(
    () => 'written',
    (error: unknown) => error,
  );
}

test("the hub's writer is lost and its standby promoted: reads go on, and nobody writes to a standby meanwhile", async () => {
  const { clusters } = world;
  const standby = world.standby('users');
  await using load = clients(8);
  await sleep(500);
  await clusters.clusters.users.stop();
  // The name changes before the server does.
  clusters.lead('users', 'writer', standby);
  // A session with the lost server may be met first.
  await expect.poll(writeTooEarly, { timeout: 15_000 }).toBeInstanceOf(WrongServerError);
  // Commands wait for the failover to end.
  const migrated = migrateClusters(clusters.topology, new AbortController().signal);
  // Whoever asks for a write is told that it is not there, and nobody takes the hub for gone.
  const late = await world.ask(query, { 'causeway-after': `users=${2n ** 62n}` });
  expect(late.codes).toEqual(['SOURCE_UNAVAILABLE']);

  await standby.promote();
  expect((await migrated).map(({ applied }) => applied)).toEqual([[], []]);
  const after = await world.write('users', "update users set name = 'second' where id = 1");
  expect((await world.ask(query, after)).data).toMatchObject({ user: { name: 'second' } });
  await sleep(500);
  await load[Symbol.asyncDispose]();

  report('hub', load.asked, 0);
  expect(load.asked.flatMap(({ codes }) => codes)).toEqual([]);
  expect(world.logged).toEqual([]);
});

/** Ends the hub's sessions, and the hops with them. By now the hub's writer is the one server that it has. */
async function endHops(): Promise<void> {
  const hub = world.admin('users');
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'gateway'`.execute(hub);
}

test("the orders cluster's writer, which the hop reads, is lost and its standby promoted: the hop follows its name", async () => {
  const { clusters } = world;
  const standby = world.standby('orders');
  // As of a cluster without readers: its reader's name leads to the writer. Sessions that are open stay at the standby until they end.
  clusters.lead('orders', 'reader', clusters.clusters.orders);
  await endHops();
  await expect.poll(async () => (await world.ask(query)).codes, { timeout: 15_000 }).toEqual([]);
  await using load = clients(8);
  await sleep(500);
  expect(load.asked.flatMap(({ codes }) => codes)).toEqual([]);

  await clusters.clusters.orders.stop();
  await sleep(300);
  await standby.promote();
  for (const role of ['writer', 'reader'] as const) clusters.lead('orders', role, standby);
  const repointed = performance.now();
  await world.write('orders', 'update orders set total = 2 where user_id = 1');
  await expect
    .poll(async () => (await world.ask(query)).data, { timeout: 15_000 })
    .toEqual({ user: { name: 'second', orders: { nodes: [{ total: '2.00' }] } } });
  await sleep(500);
  await load[Symbol.asyncDispose]();

  // Users were answered all the time: what was missing was the other cluster's alone.
  const codes = new Set(load.asked.flatMap((answer) => answer.codes));
  expect([...codes]).toEqual(['SOURCE_UNAVAILABLE']);
  expect(load.asked.filter(({ name }) => name !== 'second')).toEqual([]);
  expect(report('orders', load.asked, repointed)).toBeLessThan(5_000);
});
