import type { Hub } from './execute/execute-statement.ts';

/** What a request brings along for the resolvers. */
export type RequestContext = {
  /** Runs statements on the hub, signed in as the gateway. */
  readonly hub: Hub;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
};
