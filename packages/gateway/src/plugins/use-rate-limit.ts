import { anybody, CausewayError, costOf } from '@causeway/schema';
import type { Plugin, YogaInitialContext } from 'graphql-yoga';
import { clientAddress, networkOf } from '../access/client-address.ts';
import { createRateLimit } from '../access/rate-limit.ts';
import { callerOf } from './use-authentication.ts';

export type RateLimitOptions = {
  /** What each client may spend within a minute; `costOf` says what an operation costs. */
  readonly costPerMinute: number;
  /** Proxies of one's own in front, each of which appends to X-Forwarded-For. */
  readonly trustedProxies: number;
};

/** What Yoga's adapter for node:http adds. */
type NodeContext = YogaInitialContext & {
  readonly req?: { readonly socket?: { readonly remoteAddress?: string | undefined } };
};

/** Charges each operation to whoever asks for it, before anything of it runs. Whoever is not asked for a name is known by its address. */
export function useRateLimit({ costPerMinute, trustedProxies }: RateLimitOptions): Plugin<NodeContext> {
  const charge = createRateLimit(costPerMinute);
  return {
    async onExecute({ args }) {
      const { schema, document, operationName, variableValues, contextValue } = args;
      // Statements that are explained run once more.
      const runs = contextValue.params.extensions?.['explain'] === true ? 2 : 1;
      const cost = runs * costOf({ schema, document, operationName, variables: variableValues });
      const wait = await charge(clientOf(contextValue, trustedProxies), cost);
      if (wait === undefined) return;
      const seconds = Math.max(1, Math.ceil(wait / 1_000));
      throw new CausewayError('RATE_LIMITED', `This client has spent its share of a minute; wait for ${seconds} s`, {
        extensions: { cost, http: { status: 429, headers: { 'retry-after': String(seconds) } } },
      });
    },
  };
}

function clientOf({ request, req }: NodeContext, proxies: number): string {
  const caller = callerOf(request);
  if (caller !== anybody) return caller.name;
  const connection = req?.socket?.remoteAddress ?? 'unknown';
  return `address ${networkOf(clientAddress(connection, request.headers.get('x-forwarded-for'), proxies))}`;
}
