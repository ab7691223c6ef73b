import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { localClusterNames } from '../local/local-cluster-names.ts';
import { standbyDir } from '../local/state-dir.ts';
import { lockState } from '../local/state-lock.ts';
import { stopOrphan } from '../local/stop-orphan.ts';

/** Of every folder that tests start clusters in; a folder of another name is never swept. */
export const temporaryPrefix = 'causeway-test-';

/** A state folder for one test run, outside every checkout, so that runs side by side never meet. */
export async function makeTemporaryState(): Promise<string> {
  await sweepAbandoned();
  return await mkdtemp(join(tmpdir(), temporaryPrefix));
}

/** Stops the servers and removes the folders of test runs that were killed: nobody else ever would. */
async function sweepAbandoned(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(temporaryPrefix));
  await Promise.all(names.map((name) => sweep(join(tmpdir(), name))));
}

/** A run makes its folder a moment before it locks it, and tests of starting free the lock in between: younger ones are left alone. */
const minimumAgeMs = 600_000;

async function sweep(folder: string): Promise<void> {
  try {
    if (Date.now() - (await stat(folder)).mtimeMs < minimumAgeMs) return;
    using _lock = lockState(folder);
    const servers = localClusterNames.flatMap((name) => [join(folder, name), standbyDir({ path: folder }, name)]);
    await Promise.all(servers.map((dir) => stopOrphan(join(dir, 'data'))));
    await rm(folder, { recursive: true, force: true });
  } catch {
    // Another run lives in it, is sweeping it too, or it is another user's.
  }
}
