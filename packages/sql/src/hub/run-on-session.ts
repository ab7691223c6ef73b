import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import type { Around } from './seen-writes.ts';
import type { Stop } from './stop.ts';

/** How a statement on a session came out. A session whose statement was given up is of no use any more. */
export type Run<R extends pg.QueryResultRow> =
  | { readonly kind: 'answered'; readonly rows: readonly R[] }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'given up'; readonly reason: unknown };

/** Each session's statement timeout as this process set it last; absent where it is still the pool's. */
const timeouts = new WeakMap<pg.ClientBase, number>();

/**
 * Runs one statement on a session until it is answered, or `stop` aborts, whichever is first; never rejects. The server's own limit
 * is set below `leftMs`, so that it ends the statement also where nobody can tell it to.
 *
 * @param around what is done on the session instead of running it at once
 * @param poolTimeoutMs the limit that the pool's sessions begin with
 */
export async function runOnSession<R extends pg.QueryResultRow>(
  session: pg.ClientBase,
  { sql, parameters }: CompiledQuery<R>,
  { leftMs, poolTimeoutMs }: { readonly leftMs: number; readonly poolTimeoutMs: number },
  stop: Stop,
  around: Around = (_session, read) => read(),
): Promise<Run<R>> {
  const current = timeouts.get(session) ?? poolTimeoutMs;
  const limitMs = timeoutWithin(leftMs, current);
  const run = async (): Promise<Run<R>> => {
    try {
      if (limitMs !== current) {
        await session.query(`set statement_timeout = ${limitMs}`);
        timeouts.set(session, limitMs);
      }
      const { rows } = await around(session, () => session.query<R>(sql, [...parameters]));
      return { kind: 'answered', rows };
    } catch (error) {
      return { kind: 'failed', error };
    }
  };
  if (stop.aborted) return { kind: 'given up', reason: stop.reason };
  return await new Promise((resolve) => {
    const giveUp = () => resolve({ kind: 'given up', reason: stop.reason });
    stop.addEventListener('abort', giveUp, { once: true });
    void run().then((outcome) => {
      stop.removeEventListener('abort', giveUp);
      resolve(outcome);
    });
  });
}

/**
 * The server's limit for a statement that may take `leftMs`: never more, and the session's current one where that is near enough:
 * setting another costs a round trip.
 */
export function timeoutWithin(leftMs: number, currentMs: number): number {
  if (currentMs <= leftMs && currentMs >= leftMs * 0.8) return currentMs;
  const step = leftMs >= 2_000 ? 1_000 : 50;
  return Math.max(step, Math.floor(leftMs / step) * step);
}
