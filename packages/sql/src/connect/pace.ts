import { setTimeout as sleep } from 'node:timers/promises';

/** How fast turns come, for each key apart. */
export type PaceOptions = {
  /** So many come at once, after a rest. */
  readonly burst: number;
  /** So many in a second from then on. */
  readonly perSecond: number;
  /** What tests replace: milliseconds of a clock that does not go back, 0 to 1, and a pause of so many milliseconds. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly pause?: (ms: number) => Promise<unknown>;
};

/** Spreads what many ask for at once. */
export type Pace = {
  /** Settles when it is this caller's turn: at once within the burst, later ones one after the other, each a little earlier or later by chance. */
  turn(key: string): Promise<void>;
};

export function createPace(options: PaceOptions): Pace {
  const { burst, perSecond, now = () => performance.now(), random = Math.random, pause = sleep } = options;
  const intervalMs = 1_000 / perSecond;
  /** When the last turn that was given would come, were there no burst. */
  const lasts = new Map<string, number>();
  return {
    async turn(key) {
      const present = now();
      const next = Math.max(present, (lasts.get(key) ?? Number.NEGATIVE_INFINITY) + intervalMs);
      lasts.set(key, next);
      const waitMs = next - present - (burst - 1) * intervalMs;
      if (waitMs > 0) await pause(waitMs + (random() - 0.5) * intervalMs);
    },
  };
}
