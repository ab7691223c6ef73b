import { CausewayError } from '../errors.ts';
import type { Absence } from '../plan/plan.ts';

/** How long a client should wait before it asks an overloaded gateway again. */
const retryAfterSeconds = 1;

/** What a client reads where a cluster's part of an answer is missing. */
export function absenceError({ cluster, because }: Absence, cause?: unknown): CausewayError {
  const options = { cluster, ...originalOf(cause) };
  switch (because) {
    case 'gone':
      return new CausewayError(
        'SOURCE_UNAVAILABLE',
        `Cluster "${cluster}" does not answer at the moment; try again later`,
        options,
      );
    case 'behind':
      return new CausewayError(
        'SOURCE_UNAVAILABLE',
        `Cluster "${cluster}" does not have the write yet that causeway-after names; try again, or ask without that header`,
        options,
      );
    case 'slow':
      return new CausewayError(
        'TIMEOUT',
        `Cluster "${cluster}" took too long; ask for less, or for smaller pages`,
        options,
      );
    case 'busy':
      return new CausewayError(
        'OVERLOADED',
        `Too many statements wait for cluster "${cluster}"; try again in ${retryAfterSeconds} s`,
        { ...options, extensions: { retryAfterSeconds } },
      );
  }
}

/** The whole statement took too long. */
export function timeoutError(cause: unknown): CausewayError {
  return new CausewayError(
    'TIMEOUT',
    'The database took too long; ask for less, or for smaller pages',
    originalOf(cause),
  );
}

/** The hub has no room for the statement. */
export function overloadedError(cause: unknown): CausewayError {
  return new CausewayError(
    'OVERLOADED',
    `The gateway has more to do than it can; try again in ${retryAfterSeconds} s`,
    { ...originalOf(cause), extensions: { retryAfterSeconds } },
  );
}

function originalOf(cause: unknown): { readonly originalError?: Error } {
  return cause instanceof Error ? { originalError: cause } : {};
}
