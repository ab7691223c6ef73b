import type { Caller } from '@causeway/schema';
import type { Plugin } from 'graphql-yoga';
import type { Authenticate } from '../access/authenticate.ts';
import { requestRecord } from '../observe/request-record.ts';

const callers = new WeakMap<Request, Caller>();

/** Who sends the request. It is known from when the request is read; asking before is a fault of ours. */
export function callerOf(request: Request): Caller {
  const caller = callers.get(request);
  if (caller === undefined) throw new Error('A request was to be answered before it was known who sends it');
  return caller;
}

/** Finds out who sends a request before its body is read; nothing of it is answered where that cannot be told. */
export function useAuthentication(authenticate: Authenticate): Plugin {
  return {
    async onRequestParse({ request }) {
      const caller = await authenticate(request);
      callers.set(request, caller);
      requestRecord(request).caller = caller.name;
    },
  };
}
