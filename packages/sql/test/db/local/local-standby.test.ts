import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startLocalClusters } from '../../../src/local/local-clusters.ts';
import { run, settings, temporaryFolder } from './helpers.ts';

/** Ports that are free, since the usual ones may be in use. */
const ports = { users: 0, orders: 0 };

/** Machines that do other work too are slow. */
const patience = { timeout: 15_000 };

test('a standby follows its primary behind a front of its own, lags while replay is paused, and can be promoted', async () => {
  await using folder = await temporaryFolder();
  await using clusters = await startLocalClusters({ stateDir: folder.path, settings, ports, standbys: ['users'] });
  const { hub } = clusters.topology;
  const standby = clusters.standbys.users;
  if (standby === undefined) throw new Error('No standby.');
  const onStandby = (statement: string) => run(hub, statement, 'reader');

  expect(hub.reader).not.toEqual(hub.writer);
  expect(await onStandby('select pg_is_in_recovery() as standby')).toEqual([{ standby: true }]);
  await run(hub, 'create table notes (id int)');
  await run(hub, 'insert into notes values (1)');
  await expect.poll(() => onStandby('select id from notes').catch(() => []), patience).toEqual([{ id: 1 }]);

  await standby.pauseReplay();
  await run(hub, 'insert into notes values (2)');
  await sleep(200);
  expect(await onStandby('select id from notes')).toEqual([{ id: 1 }]);
  await standby.resumeReplay();
  await expect.poll(() => onStandby('select id from notes'), patience).toHaveLength(2);

  await expect(onStandby('insert into notes values (3)')).rejects.toMatchObject({ code: '25006' });
  await standby.promote();
  await onStandby('insert into notes values (3)');
  expect(await run(hub, 'select id from notes')).toHaveLength(2);
});

test('a standby of an earlier start is made anew, and goes where none is wanted', async () => {
  await using folder = await temporaryFolder();
  const options = { stateDir: folder.path, settings, ports };
  const reader = async (standbys: readonly 'orders'[]) => {
    await using clusters = await startLocalClusters({ ...options, standbys });
    const [orders] = clusters.topology.others;
    if (orders === undefined) throw new Error('No orders cluster.');
    return await run(orders, 'select pg_is_in_recovery() as standby', 'reader');
  };
  expect(await reader(['orders'])).toEqual([{ standby: true }]);
  expect(await reader(['orders'])).toEqual([{ standby: true }]);
  expect(await reader([])).toEqual([{ standby: false }]);
});
