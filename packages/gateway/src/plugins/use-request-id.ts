import type { Plugin } from 'graphql-yoga';
import { requestId } from './request-id.ts';

/** Answers with the request's id in `x-request-id`, so that a report from a user leads to the line in the log. */
export function useRequestId(): Plugin {
  return {
    onResponse({ request, response }) {
      response.headers.set('x-request-id', requestId(request));
    },
  };
}
