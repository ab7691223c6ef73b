import type { CompiledQuery } from 'kysely';
import pg from 'pg';
import { createGate, type Refusal } from './gate.ts';
import { busyError, HubError } from './hub-error.ts';
import type { HubEvent, PoolReading } from './hub-event.ts';
import { runOnSession } from './run-on-session.ts';
import type { Around } from './seen-writes.ts';
import type { Stop } from './stop.ts';

export type SessionPoolOptions = {
  /** What readings and events call it. */
  readonly name: string;
  /** Statements that may wait for a session at once, and for how many milliseconds each. */
  readonly queueLimit: number;
  readonly waitMs: number;
  readonly onEvent: (event: HubEvent) => void;
};

/** Sessions for one kind of statement, so that others never wait behind it. Disposing lets running statements end. */
export type SessionPool = AsyncDisposable & {
  /**
   * Runs a statement on a session, which is dropped where the statement was given up or broke it.
   *
   * @param leftMs how long the server may work on it
   * @param around what is done on the session instead of running it at once; what it rejects with is thrown
   * @param stop gives the statement up, wherever it stands; its reason is thrown
   * @throws HubError of kind `busy` where no session is free in time; what the driver throws
   */
  run<R extends pg.QueryResultRow>(
    query: CompiledQuery<R>,
    leftMs: number,
    stop: Stop,
    around?: Around,
  ): Promise<{ readonly rows: readonly R[] }>;
  reading(): PoolReading;
};

/** Statements of at most as many callers as the pool has sessions enter it: the driver's own queue, which has no bounds, stays empty. */
export function createSessionPool(pool: pg.Pool, options: SessionPoolOptions): SessionPool {
  const { name, queueLimit, waitMs, onEvent } = options;
  const { max, statement_timeout } = pool.options;
  const gate = createGate(max, queueLimit);
  const poolTimeoutMs = Number(statement_timeout);

  const takeSession = async (stop: Stop): Promise<pg.PoolClient> => {
    const connecting = pool.connect();
    try {
      return await unlessStopped(connecting, stop);
    } catch (error) {
      // A session that comes too late serves whoever is next.
      connecting
        .then((late) => late.release())
        .catch(() => {})
        .finally(gate.leave);
      throw error;
    }
  };

  /** A statement whose time is up in the queue was not slow: it never ran. */
  const enter = async (stop: Stop): Promise<Refusal | undefined> => {
    try {
      return await gate.enter(waitMs, stop);
    } catch (error) {
      if (error instanceof HubError && error.failure.kind === 'slow') return 'the wait was too long';
      throw error;
    }
  };

  return {
    async run<R extends pg.QueryResultRow>(query: CompiledQuery<R>, leftMs: number, stop: Stop, around?: Around) {
      const cameAt = performance.now();
      const refusal = await enter(stop);
      if (refusal !== undefined) {
        onEvent({ kind: 'refused', pool: name, because: refusal });
        throw busyError(`of pool "${name}", ${refusal}`);
      }
      const session = await takeSession(stop);
      onEvent({ kind: 'session', pool: name, waitedMs: performance.now() - cameAt });
      const run = await runOnSession<R>(session, query, { leftMs, poolTimeoutMs }, stop, around);
      session.release(run.kind === 'given up' || (run.kind === 'failed' && isBroken(run.error)));
      gate.leave();
      switch (run.kind) {
        case 'answered':
          return { rows: run.rows };
        case 'failed':
          throw run.error;
        case 'given up':
          onEvent({ kind: 'given up', pool: name, because: reasonOf(run.reason) });
          throw run.reason;
      }
    },
    reading: () => ({
      pool: name,
      size: max,
      open: pool.totalCount,
      idle: pool.idleCount,
      running: gate.inside,
      waiting: gate.waiting,
    }),
    [Symbol.asyncDispose]: () => pool.end(),
  };
}

function unlessStopped<T>(work: Promise<T>, stop: Stop): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(stop.reason);
    if (stop.aborted) return giveUp();
    stop.addEventListener('abort', giveUp, { once: true });
    void work.then(resolve, reject).then(() => stop.removeEventListener('abort', giveUp));
  });
}

/** Whether a session is of no use after this: it broke, the server ended it, or a limit of time ended what it did. */
function isBroken(error: unknown): boolean {
  if (error instanceof HubError) return false;
  return !(error instanceof pg.DatabaseError) || error.severity !== 'ERROR' || error.code === '57014';
}

function reasonOf(reason: unknown): 'client left' | 'time limit' | 'cluster gone' {
  if (!(reason instanceof HubError)) return 'client left';
  return reason.failure.kind === 'gone' ? 'cluster gone' : 'time limit';
}
