import { columnKindOf, type OrderTerm, type Table } from '../catalog/catalog.ts';
import { type CursorScope, decodeCursor } from '../cursor.ts';
import type { ConnectionSelection } from '../selection/selection.ts';
import { choosePaging } from './choose-fetch.ts';
import type { Keys, Page, Position, Range } from './plan.ts';

/** A page as it was asked for, with its cursors read: the rows strictly between `after` and `before`, from one end. */
export type PageBounds = { readonly scope: CursorScope; readonly after?: Position; readonly before?: Position };

/** Reads a connection's cursors against its ordering; BAD_USER_INPUT where they do not fit. */
export function readBounds(table: Table, { field, path, page }: ConnectionSelection): PageBounds {
  const scope: CursorScope = { field, order: table.order };
  const read = (cursor: string | undefined, argument: string): Position | undefined =>
    cursor === undefined ? undefined : positionOf(table, scope, cursor, `${path}.${argument}`);
  const after = read(page.after, 'after');
  const before = read(page.before, 'before');
  return { scope, ...(after === undefined ? {} : { after }), ...(before === undefined ? {} : { before }) };
}

function positionOf(table: Table, scope: CursorScope, cursor: string, path: string): Position {
  const values = decodeCursor(scope, table, cursor, path);
  return {
    order: scope.order.flatMap((term, index) => {
      const value = values[index];
      return value === undefined ? [] : [{ ...term, columnKind: columnKindOf(table, term.column), value }];
    }),
  };
}

/** The rows to take for a page, and the relation to take them from. `beyond` is asked where a row past the page has to be known of. */
export function planPage(
  table: Table,
  keys: Keys,
  { page }: ConnectionSelection,
  { scope, after, before }: PageBounds,
  beyond: boolean,
): { readonly relation: string; readonly page: Page } {
  const reversed = page.direction === 'backward';
  const order = reversed ? reverseOrder(scope.order) : scope.order;
  const ranges: readonly Range[] = [
    ...(after === undefined ? [] : [{ kind: 'after', position: after } as const]),
    ...(before === undefined ? [] : [{ kind: 'after', position: reversePosition(before) } as const]),
  ];
  const { relation, method } = choosePaging(table, keys, order, ranges);
  return { relation, page: { order, reversed, size: page.size, limit: page.size + (beyond ? 1 : 0), ranges, method } };
}

/** The rows at a position and before it. */
export function upTo(position: Position): Range {
  return { kind: 'upTo', position };
}

/** The same place, seen from the other end. */
export function reversePosition({ order }: Position): Position {
  return { order: order.map((term) => ({ ...term, direction: term.direction === 'asc' ? 'desc' : 'asc' })) };
}

function reverseOrder(order: readonly OrderTerm[]): readonly OrderTerm[] {
  return order.map(({ column, direction }) => ({ column, direction: direction === 'asc' ? 'desc' : 'asc' }));
}
