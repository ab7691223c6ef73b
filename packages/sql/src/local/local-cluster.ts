import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Secret } from '../secret.ts';
import type { Endpoint } from '../topology/topology.ts';
import type { Binaries } from './binaries.ts';
import { freePort } from './free-port.ts';
import { initData } from './init-data.ts';
import { lastLogLines, rotateLog } from './server-log.ts';
import { launchServer, type ServerProcess } from './server-process.ts';
import { type ServerSettings, serverSettings } from './server-settings.ts';
import type { ServerUser } from './server-user.ts';
import { removeSocketFolder, type SignInFiles, socketPath, writeSignInFiles } from './sign-in-rules.ts';
import { stopOrphan } from './stop-orphan.ts';
import { waitReady } from './wait-ready.ts';

/** How one local cluster is started. The caller holds the lock of the state folder around `dir`. */
export type LocalClusterOptions = {
  readonly name: string;
  /** Holds the data folder and the start's log. */
  readonly dir: string;
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  /** Of the superuser `postgres`; the data keeps it from its first start on. */
  readonly password: Secret;
  /** Settings beside or instead of the usual ones. */
  readonly settings?: ServerSettings;
  /** How long starting may take, crash recovery included; 60,000 by default. */
  readonly timeoutMs?: number;
  /** Finds the port, any that is free; tests give one that is taken meanwhile. */
  readonly choosePort?: () => Promise<number>;
  readonly onStep?: (step: LocalClusterStep) => void;
};

/** Where a start stands; data is made at the first one only. */
export type LocalClusterStep = 'making data' | 'starting' | 'ready';

/** A running PostgreSQL cluster of this machine. */
export type LocalCluster = AsyncDisposable & {
  readonly name: string;
  /** The server itself, which asks for passwords. */
  readonly endpoint: Endpoint;
  /** Its Unix socket, where nobody is asked for a password; only the server's own user and root may reach it. */
  readonly socket: string;
  readonly dataDir: string;
  readonly pid: number;
  /** Whether the data was made by this start. */
  readonly isNew: boolean;
  isRunning(): boolean;
  /** Settles when the server ended, wished or not. */
  readonly exited: Promise<void>;
  /** Fast shutdown; the data stays. */
  stop(): Promise<void>;
};

/**
 * Starts a cluster on the data in `dir`, made at the first start and kept ever after; a server that a killed process
 * left running on it is stopped first.
 *
 * @throws with the server's last log lines where it does not get ready in time.
 */
export async function startLocalCluster(options: LocalClusterOptions): Promise<LocalCluster> {
  const { name, dir, onStep = () => {} } = options;
  const dataDir = join(dir, 'data');
  const sync = options.settings?.['fsync'] !== 'off';
  const isNew = await initData({ ...options, sync, onMake: () => onStep('making data') });
  onStep('starting');
  await stopOrphan(dataDir);
  await rotateLog(dataDir);
  const files = await writeSignInFiles(dir, options.user);
  const { process, port } = await launchOnFreePort(options, dataDir, files).catch(async (error: unknown) => {
    await removeSocketFolder(files, dir);
    throw error;
  });
  onStep('ready');
  const stop = async () => {
    await process.stop();
    await removeSocketFolder(files, dir);
  };
  return {
    name,
    endpoint: { host: '127.0.0.1', port },
    socket: socketPath(files.socketDir, port),
    dataDir,
    pid: process.pid,
    isNew,
    isRunning: process.isRunning,
    exited: process.exited,
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

const attempts = 5;

/** Starts the server, again on another port where a program took the chosen one first, and again where a crash still echoes. */
async function launchOnFreePort(
  options: LocalClusterOptions,
  dataDir: string,
  files: SignInFiles,
): Promise<{ readonly process: ServerProcess; readonly port: number }> {
  const { dir, password, choosePort = freePort, timeoutMs = 60_000 } = options;
  for (let attempt = 1; ; attempt += 1) {
    const port = await choosePort();
    const process = await launchServer({
      ...options,
      dataDir,
      settings: serverSettings(port, files, options.settings),
    });
    const failure = await waitReady({ process, port, password, dataDir, timeoutMs });
    if (failure === undefined) return { process, port };
    await process.stop();
    const lines = await lastLogLines(dir, dataDir);
    if (attempt === attempts || !lines.some(isPassing)) {
      throw new Error(
        [`PostgreSQL cluster "${options.name}" did not start: ${failure}. Its last log lines:`, ...lines].join('\n  '),
      );
    }
    await sleep(200 * attempt);
  }
}

/** A port taken since it was chosen, or processes of a killed server that have not ended yet. */
function isPassing(line: string): boolean {
  return line.includes('Address already in use') || line.includes('pre-existing shared memory block');
}
