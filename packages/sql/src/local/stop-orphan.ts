import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * Stops the server that a killed process left running on a data folder, and removes the postmaster.pid that a crash left.
 * A process is stopped only where it really is a postgres on this folder: after a crash its id may be another program's,
 * and then postgres would refuse to start as long as that program runs.
 * The caller holds the lock of the state folder, so no live owner can have started it.
 *
 * @returns the process id of the server that was stopped, if any.
 */
export async function stopOrphan(dataDir: string): Promise<number | undefined> {
  const pidFile = join(dataDir, 'postmaster.pid');
  const text = await readFile(pidFile, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const pid = Number.parseInt(text, 10);
  const running = Number.isSafeInteger(pid) && pid > 1 && (await isServerOf(dataDir, pid));
  if (running) await stopProcess(pid, () => isServerOf(dataDir, pid));
  await rm(pidFile, { force: true });
  return running ? pid : undefined;
}

/** Servers are started as `<bin>/postgres -D <data folder> -c …`. */
async function isServerOf(dataDir: string, pid: number): Promise<boolean> {
  return (await commandLine(pid)).includes(`/postgres -D ${dataDir} `);
}

/** The command line of a process with blanks between its arguments; empty where it is gone or a zombie. */
async function commandLine(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ');
  }
  const { stdout } = await run('ps', ['-ww', '-o', 'command=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return stdout;
}

/** Fast shutdown first; a server that does not end is shut down at once, and at last killed: recovery mends the data. */
async function stopProcess(pid: number, isRunning: () => Promise<boolean>): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: 30_000 },
    { signal: 'SIGQUIT', waitMs: 10_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!(await isRunning())) return;
    sendSignal(pid, signal);
    const deadline = Date.now() + waitMs;
    while (Date.now() < deadline && (await isRunning())) await sleep(50);
  }
  if (await isRunning()) throw new Error(`The PostgreSQL server with process id ${pid} does not end: stop it by hand.`);
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself since it was last looked at, which the caller's next look finds out.
  }
}
