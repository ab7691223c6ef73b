import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process runs the clusters of this state folder. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse';
}

/**
 * Takes the one lock of a state folder, until disposed or until the process ends in whatever way.
 * It is a file lock that the kernel holds for the process (taken through SQLite, since Node has no call for it), so
 * that nothing stale remains after kill -9 and no process id can be mistaken for another's.
 *
 * @throws StateInUse with the process id of the owner.
 */
export function lockState(stateDir: string): Disposable {
  const owner = join(stateDir, 'lock.pid');
  const lock = new DatabaseSync(join(stateDir, 'lock'), { timeout: 0 });
  try {
    lock.exec('begin exclusive');
  } catch (cause) {
    lock.close();
    throw new StateInUse(
      `The local clusters in ${stateDir} are already run by process ${readOwner(owner)}: stop it first, or use another state folder.`,
      { cause },
    );
  }
  writeFileSync(owner, `${process.pid}\n`);
  return { [Symbol.dispose]: () => lock.close() };
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '(unknown)';
  }
}
