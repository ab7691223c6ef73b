import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { tokenLifetimeMs } from '../connect/sign-token.ts';
import { adminOf } from '../topology/admin-of.ts';
import type { Topology } from '../topology/topology.ts';
import type { ForeignTable } from './foreign-table.ts';
import { type RenewedHop, renewHops } from './renew-hops.ts';
import { asRenewer, inRenewalSession } from './renewal-session.ts';

/** What became of one attempt to renew. */
export type RenewalEvent =
  | { readonly kind: 'renewed'; readonly hops: readonly RenewedHop[] }
  /** Another process holds the lock and renews; this one asks again in its time. */
  | { readonly kind: 'left to another process' }
  | { readonly kind: 'failed'; readonly error: unknown; readonly retryInMs: number };

/** What a caller decides; times are in milliseconds. */
export type KeepRenewedOptions = {
  readonly onEvent: (event: RenewalEvent) => void;
  /** Between renewals, at most; a third of a token's life by default. */
  readonly intervalMs?: number;
  /** After the first failure; doubled after each further one, up to a minute. 1,000 by default. */
  readonly retryMs?: number;
};

/** A renewal that goes on until it is disposed of. */
export type HopRenewal = AsyncDisposable & {
  /** Settles after the first attempt, whatever became of it. */
  readonly first: Promise<void>;
  /**
   * A reading for metrics: seconds since this process last renewed, or knew that another does, or, where neither was ever so, since it
   * began to try. Undefined while another process renews. A token lives 900 seconds; an alarm belongs at 600.
   */
  ageSeconds(): number | undefined;
};

const longestRetryMs = 60_000;

/**
 * Renews the tokens of the hops now and at every third of their life, however short that is. Any number of processes may do so: the one that holds an
 * advisory lock of the hub renews, and another takes over once that one is gone. What fails is tried again, sooner.
 *
 * @throws {TopologyError} where the topology has no login that could renew.
 */
export function keepHopsRenewed(
  topology: Topology,
  foreignTables: readonly ForeignTable[],
  options: KeepRenewedOptions,
): HopRenewal {
  const { onEvent, intervalMs = tokenLifetimeMs / 3, retryMs = 1_000 } = options;
  adminOf(asRenewer(topology.hub));
  const stop = new AbortController();
  const { promise: first, resolve: firstDone } = Promise.withResolvers<void>();
  let goodSince = performance.now();
  let follows = false;
  let failures = 0;

  /** Gives the pause until the next renewal: tokens that end with the credentials that signed them live shorter. */
  const renewOnce = async (session: Kysely<unknown>): Promise<number> => {
    follows = !(await takeLead(session));
    const hops = follows ? [] : await renewHops(session, topology, foreignTables);
    goodSince = performance.now();
    onEvent(follows ? { kind: 'left to another process' } : { kind: 'renewed', hops });
    const livesMs = Math.min(...hops.map(({ endsAt }) => endsAt - Date.now()));
    return Math.min(intervalMs, Math.max(retryMs, livesMs / 3));
  };
  const goOn = async () => {
    // One session until something fails: the lock is its own, and ends with it.
    await inRenewalSession(topology, async (session) => {
      while (!stop.signal.aborted) {
        const pauseMs = await renewOnce(session);
        failures = 0;
        firstDone();
        await sleep(pauseMs, undefined, { signal: stop.signal }).catch(() => {});
      }
    });
  };
  const run = async () => {
    while (!stop.signal.aborted) {
      await goOn().catch(async (error: unknown) => {
        follows = false;
        const retryInMs = Math.min(retryMs * 2 ** failures, longestRetryMs);
        failures += 1;
        onEvent({ kind: 'failed', error, retryInMs });
        firstDone();
        await sleep(retryInMs, undefined, { signal: stop.signal }).catch(() => {});
      });
    }
  };
  const ended = run();
  return {
    first,
    ageSeconds: () => (follows ? undefined : (performance.now() - goodSince) / 1000),
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
