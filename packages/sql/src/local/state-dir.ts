import { createHash } from 'node:crypto';
import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { checkReachable, type ServerUser } from './server-user.ts';

const checkout = join(import.meta.dirname, '../../../..');

/** Where root's state lies: outside the checkout, which may lie under a folder that only root may enter. */
const rootHome = '/var/lib/causeway';

/** The folders of one set of local clusters. */
export type StateDir = {
  /** Data, logs, passwords and the lock of this checkout's clusters. */
  readonly path: string;
  /** Where root copies the binaries, shared by all checkouts; ordinary users run the installed ones. */
  readonly binaries: string;
};

/**
 * Makes the state folder: `wished`, or CAUSEWAY_STATE_DIR, or `<checkout>/.causeway`, or, for root, a folder under
 * /var/lib/causeway named after the checkout's path, so that two checkouts never share clusters.
 *
 * @throws where the user that runs the servers cannot enter it.
 */
export async function makeStateDir(wished: string | undefined, user: ServerUser | undefined): Promise<StateDir> {
  const configured = process.env['CAUSEWAY_STATE_DIR'];
  const path = wished ?? configured ?? (await usualPath(user));
  await mkdir(path, { recursive: true, mode: 0o755 });
  // Only the servers' user needs to pass through; what lies inside has owners and modes of its own.
  if (user !== undefined) await chmod(path, 0o711);
  await checkReachable(user, path);
  return { path: await realpath(path), binaries: join(configured ?? rootHome, 'binaries') };
}

async function usualPath(user: ServerUser | undefined): Promise<string> {
  const root = await realpath(checkout);
  if (user === undefined) return join(root, '.causeway');
  return join(rootHome, createHash('sha256').update(root).digest('hex').slice(0, 16));
}

/** The folder that holds everything of one cluster. */
export function clusterDir(state: StateDir, name: string): string {
  return join(state.path, name);
}

/** The folder that holds everything of a cluster's standby. */
export function standbyDir(state: Pick<StateDir, 'path'>, name: string): string {
  return join(state.path, `${name}-standby`);
}
