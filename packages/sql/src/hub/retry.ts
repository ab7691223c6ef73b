import type { Failure } from './failure-of.ts';

/** Before the second attempt a random time up to this, in milliseconds; before each further one up to four times as long. */
const backoffMs = 100;

/**
 * Whether running a statement again may help, given what its failure means: where a connection could not be had or broke, where what
 * a standby replays was in the way, and where the server had no room for another session. Our statements only read, so that a second
 * run changes nothing.
 */
export function passes(failure: Failure): boolean {
  return failure.kind === 'gone' || failure.kind === 'conflict' || failure.kind === 'full';
}

/**
 * How long to wait before the next attempt, in milliseconds: full jitter, so that statements which failed together do not come back
 * together.
 *
 * @param attempt the one that failed, from 1
 */
export function backoff(attempt: number, random: () => number = Math.random): number {
  return random() * backoffMs * 4 ** (attempt - 1);
}
