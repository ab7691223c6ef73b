import { setTimeout as sleep } from 'node:timers/promises';
import { WrongServerError } from '../connect/server-kind.ts';
import { failureOf } from './failure-of.ts';
import { HubError } from './hub-error.ts';
import { type Stop, Stopper } from './stop.ts';

/** Which of the hub's addresses a statement runs at. */
export type Role = 'reader' | 'writer';

export type AfterWritesOptions = {
  readonly hub: string;
  /** The other clusters that the statement reaches. */
  readonly foreign: readonly string[];
  /** Whether the hub's reader has an address of its own. */
  readonly hasReader: boolean;
  /** How long to wait for a server that lacks a write, in milliseconds. */
  readonly waitMs: number;
  readonly stop: Stop;
};

/** Before the second look at servers that lack a write, in milliseconds; twice as long before each further one, up to the other figure. */
const firstPauseMs = 5;
const longestPauseMs = 100;

/**
 * Runs a statement on a server that has the writes which it is to contain: on the hub's reader, where that has them; on the hub's
 * writer, where the reader lacks one; and again from the beginning, where the writer lacks one too, cannot be reached, or
 * another cluster lacks one. A writer that says nothing is waited for no longer than one that lacks a write.
 *
 * @param run runs it on a session at that address until `stop` aborts; calls `found` once the server is known to have the writes;
 *   throws HubError of kind `behind` where it lacks one
 * @throws HubError of kind `behind` once the wait is over; what `run` throws otherwise
 */
export async function runAfterWrites<Result>(
  run: (role: Role, stop: Stop, found: () => void) => Promise<Result>,
  { hub, foreign, hasReader, waitMs, stop }: AfterWritesOptions,
): Promise<Result> {
  const until = performance.now() + waitMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(2 * pauseMs, longestPauseMs)) {
    const onReader = await attempt(() => run('reader', stop, () => {}));
    if (onReader.kind === 'answered') return onReader.result;
    const { lacking } = onReader;
    // A writer that fails over is no news of the hub, which the reader stands for.
    const onWriter =
      hasReader && lacking.failure.cluster === hub
        ? await attempt(
            () => runUntil(until, lacking, stop, (patience, found) => run('writer', patience, found)),
            (error) => (isAway(error, hub, foreign) ? lacking : undefined),
          )
        : onReader;
    if (onWriter.kind === 'answered') return onWriter.result;
    if (performance.now() + pauseMs > until) throw onWriter.lacking;
    // Whoever left meanwhile learns it after the pause.
    await sleep(pauseMs);
    stop.throwIfAborted();
  }
}

/** Aborts what runs with `reason` at that time, unless it found what it needs by then. */
async function runUntil<Result>(
  until: number,
  reason: unknown,
  stop: Stop,
  run: (stop: Stop, found: () => void) => Promise<Result>,
): Promise<Result> {
  const patience = new Stopper();
  const leave = () => patience.abort(stop.reason);
  stop.addEventListener('abort', leave, { once: true });
  const timer = setTimeout(() => patience.abort(reason), Math.max(0, until - performance.now()));
  const found = () => clearTimeout(timer);
  try {
    return await run(patience, found);
  } finally {
    found();
    stop.removeEventListener('abort', leave);
  }
}

type Behind = HubError & { readonly failure: { readonly kind: 'behind'; readonly cluster: string } };

type Outcome<Result> =
  | { readonly kind: 'answered'; readonly result: Result }
  | { readonly kind: 'behind'; readonly lacking: Behind };

/** @param instead what else counts as lacking a write, and as what */
async function attempt<Result>(
  run: () => Promise<Result>,
  instead: (error: unknown) => Behind | undefined = () => undefined,
): Promise<Outcome<Result>> {
  try {
    return { kind: 'answered', result: await run() };
  } catch (error) {
    const lacking = isBehind(error) ? error : instead(error);
    if (lacking === undefined) throw error;
    return { kind: 'behind', lacking };
  }
}

function isBehind(error: unknown): error is Behind {
  return error instanceof HubError && error.failure.kind === 'behind';
}

/** Whether the hub's writer cannot be reached, and not another cluster behind it. */
function isAway(error: unknown, hub: string, foreign: readonly string[]): boolean {
  const failure = failureOf(error, hub, foreign);
  return error instanceof WrongServerError || (failure.kind === 'gone' && failure.cluster === hub);
}
