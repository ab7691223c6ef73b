import { existsSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { localClusterNames } from '../local/local-cluster-names.ts';
import { startLocalClusters } from '../local/local-clusters.ts';
import { topologyToJson } from '../topology/topology-to-json.ts';
import './provided-context.ts';
import { makeTemporaryState } from './temporary-state.ts';

/**
 * Durability is given up for speed, though not by synchronous_commit: VACUUM leaves pages unmarked whose commit is not written
 * yet. Every statement is logged, in one file, so that tests can read what a cluster received.
 */
const settings = {
  fsync: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  log_statement: 'all',
  log_filename: 'test.log',
  log_rotation_age: '0',
};

/** Any that is free: the usual ones may belong to clusters that `dev` runs. */
const ports = Object.fromEntries(localClusterNames.map((name) => [name, 0]));

/**
 * Starts one set of clusters for all test files of a run, whichever projects they belong to, and removes it after the
 * last one or at an interruption. The first project that needs it starts it; later ones find it provided.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ('causewayTopology' in project.getProvidedContext()) return undefined;
  const stateDir = await makeTemporaryState();
  const clusters = await startLocalClusters({ stateDir, settings, ports });
  const dataDirs = Object.values(clusters.clusters).map(({ dataDir }) => dataDir);
  const removeAtExit = () => removeSync(stateDir, dataDirs);
  process.once('exit', removeAtExit);
  process.once('SIGHUP', exitAtHangUp);
  project.vitest.provide('causewayTopology', topologyToJson(clusters.topology));
  return async () => {
    await clusters.stop();
    process.off('exit', removeAtExit);
    process.off('SIGHUP', exitAtHangUp);
    await rm(stateDir, { recursive: true, force: true });
  };
}

/** Vitest ends itself at once at SIGINT and SIGTERM, but does not know the signal of a closed terminal. */
function exitAtHangUp(): void {
  process.exit(129);
}

const patienceMs = 5_000;

/**
 * Removes the folder of an interrupted run. An exiting process cannot wait for promises, so it watches for the servers'
 * pid files to vanish, which is the last thing a server does; it was told to stop by its own hook on the exit.
 */
function removeSync(stateDir: string, dataDirs: readonly string[]): void {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  const deadline = Date.now() + patienceMs;
  while (dataDirs.some((dataDir) => existsSync(join(dataDir, 'postmaster.pid'))) && Date.now() < deadline) {
    Atomics.wait(clock, 0, 0, 20);
  }
  rmSync(stateDir, { recursive: true, force: true });
}
