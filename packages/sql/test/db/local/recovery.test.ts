import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { findBinaries } from '../../../src/local/binaries.ts';
import { freePort } from '../../../src/local/free-port.ts';
import { startLocalCluster } from '../../../src/local/local-cluster.ts';
import { localClusterNames } from '../../../src/local/local-cluster-names.ts';
import { startLocalClusters } from '../../../src/local/local-clusters.ts';
import { keepPassword } from '../../../src/local/local-passwords.ts';
import { asServerUser, findServerUser, giveTo } from '../../../src/local/server-user.ts';
import { allAnswer, askServer, isRunning, run, settings, temporaryFolder } from './helpers.ts';

const program = join(import.meta.dirname, 'start-clusters.ts');

let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  folder = await temporaryFolder();
});

afterAll(async () => {
  await folder.remove();
});

async function spawnOwner(
  ...parameters: string[]
): Promise<{ owner: ChildProcess; gone: Promise<unknown>; pids: readonly number[] }> {
  const owner = spawn(process.execPath, [program, ...parameters], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(owner, 'exit');
  let text = '';
  for await (const chunk of owner.stdout) {
    text += String(chunk);
    if (text.includes('\n')) break;
  }
  return { owner, gone, pids: z.array(z.int()).parse(JSON.parse(text)) };
}

async function end(pids: readonly number[]): Promise<boolean> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (!(await Promise.all(pids.map(isRunning))).includes(true)) return true;
    await sleep(50);
  }
  return false;
}

it('after kill -9 of its owner, stops the servers that still run and starts on their data', async () => {
  const { owner, gone, pids } = await spawnOwner(folder.path);
  owner.kill('SIGKILL');
  await gone;
  expect(await Promise.all(pids.map(isRunning))).toEqual(localClusterNames.map(() => true));

  await using clusters = await startLocalClusters({ stateDir: folder.path, settings });
  expect(await Promise.all(pids.map(isRunning))).toEqual(localClusterNames.map(() => false));
  expect(clusters.clusters.users.isNew).toBe(false);
  expect(await allAnswer(clusters)).toHaveLength(localClusterNames.length);
});

it('takes its servers with it when the owner ends without stopping them', async () => {
  const { gone, pids } = await spawnOwner(folder.path, 'exit');
  await gone;
  expect(await end(pids)).toBe(true);
});

it("recovers from a crash of the server, also where its process id is another program's by now", async () => {
  const start = () => startLocalClusters({ stateDir: folder.path, settings });
  {
    await using clusters = await start();
    const { users } = clusters.clusters;
    await run(clusters.topology.hub, 'create table kept as select 42 as answer');
    process.kill(users.pid, 'SIGKILL');
    await users.exited;
    expect(users.isRunning()).toBe(false);
  }
  const other = spawn('sleep', ['60'], { stdio: 'ignore', ...asServerUser(await findServerUser()) });
  await once(other, 'spawn');
  const pidFile = join(folder.path, 'users/data/postmaster.pid');
  const [, ...rest] = (await readFile(pidFile, 'utf8')).split('\n');
  await writeFile(pidFile, [other.pid, ...rest].join('\n'));
  try {
    await using clusters = await start();
    expect(await run(clusters.topology.hub, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect(other.exitCode ?? other.signalCode).toBeNull();
  } finally {
    other.kill();
  }
});

it("shows the server's own words where it cannot even read its settings, and leaves nothing running", async () => {
  await using whole = await startLocalClusters({ stateDir: folder.path, settings });
  await whole.stop();
  const file = join(folder.path, 'orders/data/postgresql.conf');
  const before = await readFile(file, 'utf8');
  await appendFile(file, "work_mem = 'nonsense'\n");
  try {
    const failure = startLocalClusters({ stateDir: folder.path, settings });
    await expect(failure).rejects.toThrow(/cluster "orders" did not start: it ended while starting/);
    await expect(failure).rejects.toThrow(/invalid value for parameter "work_mem": "nonsense"/);
  } finally {
    await writeFile(file, before);
  }
  await expect(stat(join(folder.path, 'users/data/postmaster.pid'))).rejects.toThrow(/ENOENT/);
});

it("shows the server's last log lines where it fails after its log collector started", async () => {
  await using whole = await startLocalClusters({ stateDir: folder.path, settings });
  await whole.stop();
  const signal = join(folder.path, 'users/data/recovery.signal');
  await writeFile(signal, '');
  await giveTo(await findServerUser(), signal);
  try {
    await expect(startLocalClusters({ stateDir: folder.path, settings })).rejects.toThrow(
      /cluster "users" did not start.*FATAL: {2}must specify "?restore_command"?/s,
    );
  } finally {
    await rm(signal);
  }
});

it('takes another port where a program takes the chosen one before the server does', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const address = other.address();
  const taken = typeof address === 'object' && address !== null ? address.port : 0;
  await using clusters = await startLocalClusters({ stateDir: folder.path, settings });
  await clusters.stop();
  const offers = [taken, taken];
  try {
    await using cluster = await startLocalCluster({
      name: 'orders',
      dir: join(folder.path, 'orders'),
      binaries: await findBinaries(),
      user: await findServerUser(),
      password: await keepPassword(folder.path),
      settings,
      choosePort: async () => offers.pop() ?? (await freePort()),
    });
    expect(offers).toEqual([]);
    expect(cluster.endpoint.port).not.toBe(taken);
    expect(await askServer(cluster.endpoint, await keepPassword(folder.path))).toBe('postgres');
  } finally {
    other.close();
  }
});
