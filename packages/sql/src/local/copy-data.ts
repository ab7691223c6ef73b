import { copyFile, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../secret.ts';
import { asSuperuser } from './as-superuser.ts';
import type { LocalCluster } from './local-cluster.ts';
import { giveTo, type ServerUser } from './server-user.ts';

/** What is copied, and to whom the copy belongs. */
export type CopyOptions = {
  readonly primary: LocalCluster;
  readonly password: Secret;
  readonly user: ServerUser | undefined;
  /** The data folder to make; there is none yet. */
  readonly target: string;
};

/**
 * Copies the data of a server while it runs and makes a standby of the copy, as pg_basebackup does, which npm's binaries lack. The
 * copy appears whole or not at all.
 */
export async function copyData({ primary, password, user, target }: CopyOptions): Promise<void> {
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  const label = await asSuperuser(primary.endpoint, password, async (client) => {
    await client.query("select pg_backup_start('standby', fast => true)");
    await copyFolder(primary.dataDir, unfinished, '', user);
    const { rows } = await client.query<{ labelfile: string }>(
      'select labelfile from pg_backup_stop(wait_for_archive => false)',
    );
    return rows[0]?.labelfile ?? '';
  });
  for (const [name, text] of [
    ['backup_label', label],
    ['standby.signal', ''],
  ] as const) {
    await writeFile(join(unfinished, name), text, { mode: 0o600 });
    await giveTo(user, join(unfinished, name));
  }
  await rename(unfinished, target);
}

/** What belongs to the running server and not to its data, by PostgreSQL's manual on base backups. */
const left = new Set(['postmaster.pid', 'postmaster.opts', 'log', 'log.previous']);
const emptied = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const isLeft = (name: string) => left.has(name) || name.startsWith('pgsql_tmp') || name.startsWith('pg_internal.init');

/** Files may vanish while it copies: what that means is in the log that the copy replays. */
async function copyFolder(source: string, target: string, path: string, user: ServerUser | undefined): Promise<void> {
  const folder = join(target, path);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await giveTo(user, folder);
  for (const entry of await readdir(join(source, path), { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (isLeft(entry.name)) continue;
    if (entry.isDirectory()) {
      if (!emptied.has(path)) await copyFolder(source, target, inner, user);
    } else if (!emptied.has(path)) {
      await copyOne(join(source, inner), join(target, inner), user);
    }
  }
}

async function copyOne(from: string, to: string, user: ServerUser | undefined): Promise<void> {
  try {
    await copyFile(from, to);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw error;
  }
  await giveTo(user, to);
}
