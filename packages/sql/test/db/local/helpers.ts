import { execFile } from 'node:child_process';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import pg from 'pg';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool, type PoolOptions } from '../../../src/connect/create-pool.ts';
import type { LocalClusters } from '../../../src/local/local-clusters.ts';
import type { Secret } from '../../../src/secret.ts';
import { temporaryPrefix } from '../../../src/testing/temporary-state.ts';
import type { Cluster, Endpoint } from '../../../src/topology/topology.ts';

const execute = promisify(execFile);

/** Crashes of the machine are not what these tests are about. */
export const settings = { fsync: 'off' };

/** A state folder that goes with its test or, where several tests share its data, with its file. */
export function temporaryFolder() {
  return mkdtempDisposable(join(tmpdir(), temporaryPrefix));
}

/** Runs one statement as superuser, on the cluster's writer unless said otherwise. */
export async function run(
  cluster: Cluster,
  statement: string,
  role: PoolOptions['role'] = 'writer',
): Promise<readonly unknown[]> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role }));
  return (await sql.raw(statement).execute(database)).rows;
}

/** Signs in to a server itself as its superuser, past the emulator in front of it; gives what the statement calls `value`. */
export async function askServer(
  { host, port }: Endpoint,
  password: Secret,
  statement = 'select current_user::text as value',
): Promise<unknown> {
  const client = new pg.Client({ host, port, user: 'postgres', database: 'postgres', password: password.reveal() });
  await client.connect();
  try {
    return (await client.query<{ value: unknown }>(statement)).rows?.[0]?.value;
  } finally {
    await client.end();
  }
}

/** Asks every cluster something that only a server which is up can answer. */
export async function allAnswer({ topology }: LocalClusters): Promise<readonly unknown[]> {
  const clusters = [topology.hub, ...topology.others];
  return (await Promise.all(clusters.map((cluster) => run(cluster, 'select current_database() as name')))).flat();
}

/** Whether a process runs; one that ended but was not waited for does not. */
export async function isRunning(pid: number): Promise<boolean> {
  const { stdout } = await execute('ps', ['-o', 'stat=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout.trim() !== '' && !stdout.startsWith('Z');
}
