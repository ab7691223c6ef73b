import { type CursorScope, decodeCursor, type SortTerm } from '../cursor.ts';
import type { ConnectionSelection } from '../selection/selection.ts';
import { choosePaging, type PageRequest } from './choose-fetch.ts';
import type { Page, Position, Range } from './plan.ts';
import { reverseTerm } from './sort.ts';

/** A page as it was asked for, with its cursors read: the rows strictly between `after` and `before`, from one end. */
export type PageBounds = { readonly scope: CursorScope; readonly after?: Position; readonly before?: Position };

/** Reads a connection's cursors against its ordering; BAD_USER_INPUT where they do not fit. */
export function readBounds(order: readonly SortTerm[], { field, path, page }: ConnectionSelection): PageBounds {
  const scope: CursorScope = { field, order };
  const read = (cursor: string | undefined, argument: string): Position | undefined =>
    cursor === undefined ? undefined : positionOf(scope, cursor, `${path}.${argument}`);
  const after = read(page.after, 'after');
  const before = read(page.before, 'before');
  return { scope, ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) };
}

function positionOf(scope: CursorScope, cursor: string, path: string): Position {
  const values = decodeCursor(scope, cursor, path);
  return { order: scope.order.map((term, index) => ({ ...term, value: values[index] ?? null })) };
}

/** The rows to take for a page, and the relation to take them from. `beyond` is asked where a row past the page has to be known of. */
export function planPage(
  source: Omit<PageRequest, 'order' | 'ranges' | 'limit'>,
  { page }: ConnectionSelection,
  { scope, after, before }: PageBounds,
  beyond: boolean,
): { readonly relation: string; readonly page: Page } {
  const reversed = page.direction === 'backward';
  const order = reversed ? scope.order.map(reverseTerm) : scope.order;
  const ranges: readonly Range[] = [
    ...(after === undefined ? [] : [{ kind: 'after', position: after } as const]),
    ...(before === undefined ? [] : [{ kind: 'after', position: reversePosition(before) } as const]),
  ];
  const limit = page.size + (beyond ? 1 : 0);
  const { relation, method } = choosePaging({ ...source, order, ranges, limit });
  return { relation, page: { order, reversed, size: page.size, limit, ranges, method } };
}

/** The rows at a position and before it. */
export function upTo(position: Position): Range {
  return { kind: 'upTo', position };
}

/** The same place, seen from the other end. */
export function reversePosition({ order }: Position): Position {
  return { order: order.map(reverseTerm) };
}
