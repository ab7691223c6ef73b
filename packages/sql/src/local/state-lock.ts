import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process runs the clusters of this state folder. */
export class StateInUse extends Error {
  override readonly name = 'StateInUse';
  /** The folder, for who wants to use the running clusters instead. */
  readonly stateDir: string;

  constructor(message: string, stateDir: string, options?: ErrorOptions) {
    super(message, options);
    this.stateDir = stateDir;
  }
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
    if (!isBusy(cause)) throw cause;
    throw new StateInUse(
      `The local clusters in ${stateDir} are already run by process ${readOwner(owner)}: stop it first, or use another state folder.`,
      stateDir,
      { cause },
    );
  }
  writeFileSync(owner, `${process.pid}\n`);
  return { [Symbol.dispose]: () => lock.close() };
}

/** SQLITE_BUSY: another connection holds the lock. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5;
}

function readOwner(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '(unknown)';
  }
}
