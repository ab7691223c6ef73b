import type { Failure } from './failure-of.ts';

/** Before the second attempt a random time up to this, in milliseconds; before each further one up to four times as long. */
const backoffMs = 100;

const passing: Readonly<Record<Failure['kind'], boolean>> = {
  gone: true,
  conflict: true,
  full: true,
  refused: true,
  slow: false,
  behind: false,
  busy: false,
  other: false,
};

/**
 * Whether running a statement again may help, given what its failure means: where a connection could not be had or broke, where what
 * a standby replays was in the way, where the server had no room for another session, and where it let nobody in. Our statements only
 * read, so that a second run changes nothing.
 */
export function passes(failure: Failure): boolean {
  return passing[failure.kind];
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
