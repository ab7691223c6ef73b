import { execFile } from 'node:child_process';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Secret } from '../secret.ts';
import type { Binaries } from './binaries.ts';
import { serverEnvironment } from './server-settings.ts';
import { asServerUser, giveTo, type ServerUser } from './server-user.ts';

const run = promisify(execFile);

/** What initdb needs to know. */
export type InitOptions = {
  readonly dir: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  readonly password: Secret;
  /** False where the data need not survive a crash of the machine. */
  readonly sync: boolean;
  /** Called where data has to be made, which takes seconds. */
  readonly onMake: () => void;
};

/**
 * Makes the data folder `<dir>/data` where there is none. It appears whole or not at all: an interrupted initdb leaves
 * a folder of another name, which the next start removes.
 *
 * @returns whether it was made now.
 * @throws with initdb's output, or where the data is of another major version of PostgreSQL.
 */
export async function initData(options: InitOptions): Promise<boolean> {
  const data = join(options.dir, 'data');
  const major = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (major === undefined) {
    options.onMake();
    await makeData(options, data);
    return true;
  }
  const wanted = options.binaries.version.split('.')[0];
  if (major.trim() !== wanted) {
    throw new Error(`${data} was made by PostgreSQL ${major.trim()}, this is ${wanted}: begin anew with --fresh.`);
  }
  return false;
}

async function makeData(options: InitOptions, data: string): Promise<void> {
  const { dir, binaries, user, password, sync } = options;
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await giveTo(user, dir);
  const unfinished = join(dir, 'data.unfinished');
  const passwordFile = join(dir, 'initial-password');
  await Promise.all([unfinished, passwordFile].map((path) => rm(path, { recursive: true, force: true })));
  await writeFile(passwordFile, password.reveal(), { mode: 0o600, flag: 'wx' });
  try {
    await giveTo(user, passwordFile);
    await run(binaries.initdb, initArguments(unfinished, passwordFile, sync), {
      cwd: dir,
      env: serverEnvironment,
      ...asServerUser(user),
    });
    await rename(unfinished, data);
  } catch (cause) {
    throw new Error(`initdb failed in ${dir}:\n${outputOf(cause)}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** C.UTF-8 of the built-in provider sorts the same on every machine: both clusters must agree on the order of texts. */
function initArguments(data: string, passwordFile: string, sync: boolean): string[] {
  return [
    `--pgdata=${data}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    ...(sync ? [] : ['--no-sync']),
  ];
}

function outputOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = ['stdout' in error ? error.stdout : '', 'stderr' in error ? error.stderr : ''];
  return parts.every((part) => part === '') ? error.message : parts.join('');
}
