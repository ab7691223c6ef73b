import type { Plugin } from 'graphql-yoga';
import type { Readiness } from '../server/readiness.ts';

/** The one path that takes GraphQL. */
export const graphqlPath = '/graphql';

/** The path that tells whether this process is alive; it touches no cluster. */
export const healthPath = '/health';

/** The path that tells whether this process should get requests, and how the clusters stand. */
export const readyPath = '/ready';

/** 503 where requests had better go to another process; one that answers most of a query is better than none. */
const readyStatus: Readonly<Record<Readiness['status'], number>> = {
  ready: 200,
  degraded: 200,
  unready: 503,
  stopping: 503,
};

/**
 * Lets `/graphql` through, answers `/health` and `/ready`, and 404 for every other path: exact paths, where Yoga's own match any
 * ending.
 *
 * @param readiness how things stand; where nobody tells, there is no `/ready`
 */
export function useRoutes(readiness: (() => Promise<Readiness>) | undefined): Plugin {
  return {
    async onRequest({ url, fetchAPI, endResponse }) {
      const { pathname } = url;
      const answer = (body: unknown, status: number) =>
        endResponse(fetchAPI.Response.json(body, { status, headers: { 'cache-control': 'no-store' } }));
      if (pathname === graphqlPath) return;
      if (pathname === healthPath) return answer({ status: 'ok' }, 200);
      if (pathname === readyPath && readiness !== undefined) {
        const state = await readiness();
        return answer(state, readyStatus[state.status]);
      }
      const message = `There is nothing at this path: GraphQL is at ${graphqlPath}, health checks at ${healthPath} and ${readyPath}.`;
      answer({ errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] }, 404);
    },
  };
}
