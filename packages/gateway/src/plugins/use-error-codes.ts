import { errorCodes } from '@causeway/schema';
import { type ExecutionResult, GraphQLError } from 'graphql';
import { isAsyncIterable, mapAsyncIterator, type Plugin } from 'graphql-yoga';
import { requestRecord } from '../observe/request-record.ts';
import type { Log } from '../server/log.ts';
import { codeOf, type DataState, publicError } from './public-error.ts';

function dataState(result: ExecutionResult): DataState {
  if (result.data === undefined) return 'none';
  return result.data === null ? 'null' : 'some';
}

/** The executor passes on what it caught while it read variables, whatever it is. */
function asGraphqlError(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const originalError = error instanceof Error ? error : new Error(String(error));
  return new GraphQLError(originalError.message, { originalError });
}

/**
 * Gives every error a code of the closed table and the HTTP status that follows from it. What was not raised on purpose
 * is logged, once, with the request's id, and masked. All errors pass here, whatever stage they come from: one place
 * that sees an answer before it is written, instead of a mask for each stage that could be forgotten.
 */
export function useErrorCodes(log: Log): Plugin {
  const present = (result: ExecutionResult, request: Request): ExecutionResult => {
    const record = requestRecord(request);
    const { id } = record;
    const data = dataState(result);
    if (data !== 'none') record.data = data;
    if (result.errors === undefined) return result;
    const errors = result.errors.map(asGraphqlError);
    for (const error of errors) {
      const code = codeOf(error);
      record.codes.push(code);
      if (errorCodes[code].expose) continue;
      log({
        level: 'error',
        message: `Unexpected error${error.path === undefined ? '' : ` at ${error.path.join('.')}`}`,
        requestId: id,
        error: error.originalError ?? error,
      });
    }
    return { ...result, errors: errors.map((error) => publicError(error, data, id)) };
  };
  return {
    onResultProcess({ request, result, setResult }) {
      // Batching is off, so that lists of results do not come up.
      if (Array.isArray(result)) return;
      setResult(
        isAsyncIterable(result) ? mapAsyncIterator(result, (item) => present(item, request)) : present(result, request),
      );
    },
  };
}
