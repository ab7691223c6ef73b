/** Counts events in the running second. `take` is false for each one beyond the limit, which is then not counted. */
export type RateLimit = { take(): boolean };

/** A limit of so many events in any whole second; `now` gives milliseconds of a clock that does not go back. */
export function rateLimit(perSecond: number, now: () => number = () => performance.now()): RateLimit {
  let second = Number.NEGATIVE_INFINITY;
  let taken = 0;
  return {
    take() {
      const current = Math.floor(now() / 1000);
      if (current !== second) [second, taken] = [current, 0];
      if (taken >= perSecond) return false;
      taken += 1;
      return true;
    },
  };
}
