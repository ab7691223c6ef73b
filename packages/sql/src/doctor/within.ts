import { setTimeout as startTimer } from 'node:timers';

/** Nothing came within the time that a look may take. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';

  constructor(limitMs: number) {
    super(`no answer within ${limitMs / 1000} s`);
  }
}

/** The same promise, given up after so many milliseconds. `onLimit` ends what still runs. */
export async function within<Value>(
  limitMs: number,
  work: Promise<Value>,
  onLimit: () => void = () => {},
): Promise<Value> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = startTimer(() => {
    onLimit();
    reject(new NoAnswer(limitMs));
  }, limitMs);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
