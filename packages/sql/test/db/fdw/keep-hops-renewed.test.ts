import { setTimeout as sleep } from 'node:timers/promises';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { keepHopsRenewed, type RenewalEvent } from '../../../src/fdw/keep-hops-renewed.ts';

let world: TestDatabases;
beforeAll(async () => {
  world = await createTestDatabases({ data: 'empty' });
});
afterAll(() => world[Symbol.asyncDispose]());

/** A renewal that goes on quickly, and what it reported. */
function renewal(topology = world.topology) {
  const events: RenewalEvent[] = [];
  const running = keepHopsRenewed(topology, foreignTables, {
    onEvent: (event) => events.push(event),
    intervalMs: 50,
    retryMs: 20,
  });
  return {
    ...running,
    kinds: () => events.map(({ kind }) => kind),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

test('one process renews, again and again; another takes over when that one ends', async () => {
  const one = renewal();
  await one.first;
  await using other = renewal();
  await other.first;
  await expect.poll(() => one.kinds().length).toBeGreaterThan(3);
  await expect.poll(() => other.kinds().length).toBeGreaterThan(3);
  expect(new Set(one.kinds())).toEqual(new Set(['renewed']));
  expect(new Set(other.kinds())).toEqual(new Set(['left to another process']));
  expect(one.ageSeconds()).toBeLessThan(5);
  expect(other.ageSeconds()).toBeUndefined();

  await one[Symbol.asyncDispose]();
  const count = one.kinds().length;
  await expect.poll(other.ageSeconds).toBeDefined();
  expect(one.kinds()).toHaveLength(count);
});

test('a renewer that loses its connection connects again and goes on', async () => {
  await using running = renewal();
  await running.first;
  const hub = world.admin('users');
  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where usename = 'fdw_renewer' and datname = current_database()`.execute(hub);
  await expect.poll(running.kinds).toContain('failed');
  const failedAt = running.kinds().indexOf('failed');
  await expect.poll(() => running.kinds().slice(failedAt)).toContain('renewed');
});

test('a hub that is not there is a failure that is tried again, with longer and longer pauses', async () => {
  const nobody = { host: '127.0.0.1', port: 1 };
  await using running = renewal({ ...world.topology, hub: { ...world.topology.hub, writer: nobody } });
  await running.first;
  await sleep(500);
  expect(new Set(running.kinds())).toEqual(new Set(['failed']));
  // 20 + 40 + 80 + 160 + 320 ms: six attempts at most.
  expect(running.kinds().length).toBeGreaterThan(2);
  expect(running.kinds().length).toBeLessThan(7);
  expect(running.ageSeconds()).toBeGreaterThan(0.5);
});
