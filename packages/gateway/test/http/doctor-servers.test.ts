import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, createPool, type LocalClusters, startLocalClusters } from '@causeway/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gatherStatistics, prepareClusters } from '../../src/clusters/prepare-clusters.ts';
import { stepDisplay } from '../../src/progress/show-steps.ts';
import { examine } from '../support/examine.ts';

const resources = new AsyncDisposableStack();
let clusters: LocalClusters;

/** Servers of this file's own, to be frozen and stopped, which write down every statement. */
beforeAll(async () => {
  const folder = resources.use(await mkdtempDisposable(join(tmpdir(), 'causeway-test-')));
  const settings = { fsync: 'off', log_statement: 'all', max_connections: '300' };
  clusters = resources.use(
    await startLocalClusters({ stateDir: folder.path, settings, ports: { users: 0, orders: 0 }, standbys: ['users'] }),
  );
  const { signal } = new AbortController();
  const screen = { write: () => {} };
  const step = stepDisplay(screen, false);

  await prepareClusters(clusters.topology, step, signal);
  await gatherStatistics(clusters.topology, { step, err: screen, stop: signal });
});
afterAll(() => resources.disposeAsync());

test('empty clusters of this machine have no fault and no warning', async () => {
  expect(await examine(clusters.topology)).toEqual([]);
});

test('finds a reader that is behind, and a writer that is a standby', async () => {
  await using hub = createDatabase<unknown>(createPool(clusters.topology.hub, { purpose: 'admin', role: 'writer' }));
  const standby = clusters.standbys.users;
  if (standby === undefined) throw new Error('No standby.');
  await standby.pauseReplay();
  await sql`create table news ()`.execute(hub);
  expect(await examine(clusters.topology)).toEqual([
    expect.stringMatching(/^readers: warning users: writer and reader; the reader is \d+\.\d s behind$/),
  ]);
  await standby.resumeReplay();
  await expect.poll(() => examine(clusters.topology), { timeout: 10_000 }).toEqual([]);
  await sql`drop table news`.execute(hub);

  clusters.lead('users', 'writer', standby);
  const found = await examine(clusters.topology);
  clusters.lead('users', 'writer', clusters.clusters.users);
  expect(found).toContain("readers: fault users: the writer's address leads to a standby");
});

test("finds a setting under which the renewer's tokens would be logged, and what an administrator does", async () => {
  await using hub = createDatabase<unknown>(createPool(clusters.topology.hub, { purpose: 'admin', role: 'writer' }));
  await sql`revoke set on parameter log_statement from fdw_renewer`.execute(hub);
  expect(await examine(clusters.topology)).toEqual([
    'leaks: fault users fdw_renewer: log_statement is "all": the server would write tokens down, so that none is renewed',
  ]);
  await sql`alter role fdw_renewer set log_statement = 'none'`.execute(hub);
  expect(await examine(clusters.topology)).toEqual([]);
});

test('comes back from a frozen cluster, which is all that is reported, and finds nothing once it goes on', async () => {
  const { pid } = clusters.clusters.orders;
  process.kill(pid, 'SIGSTOP');
  let found: readonly string[];
  const startedAt = performance.now();
  try {
    found = await examine(clusters.topology, { limitMs: 1_500 });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  const faults = found.filter((line) => line.includes(': fault '));
  expect(faults).toEqual([
    ...['gateway', 'postgres', 'fdw_reader'].map((user) => expect.stringContaining(`sign-ins: fault orders ${user}: `)),
    expect.stringMatching(/^foreign-servers: fault users -> orders: the hub cannot read/),
  ]);
  const others = found.filter((line) => !faults.includes(line));
  expect(
    others.every((line) => /: skipped .*orders/.test(line)),
    others.join('\n'),
  ).toBe(true);
  await expect.poll(() => examine(clusters.topology), { timeout: 20_000 }).toEqual([]);
});

test('finds a cluster that is stopped', async () => {
  await clusters.clusters.orders.stop();
  const found = await examine(clusters.topology, { limitMs: 5_000 });
  expect(found.filter((line) => line.includes(': fault '))).toEqual([
    ...['gateway', 'postgres', 'fdw_reader'].map((user) =>
      expect.stringMatching(`sign-ins: fault orders ${user}: the database system is not accepting connections`),
    ),
    expect.stringMatching(/^foreign-servers: fault users -> orders: the hub cannot read/),
  ]);
});
