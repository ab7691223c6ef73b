import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { tokenLifetimeMs } from '../connect/sign-token.ts';
import type { Cluster, Topology } from '../topology/topology.ts';
import type { ForeignTable } from './foreign-table.ts';
import { type RenewedHop, renewHops } from './renew-hops.ts';

/** What became of one attempt to renew. */
export type RenewalEvent =
  | { readonly kind: 'renewed'; readonly hops: readonly RenewedHop[] }
  /** Another process holds the lock and renews; this one asks again in its time. */
  | { readonly kind: 'left to another process' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retryInMs: number };

/** What a caller decides; times are in milliseconds. */
export type KeepRenewedOptions = {
  readonly onEvent: (event: RenewalEvent) => void;
  /** Between renewals; a third of a token's life by default. */
  readonly intervalMs?: number;
  /** After the first failure; doubled after each further one, up to a minute. 1,000 by default. */
  readonly retryMs?: number;
};

/** A renewal that goes on until it is disposed of. */
export type HopRenewal = AsyncDisposable & {
  /** Settles after the first attempt, whatever became of it. */
  readonly first: Promise<void>;
  /** When this process last renewed, in milliseconds since 1970; undefined where it has not yet. */
  lastSuccess(): number | undefined;
};

const longestRetryMs = 60_000;

/** The hub as the login that renews sees it. */
export function asRenewer(hub: Cluster): Cluster {
  return { ...hub, admin: hub.renewer ?? hub.admin };
}

/**
 * Renews the tokens of the hops now and at every third of their life. Any number of processes may do so: the one that holds an
 * advisory lock of the hub renews, and another takes over once that one is gone. What fails is tried again, sooner.
 */
export function keepHopsRenewed(
  topology: Topology,
  foreignTables: readonly ForeignTable[],
  options: KeepRenewedOptions,
): HopRenewal {
  const { onEvent, intervalMs = tokenLifetimeMs / 3, retryMs = 1_000 } = options;
  const stop = new AbortController();
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  const pool = createPool(asRenewer(topology.hub), {
    purpose: 'admin',
    role: 'writer',
    max: 1,
    statementTimeoutMs: 30_000,
  });
  const database = createDatabase<unknown>(pool);
  let lastSuccess: number | undefined;
  let failures = 0;

  const renewOnce = async (session: Kysely<unknown>) => {
    if (!(await takeLead(session))) return onEvent({ kind: 'left to another process' });
    const hops = await renewHops(session, topology, foreignTables);
    lastSuccess = Date.now();
    onEvent({ kind: 'renewed', hops });
  };
  const goOn = async () => {
    // One session all the time: the lock is its own, and ends with it.
    await database.connection().execute(async (session) => {
      while (!stop.signal.aborted) {
        await renewOnce(session);
        failures = 0;
        firstDone();
        await sleep(intervalMs, undefined, { signal: stop.signal }).catch(() => {});
      }
    });
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      await goOn().catch(async (error: unknown) => {
        const retryInMs = Math.min(retryMs * 2 ** failures, longestRetryMs);
        failures += 1;
        onEvent({ kind: 'failed', error, retryInMs });
        firstDone();
        await sleep(retryInMs, undefined, { signal: stop.signal }).catch(() => {});
      });
    }
    await database.destroy();
  };
  const ended = run();
  return {
    first,
    lastSuccess: () => lastSuccess,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await ended;
    },
  };
}

/** Whether this session is the one that renews. It may hold the lock already: asking again is the same to it. */
async function takeLead(session: Kysely<unknown>): Promise<boolean> {
  const { rows } = await sql<{ leads: boolean }>`
    select pg_try_advisory_lock(hashtextextended('causeway hop renewal', 0)) as leads`.execute(session);
  return rows[0]?.leads === true;
}
