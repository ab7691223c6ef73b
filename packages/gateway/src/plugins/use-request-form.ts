import type { ErrorCode } from '@causeway/schema';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** A request that is not GraphQL over HTTP at all, with the HTTP status that says so. */
function badRequest(status: number, message: string): GraphQLError {
  const code: ErrorCode = 'BAD_USER_INPUT';
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** Gives requests that cannot be read an error with a code, where Yoga has an empty answer or an unexpected error. */
export function useRequestForm(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (requestParser === undefined) {
        if (request.method !== 'POST') return;
        throw badRequest(415, 'Content-Type: send the operation as application/json.');
      }
      setRequestParser(async (incoming) => {
        try {
          return await requestParser(incoming);
        } catch (error) {
          if (error instanceof GraphQLError || incoming.signal.aborted) throw error;
          throw badRequest(400, 'The request cannot be read: `variables` and `extensions` must be JSON objects.');
        }
      });
    },
  };
}
