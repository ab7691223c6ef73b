import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/** What a code means to HTTP and to the client. */
type ErrorKind = {
  /** The HTTP status of an answer that carries no data because of this error. */
  readonly status: number;
  /** Whether the client may see the message; otherwise it is masked and logged. */
  readonly expose: boolean;
  /** What whoever meets the code can do about it. */
  readonly remedy: string;
};

/** The closed table of error codes: every error that leaves the gateway carries one of them in `extensions.code`. */
export const errorCodes = {
  GRAPHQL_PARSE_FAILED: { status: 400, expose: true, remedy: 'Mend the syntax of the document.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, expose: true, remedy: 'Compare the document with the schema.' },
  BAD_USER_INPUT: { status: 200, expose: true, remedy: 'Mend the argument that the message names.' },
  UNAUTHENTICATED: { status: 401, expose: true, remedy: 'Send valid credentials.' },
  FORBIDDEN: { status: 403, expose: true, remedy: 'Ask for the scope that the message names.' },
  NOT_FOUND: { status: 200, expose: true, remedy: 'Check the id.' },
  CONFLICT: { status: 200, expose: true, remedy: 'Read the record again, then decide.' },
  TOO_COMPLEX: { status: 400, expose: true, remedy: 'Ask for less in one operation.' },
  RATE_LIMITED: { status: 429, expose: true, remedy: 'Wait for as long as Retry-After says.' },
  TIMEOUT: { status: 504, expose: true, remedy: 'Ask for less, or allow more time.' },
  OVERLOADED: { status: 503, expose: true, remedy: 'Wait for as long as Retry-After says.' },
  SOURCE_UNAVAILABLE: { status: 200, expose: true, remedy: 'Try again later: the named cluster does not answer.' },
  INTERNAL: { status: 500, expose: false, remedy: 'Report the request id.' },
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorCodes;

type CausewayErrorOptions = Omit<GraphQLErrorOptions, 'extensions'> & {
  /** With SOURCE_UNAVAILABLE: the cluster that did not answer. */
  readonly cluster?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
};

/**
 * An error that is raised on purpose: its message says what is wrong, where, and what to do about it.
 * Anything else that is thrown is a fault of ours, and is masked as INTERNAL.
 */
export class CausewayError extends GraphQLError {
  constructor(code: ErrorCode, message: string, { cluster, extensions, ...options }: CausewayErrorOptions = {}) {
    super(message, {
      ...options,
      extensions: { ...extensions, code, ...(cluster === undefined ? {} : { source: cluster }) },
    });
  }
}

/** BAD_USER_INPUT, at the place that the message begins with. */
export function badInput(message: string): CausewayError {
  return new CausewayError('BAD_USER_INPUT', message);
}

/** Total handling of a union: a new member fails the build where it is not handled yet. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled case: ${JSON.stringify(value)}`);
}
