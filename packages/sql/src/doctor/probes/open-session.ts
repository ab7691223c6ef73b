import type { Kysely } from 'kysely';
import pg from 'pg';
import { createDatabase } from '../../connect/create-database.ts';
import { passwordOf } from '../../connect/create-pool.ts';
import { tlsOptions } from '../../connect/tls.ts';
import type { Entry } from '../places.ts';

/** A login that has signed in. Disposing closes its connections, whatever state they are in. */
export type Session = AsyncDisposable & {
  readonly database: Kysely<unknown>;
  /** How long signing in took, in milliseconds. */
  readonly tookMs: number;
};

/**
 * Signs in as the gateway does, with a limit of time on everything: connecting, waiting for a connection, each statement. Nothing can be
 * written. Rejects with the driver's errors.
 */
export async function openSession({ place, login }: Entry, limitMs: number): Promise<Session> {
  const { cluster, endpoint } = place;
  const { host, port } = endpoint.via ?? endpoint;
  const pool = new pg.Pool({
    host,
    port,
    database: cluster.database,
    user: login.user,
    password: passwordOf(endpoint, login),
    ssl: tlsOptions(cluster, endpoint),
    application_name: 'causeway doctor',
    options: '-c TimeZone=UTC -c default_transaction_read_only=on',
    max: 3,
    connectionTimeoutMillis: limitMs,
    // The server ends a statement itself, where it can: nothing is left running there.
    statement_timeout: limitMs,
    query_timeout: limitMs + 1_000,
    keepAlive: true,
  });
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  const startedAt = performance.now();
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  const tookMs = performance.now() - startedAt;
  const database = createDatabase<unknown>(pool);
  // Destroying a database that was never used would leave the pool as it is.
  return { database, tookMs, [Symbol.asyncDispose]: () => pool.end() };
}
