import type { ErrorCode } from '@causeway/schema';
import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** A request that is not GraphQL over HTTP at all, with the HTTP status that says so. */
export function badRequest(status: number, message: string): GraphQLError {
  const code: ErrorCode = 'BAD_USER_INPUT';
  return new GraphQLError(message, { extensions: { code, http: { status } } });
}

/** Browsers send the other types that Yoga reads from any page, without asking first: somebody else's page could send mutations. */
function isJson(request: Request): boolean {
  const [type = ''] = (request.headers.get('content-type') ?? '').split(';');
  return type.trim() === 'application/json';
}

/** Gives requests that cannot be read an error with a code, where Yoga has an empty answer or an unexpected error. */
export function useRequestForm(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser }) {
      if (request.method === 'POST' && (requestParser === undefined || !isJson(request))) {
        throw badRequest(415, 'Content-Type: send the operation as application/json, {"query": …, "variables": …}.');
      }
      if (requestParser === undefined) return;
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
