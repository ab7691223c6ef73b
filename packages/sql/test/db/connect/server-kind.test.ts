import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool, type PoolOptions } from '../../../src/connect/create-pool.ts';
import { WrongServerError } from '../../../src/connect/server-kind.ts';
import { type LocalClusters, startLocalClusters } from '../../../src/local/local-clusters.ts';
import type { LocalStandby } from '../../../src/local/local-standby.ts';
import { settings, temporaryFolder } from '../local/helpers.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let clusters: LocalClusters;
beforeAll(async () => {
  folder = await temporaryFolder();
  clusters = await startLocalClusters({
    stateDir: folder.path,
    settings,
    ports: { users: 0, orders: 0 },
    standbys: ['users'],
  });
});
afterAll(async () => {
  await clusters.stop();
  await folder.remove();
});

const usersStandby = () => standbyOf(clusters.standbys.users);

function standbyOf(standby: LocalStandby | undefined): LocalStandby {
  if (standby === undefined) throw new Error('No standby.');
  return standby;
}

/** A pool of the hub's superuser that opens one session at a time. */
function openPool(role: PoolOptions['role']) {
  const pool = createPool(clusters.topology.hub, { purpose: 'admin', role, max: 1 });
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

/** The session that a pool hands out, and whether its server is a standby. */
async function session(pool: pg.Pool): Promise<{ readonly pid: number; readonly standby: boolean } | undefined> {
  const { rows } = await pool.query<{ pid: number; standby: boolean }>(
    'select pg_backend_pid() as pid, pg_is_in_recovery() as standby',
  );
  return rows[0];
}

test('a pool to a writer hands out no session of a standby, and works once the address leads to a primary', async () => {
  await using pool = openPool('writer');
  clusters.lead('users', 'writer', usersStandby());
  const asked = session(pool);
  await expect(asked).rejects.toThrow(WrongServerError);
  await expect(asked).rejects.toThrow(/The writer of cluster "users", 127\.0\.0\.1:\d+, is a standby/);
  expect(pool.totalCount).toBe(0);

  clusters.lead('users', 'writer', clusters.clusters.users);
  expect(await session(pool)).toMatchObject({ standby: false });
});

test('a pool to a reader takes a primary too: that is where the address of a cluster without readers leads', async () => {
  await using pool = openPool('reader');
  clusters.lead('users', 'reader', clusters.clusters.users);
  expect(await session(pool)).toMatchObject({ standby: false });
  clusters.lead('users', 'reader', usersStandby());
});

test('a session that was refused a write is not used again', async () => {
  await using pool = openPool('reader');
  const before = await session(pool);
  expect(before).toMatchObject({ standby: true });
  expect(await session(pool)).toEqual(before);
  await expect(pool.query('create table notes ()')).rejects.toMatchObject({ code: '25006' });
  expect((await session(pool))?.pid).not.toBe(before?.pid);
});

test('a session whose server is promoted is used once more at most', async () => {
  await using pool = openPool('reader');
  const before = await session(pool);
  expect(before).toMatchObject({ standby: true });
  await usersStandby().promote();
  expect(await session(pool)).toEqual({ pid: before?.pid, standby: false });
  const after = await session(pool);
  expect(after?.pid).not.toBe(before?.pid);
  expect(await session(pool)).toEqual(after);
});
