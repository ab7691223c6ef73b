import type { CompiledQuery } from 'kysely';
import type { Hub } from './execute/execute-statement.ts';
import type { Plan } from './plan/plan.ts';

/** What a request brings along for the resolvers. */
export type RequestContext = {
  /** Runs statements on the hub, signed in as the gateway. */
  readonly hub: Hub;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
  /** Told of each plan and its statement before it runs: for logs, and for whoever asks what ran where. */
  readonly onStatement?: (plan: Plan, statement: CompiledQuery) => void;
  /** Told of each statement that failed because a cluster does not answer, and of what was thrown: for logs. */
  readonly onUnavailable?: ((cluster: string, error: unknown) => void) | undefined;
};
