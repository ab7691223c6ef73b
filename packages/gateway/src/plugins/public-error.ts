import { type ErrorCode, errorCodes } from '@causeway/schema';
import { GraphQLError } from 'graphql';

/** Codes that Yoga and its executor give to requests which cannot be carried out as they were sent. */
const foreignInputCodes: ReadonlySet<unknown> = new Set([
  'BAD_REQUEST',
  'REQUEST_ENTITY_TOO_LARGE',
  'OPERATION_RESOLUTION_FAILURE',
]);

function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code);
}

/**
 * The executor's own complaints about variables and arguments carry no code. They are told from faults of ours by the
 * node that they point to: a variable's definition or an argument's value, where ours point to the field that failed.
 */
function isInputFault(error: GraphQLError): boolean {
  const kind = error.nodes?.[0]?.kind;
  if (kind === undefined) return error.path === undefined && error.originalError === undefined;
  return kind !== 'Field' && kind !== 'OperationDefinition';
}

/** The code of the closed table that an error stands for, or INTERNAL where it was not raised on purpose. */
export function codeOf(error: GraphQLError): ErrorCode {
  const { code } = error.extensions;
  if (isErrorCode(code)) return code;
  if (foreignInputCodes.has(code)) return 'BAD_USER_INPUT';
  return code === undefined && isInputFault(error) ? 'BAD_USER_INPUT' : 'INTERNAL';
}

/** What HTTP is told about an error; absent where the answer carries data and so is a success. */
type HttpExtension = { readonly status: number; readonly spec: boolean; readonly headers?: Record<string, string> };

/**
 * The status of an answer without data because of this error. `spec` marks what the GraphQL-over-HTTP specification
 * wants as 200 for clients that accept `application/json` only: well-formed requests with a faulty operation. Yoga also marks
 * requests that are not well-formed, which it gives codes of its own; the executor marks nothing and gives no codes.
 */
function httpOf(error: GraphQLError, code: ErrorCode, executed: boolean): HttpExtension {
  const { http, code: given } = error.extensions;
  if (http?.status === undefined) {
    const { status } = errorCodes[code];
    const actual = !executed && status === 200 ? 400 : status;
    return { status: actual, spec: actual === 400 };
  }
  // The rest of a body that is too large or too late is never read: the connection cannot carry another request.
  const isUnread = http.status === 413 || http.status === 408;
  const headers = isUnread ? { ...http.headers, connection: 'close' } : { ...http.headers };
  const isOperationFault = given === undefined || (given === code && http.spec === true);
  return { status: http.status, spec: isOperationFault, headers };
}

/** When to come back, for whoever reads headers alone; also beside data, where a part of it is missing. */
function retryAfter({ extensions: { retryAfterSeconds } }: GraphQLError): {
  readonly headers?: Record<string, string>;
} {
  return typeof retryAfterSeconds === 'number' ? { headers: { 'retry-after': String(retryAfterSeconds) } } : {};
}

/** What is left of an answer's data: none because execution never began, null because of its errors, or some. */
export type DataState = 'none' | 'null' | 'some';

/**
 * The error as a client may see it: always with a code of the table, and, where the code is not to be exposed, without
 * message and cause but with the request's id, under which the cause stands in the log.
 */
export function publicError(error: GraphQLError, data: DataState, requestId: string): GraphQLError {
  const code = codeOf(error);
  const told = { ...retryAfter(error), ...(data === 'some' ? {} : httpOf(error, code, data === 'null')) };
  const http = Object.keys(told).length === 0 ? {} : { http: told };
  const place = { nodes: error.nodes ?? null, path: error.path ?? null };
  if (!errorCodes[code].expose) {
    return new GraphQLError('Unexpected error.', { ...place, extensions: { code, requestId, ...http } });
  }
  // Yoga's own details of a request that cannot be read are dropped with its code.
  const { http: _http, originalError: _detail, ...extensions } = error.extensions;
  return new GraphQLError(error.message, {
    ...place,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { ...extensions, code, ...http },
  });
}
