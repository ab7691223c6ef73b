import type { ExecutionResult } from 'graphql';
import { CURSOR_MARK } from './oracle/pages.ts';

/**
 * Where two answers differ, in words; undefined where they say the same.
 *
 * Cursors are opaque, so that only their presence counts. An instant may be written in several ways. Errors are compared by code:
 * which of several wrong arguments is named is free. A field of Query with an error is compared no further, since null may stand
 * at the field or at any nullable one around the wrong argument.
 */
export function findDifference(product: ExecutionResult, oracle: ExecutionResult): string | undefined {
  const codes = [product, oracle].map(codesOf);
  if (codes[0] !== codes[1]) return `the errors are ${codes[0]}, and should be ${codes[1]}`;
  const failed = new Set([product, oracle].flatMap(({ errors = [] }) => errors.map(({ path }) => path?.[0])));
  if (failed.size > 0 && (product.data == null || oracle.data == null)) return undefined;
  const compared = [product, oracle].map(({ data }) =>
    Object.fromEntries(Object.entries(data ?? {}).filter(([key]) => !failed.has(key))),
  );
  return differenceOf(compared[0], compared[1], '');
}

/** The codes that occur. Without one, an error is of the document where it has no path, and else one that nobody raised on purpose. */
function codesOf({ errors = [] }: ExecutionResult): string {
  const codes = errors.map(({ extensions, message, path }) =>
    String(extensions?.['code'] ?? (path === undefined ? 'GRAPHQL_VALIDATION_FAILED' : `unexpected (${message})`)),
  );
  return [...new Set(codes)].sort().join(' and ') || 'none';
}

function differenceOf(product: unknown, oracle: unknown, path: string): string | undefined {
  if (typeof product === 'object' && typeof oracle === 'object' && product !== null && oracle !== null) {
    const keys = [product, oracle].map((value) => Object.keys(value));
    if (Array.isArray(product) !== Array.isArray(oracle) || String(keys[0]) !== String(keys[1])) {
      return `${path} has ${describe(product)}, and should have ${describe(oracle)}`;
    }
    const entries = Object.entries(oracle);
    for (const [index, value] of Object.values(product).entries()) {
      const [key, expected] = entries[index] ?? [];
      const difference = differenceOf(value, expected, `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return isSame(product, oracle) ? undefined : `${path} is ${describe(product)}, and should be ${describe(oracle)}`;
}

function isSame(product: unknown, oracle: unknown): boolean {
  if (typeof product !== 'string' || typeof oracle !== 'string') return product === oracle;
  if (oracle.startsWith(CURSOR_MARK)) return product !== '';
  return product === oracle || withoutNotation(product) === withoutNotation(oracle);
}

/** An instant in UTC without what may be written so or so; any other text as it is. */
function withoutNotation(text: string): string {
  const [, seconds, fraction = ''] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00:00)$/.exec(text) ?? [];
  return seconds === undefined ? text : `${seconds}.${fraction.padEnd(6, '0')}Z`;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return `${value.length} elements`;
  if (typeof value === 'object' && value !== null) return `the keys ${Object.keys(value).join(', ')}`;
  return JSON.stringify(value);
}
