import type { CompiledQuery } from 'kysely';
import type { Plan } from './plan/plan.ts';

/** When something ran: its start on the clock of `performance.now()`, and how long it took, both in milliseconds. */
export type Timing = { readonly startedAt: number; readonly durationMs: number };

/**
 * What happened while a root field was answered, told once it is over. `key` is the field's response key, and `error` what was
 * thrown, where it was. It carries plans and statements, so it is not for logs as it stands: both hold values.
 */
export type QueryEvent = Timing & { readonly key: string; readonly error?: unknown } & (
    | { readonly kind: 'stage'; readonly stage: 'selection' | 'plan' | 'compile' }
    | StatementRun
  );

/** A statement that ran on a cluster, to its end or to an error. */
export type StatementRun = {
  readonly kind: 'statement';
  /** Where it was sent. What other clusters it reached from there, the plan's fetches say. */
  readonly cluster: string;
  readonly plan: Plan;
  readonly statement: CompiledQuery;
};

/** Told of each event; it must not throw. */
export type OnQueryEvent = (event: QueryEvent) => void;

/** What an event has besides its time and its end. */
export type EventSubject = QueryEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, keyof Timing | 'error'>
    : never
  : never;

/** Runs a stage that has no await, and tells how long it took. */
export function timed<Result>(onEvent: OnQueryEvent | undefined, subject: EventSubject, run: () => Result): Result {
  const end = begin(onEvent, subject);
  try {
    const result = run();
    end({});
    return result;
  } catch (error) {
    end({ error });
    throw error;
  }
}

/** The same of work that is awaited. */
export async function timedAsync<Result>(
  onEvent: OnQueryEvent | undefined,
  subject: EventSubject,
  run: () => Promise<Result>,
): Promise<Result> {
  const end = begin(onEvent, subject);
  try {
    const result = await run();
    end({});
    return result;
  } catch (error) {
    end({ error });
    throw error;
  }
}

function begin(onEvent: OnQueryEvent | undefined, subject: EventSubject): (rest: { readonly error?: unknown }) => void {
  if (onEvent === undefined) return () => {};
  const startedAt = performance.now();
  return (rest) => onEvent({ ...subject, startedAt, durationMs: performance.now() - startedAt, ...rest });
}
