import { isDeepStrictEqual } from 'node:util';
import type pg from 'pg';
import { HubError } from './hub-error.ts';

/** What an answer depends on. */
export type Sameness = {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Whatever else has to be the same. */
  readonly rest: readonly unknown[];
};

/** One of those who wait for a statement. */
export type Waiter = {
  /** When it gives up, as `performance.now()` tells the time, and what is thrown then. */
  readonly due: number;
  readonly late: () => HubError;
  readonly signal: AbortSignal | undefined;
  /** Told where a statement that runs already is to answer it. */
  readonly onShared: () => void;
};

type Answer<R> = { readonly rows: readonly R[] };

/** A statement that runs, and how many wait for it. */
type Running<R> = {
  readonly same: Sameness;
  readonly answer: Promise<Answer<R>>;
  readonly stop: AbortController;
  waiting: number;
};

/** Answers those who ask the same at the same time with one statement. Nothing is kept: who comes after its end has another. */
export type SharedStatements = {
  /**
   * Waits for a statement that is the same and runs already, or else begins one. It goes on until it is done or nobody waits for it any more.
   *
   * @throws what it throws; the waiter's own `late` or its signal's reason, which the others do not notice
   */
  answer<R extends pg.QueryResultRow>(
    same: Sameness,
    waiter: Waiter,
    begin: (signal: AbortSignal) => Promise<Answer<R>>,
  ): Promise<Answer<R>>;
};

export function shareStatements(): SharedStatements {
  const byText = new Map<string, Set<Running<pg.QueryResultRow>>>();

  const find = <R extends pg.QueryResultRow>(same: Sameness): Running<R> | undefined => {
    for (const running of byText.get(same.sql) ?? []) if (answers<R>(running, same)) return running;
    return undefined;
  };

  const drop = (running: Running<pg.QueryResultRow>): void => {
    const { sql } = running.same;
    const ofText = byText.get(sql);
    if (ofText?.delete(running) === true && ofText.size === 0) byText.delete(sql);
  };

  const start = <R extends pg.QueryResultRow>(
    same: Sameness,
    begin: (signal: AbortSignal) => Promise<Answer<R>>,
  ): Running<R> => {
    const stop = new AbortController();
    const answer = begin(stop.signal).finally(() => drop(running));
    const running: Running<R> = { same, answer, stop, waiting: 0 };
    const ofText = byText.get(same.sql);
    if (ofText === undefined) byText.set(same.sql, new Set([running]));
    else ofText.add(running);
    return running;
  };

  const wait = async <R extends pg.QueryResultRow>(
    running: Running<R>,
    { due, late, signal }: Waiter,
  ): Promise<Answer<R>> => {
    const { promise: left, reject } = Promise.withResolvers<never>();
    const leave = () => reject(signal?.reason);
    const timer = setTimeout(() => reject(late()), Math.max(0, due - performance.now()));
    signal?.addEventListener('abort', leave, { once: true });
    running.waiting += 1;
    try {
      return await Promise.race([running.answer, left]);
    } catch (error) {
      if (running.waiting > 1) throw error;
      drop(running);
      running.stop.abort(error);
      // It knows whether it was slow, or waited for a session all the time.
      if (isSlow(error)) return await running.answer;
      throw error;
    } finally {
      running.waiting -= 1;
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }
  };

  return {
    async answer<R extends pg.QueryResultRow>(
      same: Sameness,
      waiter: Waiter,
      begin: (signal: AbortSignal) => Promise<Answer<R>>,
    ) {
      waiter.signal?.throwIfAborted();
      const running = find<R>(same);
      if (running === undefined) return await wait(start(same, begin), waiter);
      waiter.onShared();
      try {
        return await wait(running, waiter);
      } catch (error) {
        // It had begun earlier, and so its time was up earlier: whoever came later has time left for one more.
        const isLeft = waiter.signal?.aborted === true || performance.now() >= waiter.due;
        if (isLeft || !isSlow(error)) throw error;
        return await wait(find<R>(same) ?? start(same, begin), waiter);
      }
    },
  };
}

/** The same statement has the same rows, and so rows of the same type. */
function answers<R extends pg.QueryResultRow>(
  running: Running<pg.QueryResultRow>,
  same: Sameness,
): running is Running<R> {
  return isDeepStrictEqual(running.same, same);
}

function isSlow(error: unknown): boolean {
  return error instanceof HubError && error.failure.kind === 'slow';
}
