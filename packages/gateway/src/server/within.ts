import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for work at most so many milliseconds; whether it was done by then. Rejects where the work does in that time. */
export async function within(work: PromiseLike<unknown>, ms: number): Promise<boolean> {
  const timer = new AbortController();
  const late = sleep(ms, false, { signal: timer.signal }).catch(() => false);
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    timer.abort();
  }
}
