import type { ErrorCode } from '@causeway/schema';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/**
 * Takes requests that browsers send for pages of other origins only where these are allowed. Browsers do send them, and only keep
 * the answer from the page; so it would be too late to say so in the answer. They name the origin, or say that it is another one;
 * other clients say nothing of it.
 */
export function useOwnPages(allowed: readonly string[]): Plugin {
  return {
    onRequestParse({ request, url }) {
      if (!isOfOtherPage(request, url) || isAllowed(request, allowed)) return;
      const code: ErrorCode = 'BAD_USER_INPUT';
      throw new GraphQLError('Pages of this origin may not ask: the gateway has to be configured with corsOrigins.', {
        extensions: { code, http: { status: 403 } },
      });
    },
  };
}

function isOfOtherPage({ headers }: Request, url: URL): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  // A proxy may end TLS: the host alone is compared.
  return origin !== null && (!URL.canParse(origin) || new URL(origin).host !== (headers.get('host') ?? url.host));
}

function isAllowed({ headers }: Request, allowed: readonly string[]): boolean {
  const origin = headers.get('origin');
  return origin !== null && (allowed.includes('*') || allowed.includes(origin));
}
