import type { Plugin } from 'graphql-yoga';

/** The one path that takes GraphQL. */
export const graphqlPath = '/graphql';

/** The path that load balancers ask whether this process is alive; it touches no cluster. */
export const healthPath = '/health';

/** Lets `/graphql` through, answers `/health`, and 404 for every other path: exact paths, where Yoga's own match any ending. */
export function useRoutes(): Plugin {
  return {
    onRequest({ url, fetchAPI, endResponse }) {
      const { pathname } = url;
      if (pathname === graphqlPath) return;
      if (pathname === healthPath) {
        endResponse(fetchAPI.Response.json({ status: 'ok' }));
        return;
      }
      const message = `There is nothing at this path: GraphQL is at ${graphqlPath}, the health check at ${healthPath}.`;
      const body = { errors: [{ message, extensions: { code: 'BAD_USER_INPUT' } }] };
      endResponse(fetchAPI.Response.json(body, { status: 404 }));
    },
  };
}
