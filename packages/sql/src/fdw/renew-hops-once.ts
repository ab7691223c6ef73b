import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Topology } from '../topology/topology.ts';
import { TopologyError } from '../topology/topology-error.ts';
import { ForeignServerError } from './foreign-server-error.ts';
import type { ForeignTable } from './foreign-table.ts';
import { type RenewedHop, renewHops } from './renew-hops.ts';
import { inRenewalSession } from './renewal-session.ts';

/** What a caller decides. */
export type RenewOnceOptions = {
  readonly signal: AbortSignal;
  /** Told of each attempt that failed and is followed by another. */
  readonly onRetry?: (error: unknown, retryInMs: number) => void;
  /** Pauses between the attempts, in milliseconds; 1, 3 and 9 seconds by default. */
  readonly pausesMs?: readonly number[];
};

/**
 * Gives every hop that signs in with IAM a new token, once, as the renewer at the hub's writer, for a schedule. What may pass by itself
 * is tried again: a hub that fails over, a sign-in that AWS throttles. What only a person mends fails at once.
 *
 * @throws the last attempt's error, as {@link renewHops} has them; the signal's reason where it is aborted meanwhile.
 */
export async function renewHopsOnce(
  topology: Topology,
  foreignTables: readonly ForeignTable[],
  { signal, onRetry, pausesMs = [1_000, 3_000, 9_000] }: RenewOnceOptions,
): Promise<readonly RenewedHop[]> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await inRenewalSession(topology, (session) => renewHops(session, topology, foreignTables));
    } catch (error) {
      const pauseMs = pausesMs[attempt];
      if (pauseMs === undefined || isLasting(error)) throw error;
      onRetry?.(error, pauseMs);
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** A topology, a right or an object that is missing; a database that does not exist, a password that is wrong. */
function isLasting(error: unknown): boolean {
  if (error instanceof TopologyError) return true;
  if (!(error instanceof ForeignServerError)) return false;
  const { cause } = error;
  return cause === undefined || (cause instanceof pg.DatabaseError && /^(42|3D000|28P01)/.test(cause.code ?? ''));
}
