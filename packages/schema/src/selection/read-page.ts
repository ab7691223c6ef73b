import { badInput } from '../errors.ts';
import type { PageRequest } from './selection.ts';

/** The rows of a page that has neither `first` nor `last`. */
export const DEFAULT_SIZE = 20;
/** The groups of a breakdown without `first`. */
export const DEFAULT_GROUPS = 100;
const MAX_SIZE = 500;

/** Reads `first`, `after`, `last` and `before` of a connection; BAD_USER_INPUT where they cannot stand so. */
export function readPage(args: Readonly<Record<string, unknown>>, path: string): PageRequest {
  const first = readSize(args['first'], `${path}.first`);
  const last = readSize(args['last'], `${path}.last`);
  if (first !== undefined && last !== undefined) {
    throw badInput(`${path}: first and last cannot stand together; ask for the first rows or for the last`);
  }
  const after = readCursor(args['after']);
  const before = readCursor(args['before']);
  return {
    size: last ?? first ?? DEFAULT_SIZE,
    direction: last === undefined ? 'forward' : 'backward',
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  };
}

/** Reads the size of a page: 0 to 500 rows; undefined where none is given. */
export function readSize(value: unknown, path: string): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isSize(value)) throw badInput(`${path}: a page has 0 to ${MAX_SIZE} rows, not ${value}`);
  return value;
}

/** Whether a page can have that many rows. */
export function isSize(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= MAX_SIZE;
}

function readCursor(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
