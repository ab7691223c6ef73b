import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { startLog } from './server-log.ts';
import { type ServerSettings, serverEnvironment, settingArguments } from './server-settings.ts';
import { asServerUser, type ServerUser } from './server-user.ts';

/** What a server is started with. */
export type LaunchOptions = {
  readonly dir: string;
  readonly dataDir: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  readonly settings: ServerSettings;
};

/** A postgres that this process started. */
export type ServerProcess = {
  readonly pid: number;
  /** False from the moment that it ended, wished or not. */
  isRunning(): boolean;
  /** Settles when it ended. */
  readonly exited: Promise<void>;
  /** Ends it by a fast shutdown: open transactions are rolled back and all is written. Calling again waits for the same end. */
  stop(): Promise<void>;
};

/**
 * Starts postgres in a process group of its own: a Ctrl-C in the terminal reaches every process of the terminal's
 * group, and would shut the server down under a gateway that still answers its last requests. The owner stops it in
 * its own order instead. Should this process end without doing so, the server gets the signal at its exit.
 */
export async function launchServer(options: LaunchOptions): Promise<ServerProcess> {
  const { dir, dataDir, binaries, user, settings } = options;
  const output = await open(startLog(dir), 'w', 0o600);
  try {
    const child = spawn(binaries.postgres, ['-D', dataDir, ...settingArguments(settings)], {
      cwd: '/',
      detached: true,
      env: serverEnvironment,
      stdio: ['ignore', output.fd, output.fd],
      ...asServerUser(user),
    });
    await once(child, 'spawn');
    return watch(child, child.pid ?? Number.NaN);
  } finally {
    await output.close();
  }
}

function watch(child: ChildProcess, pid: number): ServerProcess {
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stopAtExit = () => void child.kill('SIGINT');
  process.once('exit', stopAtExit);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', stopAtExit);
      resolve();
    });
  });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= shutDown(child, exited, isRunning);
    return stopping;
  };
  return { pid, isRunning, exited, stop };
}

/** Fast shutdown; where that hangs, immediate shutdown, and at last a kill: the next start recovers the data. */
async function shutDown(child: ChildProcess, exited: Promise<void>, isRunning: () => boolean): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: 30_000 },
    { signal: 'SIGQUIT', waitMs: 10_000 },
    { signal: 'SIGKILL', waitMs: 5_000 },
  ] as const;
  for (const { signal, waitMs } of steps) {
    if (!isRunning()) return;
    child.kill(signal);
    using patience = waitAtMost(waitMs);
    await Promise.race([exited, patience.over]);
  }
}

/** A timer that does not outlive its use. */
function waitAtMost(ms: number): Disposable & { readonly over: Promise<void> } {
  const abort = new AbortController();
  const over = sleep(ms, undefined, { signal: abort.signal }).catch(() => {});
  return { over, [Symbol.dispose]: () => abort.abort() };
}
