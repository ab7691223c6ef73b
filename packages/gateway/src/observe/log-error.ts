import { CausewayError } from '@causeway/schema';

/** An error as a log may hold it. */
export type LoggedError = {
  readonly type: string;
  readonly message: string;
  /** A SQLSTATE, or one of Node's codes. */
  readonly code?: string;
  /** Where it was thrown: the calls alone, without the message that heads them. */
  readonly stack?: string;
  readonly cause?: LoggedError;
  readonly errors?: readonly LoggedError[];
};

const deepest = 5;

/**
 * An error without anything that a client or a row said. Only what is named here is taken: the driver's errors also carry the
 * statement, its context and the values it failed on.
 */
export function logError(error: unknown, depth = 0): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'Something that is no error was thrown.' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const calls = callsOf(error);
  const deeper = depth < deepest;
  const cause = error.cause ?? ('originalError' in error ? error.originalError : undefined);
  return {
    type: error.name === 'error' ? error.constructor.name : error.name,
    message: messageOf(error, code),
    ...(code === undefined ? {} : { code }),
    ...(calls === '' ? {} : { stack: calls }),
    ...(deeper && cause instanceof Error ? { cause: logError(cause, depth + 1) } : {}),
    ...(deeper && error instanceof AggregateError
      ? { errors: error.errors.slice(0, deepest).map((part: unknown) => logError(part, depth + 1)) }
      : {}),
  };
}

/** Our own errors, whose messages name clusters, files and logins, and never values. */
const ownErrors: ReadonlySet<string> = new Set([
  'ForeignServerError',
  'IamTokenError',
  'ListenError',
  'MigrationError',
  'TopologyError',
]);

/**
 * SQLSTATE classes whose messages name roles, databases, tables and addresses. Others, data exceptions (22) and violated
 * constraints (23) before all, repeat the value.
 */
const plainClasses: ReadonlySet<string> = new Set(['08', '25', '28', '3D', '42', '53', '54', '55', '57', '58', 'HV']);

function isPlain(error: Error, code: string | undefined): boolean {
  if (error instanceof CausewayError || ownErrors.has(error.name)) return true;
  if ('syscall' in error) return true;
  return code !== undefined && /^[\dA-Z]{5}$/.test(code) && plainClasses.has(code.slice(0, 2));
}

/** The message; of an error that may repeat values, without what stands in quotes or follows a colon. */
function messageOf(error: Error, code: string | undefined): string {
  const { message } = error;
  if (isPlain(error, code)) return message;
  return message
    .replace(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?/g, '"…"')
    .replace(/:\s.*$/s, ': …')
    .replace(/\d{3,}/g, '…')
    .slice(0, 500);
}

/** A message may have lines that look like calls; it stands in the stack as it was when the error was made. */
function callsOf({ stack = '', message }: Error): string {
  return stack
    .replace(message, '')
    .split('\n')
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .join('\n');
}
