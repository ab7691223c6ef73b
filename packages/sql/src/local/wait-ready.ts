import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Secret } from '../secret.ts';
import type { ServerProcess } from './server-process.ts';

/** A server that is starting, and how it is known to be the right one. */
export type ReadyOptions = {
  readonly process: ServerProcess;
  readonly port: number;
  readonly password: Secret;
  readonly dataDir: string;
  readonly timeoutMs: number;
};

/**
 * Waits until the server answers a connection. Its data folder is compared, since another program may hold the port.
 *
 * @returns undefined once it is ready, otherwise why it is not: it ended, or the deadline passed.
 */
export async function waitReady(options: ReadyOptions): Promise<string | undefined> {
  const deadline = Date.now() + options.timeoutMs;
  const ended = options.process.exited.then(() => 'it ended');
  let lastAnswer = 'no answer';
  while (options.process.isRunning()) {
    // Where another program holds the port, its silence must not hide that the server has ended.
    const answer = await Promise.race([askDataFolder(options), ended]);
    if (answer === options.dataDir) return undefined;
    lastAnswer = answer;
    if (Date.now() > deadline) return `it was not ready after ${options.timeoutMs / 1000} s (${lastAnswer})`;
    await sleep(50);
  }
  return 'it ended while starting';
}

/** The data folder that the server names, or why it did not. */
async function askDataFolder({ port, password }: ReadyOptions): Promise<string> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'postgres',
    database: 'postgres',
    password: () => password.reveal(),
    ssl: false,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const result = await client.query<{ data_directory: string }>('show data_directory');
    return result.rows[0]?.data_directory ?? 'no answer';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await client.end().catch(() => {});
  }
}
