import { execFile } from 'node:child_process';
import { chown } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The unprivileged system user that runs the servers. */
export type ServerUser = { readonly name: string; readonly uid: number; readonly gid: number };

/**
 * Who the servers run as: nobody special for an ordinary user (undefined), and for root, as whom PostgreSQL refuses
 * to run, the system user `postgres`, or `nobody` where there is none.
 *
 * @throws where root finds neither user.
 */
export async function findServerUser(): Promise<ServerUser | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await lookUp('postgres')) ?? (await lookUp('nobody')) ?? fail();
}

async function lookUp(name: string): Promise<ServerUser | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
    return { name, uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

function fail(): never {
  throw new Error(
    'PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody": start as another user.',
  );
}

/** The options by which a child process runs as that user. */
export function asServerUser(user: ServerUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/** Hands a file or folder to the user that runs the servers; does nothing for an ordinary user. */
export async function giveTo(user: ServerUser | undefined, path: string): Promise<void> {
  if (user !== undefined) await chown(path, user.uid, user.gid);
}

/** @throws where that user cannot enter the folder, naming both: initdb and postgres would fail with less clear words. */
export async function checkReachable(user: ServerUser | undefined, folder: string): Promise<void> {
  if (user === undefined) return;
  await run('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { cwd: '/', ...asServerUser(user) }).catch(() => {
    throw new Error(
      `PostgreSQL runs as user "${user.name}", who cannot enter ${folder}: choose a state folder that every user may enter.`,
    );
  });
}
