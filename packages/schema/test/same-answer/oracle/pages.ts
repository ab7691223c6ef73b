import { badInput } from './bad-input.ts';
import { entryOf } from './given.ts';
import { compareRows, type Ordering } from './orderings.ts';

type Identified = { readonly id: bigint };

/** Rows in a total order, of which pages are cut. */
export type PagedList<Row extends Identified> = {
  /** What a cursor is bound to: type and name of the field. */
  readonly field: string;
  readonly rows: readonly Row[];
  /** All rows of the table: a cursor from under another parent or filter marks a place too. */
  readonly all: readonly Row[];
  readonly ordering: Ordering<Row>;
};

/** A part of a list. */
export type Page<Row> = {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
};

const MAX_SIZE = 500;

/** A page's size out of its arguments; BAD_USER_INPUT outside 0 to 500. */
export function readSize(args: unknown, name: string): number | undefined {
  const size = entryOf(args, name);
  if (size === undefined) return undefined;
  if (typeof size !== 'number' || size < 0 || size > MAX_SIZE)
    throw badInput(`${name} is 0 to ${MAX_SIZE}, not ${size}`);
  return size;
}

/** Cuts the page that `first`, `after`, `last` and `before` ask for. */
export function cutPage<Row extends Identified>(list: PagedList<Row>, args: unknown): Page<Row> {
  const first = readSize(args, 'first');
  const last = readSize(args, 'last');
  if (first !== undefined && last !== undefined) throw badInput('first and last cannot stand together');
  const after = rowOfCursor(list, entryOf(args, 'after'));
  const before = rowOfCursor(list, entryOf(args, 'before'));

  const sorted = list.rows.toSorted((a, b) => compareRows(list.ordering, a, b));
  const isUpToAfter = (row: Row) => after !== undefined && compareRows(list.ordering, row, after) <= 0;
  const isFromBefore = (row: Row) => before !== undefined && compareRows(list.ordering, row, before) >= 0;
  const between = sorted.filter((row) => !isUpToAfter(row) && !isFromBefore(row));
  const rows = last === undefined ? between.slice(0, first ?? 20) : between.slice(Math.max(between.length - last, 0));
  const cut = rows.length < between.length;
  return {
    rows,
    hasNextPage: sorted.some(isFromBefore) || (last === undefined && cut),
    hasPreviousPage: sorted.some(isUpToAfter) || (last !== undefined && cut),
  };
}

/** What every cursor of the oracle begins with, so that a comparison knows one when it meets it. */
export const CURSOR_MARK = 'oracle cursor ';

/** A cursor names its field, its ordering and its row. */
export function cursorOf<Row extends Identified>(list: PagedList<Row>, row: Row): string {
  return `${CURSOR_MARK}${JSON.stringify([list.field, printOrdering(list.ordering), String(row.id)])}`;
}

function rowOfCursor<Row extends Identified>(list: PagedList<Row>, cursor: unknown): Row | undefined {
  if (cursor === undefined) return undefined;
  const text = String(cursor);
  if (!text.startsWith(CURSOR_MARK)) throw badInput(`${text} is no cursor`);
  const [field, ordering, id] = JSON.parse(text.slice(CURSOR_MARK.length));
  if (field !== list.field) throw badInput(`The cursor is of ${field}`);
  if (ordering !== printOrdering(list.ordering)) throw badInput(`The cursor is of the ordering ${ordering}`);
  const row = list.all.find((known) => String(known.id) === id);
  if (row === undefined) throw new Error(`The oracle made no cursor of ${id}`);
  return row;
}

function printOrdering<Row>(ordering: Ordering<Row>): string {
  return ordering.map(({ field, direction }) => `${field} ${direction}`).join(', ');
}
