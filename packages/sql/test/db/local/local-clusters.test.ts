import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { localClusterNames } from '../../../src/local/local-cluster-names.ts';
import { type LocalClusters, startLocalClusters } from '../../../src/local/local-clusters.ts';
import { openLocalLogins } from '../../../src/local/open-local-logins.ts';
import { StateInUse } from '../../../src/local/state-lock.ts';
import { Secret } from '../../../src/secret.ts';
import { allAnswer, askServer, run, settings, temporaryFolder } from './helpers.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder.remove();
});

const all = localClusterNames.map((name) => ({ name }));

it('keeps data, passwords and one earlier log between starts', async () => {
  const start = () => startLocalClusters({ stateDir: folder.path, settings });
  {
    await using first = await start();
    expect(first.clusters.users.isNew).toBe(true);
    expect(await allAnswer(first)).toEqual(all);
    await run(first.topology.hub, 'create table kept as select 42 as answer');
  }
  for (const _ of ['second start', 'third start']) {
    await using again = await start();
    expect(again.clusters.users.isNew).toBe(false);
    expect(await run(again.topology.hub, 'select answer from kept')).toEqual([{ answer: 42 }]);
  }
  const logs = (await readdir(join(folder.path, 'users/data'))).filter((name) => name.startsWith('log'));
  expect(logs.toSorted()).toEqual(['log', 'log.previous']);
});

it('runs two sets at once that wish for the same ports, beside a program that has one of them', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  await using two = await temporaryFolder();
  const start = (stateDir: string) =>
    startLocalClusters({
      stateDir,
      settings,
      ports: Object.fromEntries(localClusterNames.map((name) => [name, taken])),
    });
  try {
    const [first, second] = await Promise.all([start(folder.path), start(two.path)]);
    await using _first = first;
    await using _second = second;
    const ports = [first, second].flatMap(({ clusters, topology: { hub, others } }) => [
      ...Object.values(clusters).map(({ endpoint }) => endpoint.port),
      ...[hub, ...others].map(({ writer }) => writer.port),
    ]);
    expect(new Set([...ports, taken]).size).toBe(4 * localClusterNames.length + 1);
    expect(await allAnswer(first)).toEqual(all);
    expect(await allAnswer(second)).toEqual(all);
  } finally {
    other.close();
  }
});

it('comes back on the ports of the last start, also on those that it got instead of taken ones', async () => {
  await using own = await temporaryFolder();
  const portsOf = ({ topology: { hub, others } }: LocalClusters) => [hub, ...others].map(({ writer }) => writer.port);
  const ports = Object.fromEntries(localClusterNames.map((name) => [name, 0]));
  const first = await startLocalClusters({ stateDir: own.path, settings, ports });
  await first.stop();
  const second = await startLocalClusters({ stateDir: own.path, settings });
  await second.stop();
  expect(portsOf(second)).toEqual(portsOf(first));

  const other = createServer().listen(portsOf(first)[0], '127.0.0.1');
  await once(other, 'listening');
  const third = await startLocalClusters({ stateDir: own.path, settings });
  await third.stop();
  other.close();
  expect(portsOf(third)[0]).not.toBe(portsOf(first)[0]);
  expect(portsOf(third).slice(1)).toEqual(portsOf(first).slice(1));

  await using fourth = await startLocalClusters({ stateDir: own.path, settings });
  expect(portsOf(fourth)).toEqual(portsOf(third));
});

it('has one owner a state folder, keeps its secrets to itself, and opens logins once their roles exist', async () => {
  const start = () => startLocalClusters({ stateDir: folder.path, settings });
  await using owner = await start();
  const refusal = start();
  await expect(refusal).rejects.toThrow(StateInUse);
  await expect(refusal).rejects.toThrow(`already run by process ${process.pid}`);
  expect(await allAnswer(owner)).toEqual(all);
  for (const secret of ['passwords.json', 'aws-credentials']) {
    expect((await stat(join(folder.path, secret))).mode & 0o777).toBe(0o600);
  }

  const [orders] = owner.topology.others;
  if (orders?.hop === undefined) throw new Error('no hop');
  const asHop = { ...orders, admin: orders.hop };
  await openLocalLogins(owner.topology);
  await expect(run(asHop, 'select 1')).rejects.toThrow(/password authentication failed/);
  await run(orders, 'create role fdw_reader login');
  await openLocalLogins(owner.topology);
  expect(await run(asHop, 'select current_user::text as name')).toEqual([{ name: 'fdw_reader' }]);
});

it('listens on the loopback address only, compares text the same everywhere, and refuses a wrong password', async () => {
  await using clusters = await startLocalClusters({ stateDir: folder.path, settings });
  const { hub } = clusters.topology;
  expect(
    await run(
      hub,
      `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
              current_setting('random_page_cost') as page_cost, datlocprovider as provider, datlocale as locale
       from pg_database where datname = 'users'`,
    ),
  ).toEqual([
    {
      addresses: '127.0.0.1',
      sockets: `"${join(folder.path, 'users')}"`,
      page_cost: '1.1',
      provider: 'b',
      locale: 'C.UTF-8',
    },
  ]);
  const { endpoint } = clusters.clusters.users;
  await expect(askServer(endpoint, new Secret('guessed'))).rejects.toThrow(/password authentication failed/);
  const intruder = { user: 'postgres', auth: { kind: 'password', password: new Secret('guessed') } } as const;
  await expect(run({ ...hub, admin: intruder }, 'select 1')).rejects.toThrow(
    'PAM authentication failed for user "postgres"',
  );
});

it('begins anew when asked to, with other passwords', async () => {
  const passwords = () => readFile(join(folder.path, 'passwords.json'), 'utf8');
  const before = await passwords();
  await using clusters = await startLocalClusters({ stateDir: folder.path, settings, fresh: true });
  expect(clusters.clusters.orders.isNew).toBe(true);
  expect(await run(clusters.topology.hub, "select to_regclass('kept') as kept")).toEqual([{ kept: null }]);
  expect(await passwords()).not.toBe(before);
});
