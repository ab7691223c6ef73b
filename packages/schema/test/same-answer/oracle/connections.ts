import { cursorOf, cutPage, type PagedList } from './pages.ts';

/** What each field of a type gives, under the field's name; a function is called with the field's arguments. */
export type Answer = Readonly<Record<string, unknown>>;

/** A connection over a list, with `show` for what a row gives. */
export function connectionOf<Row extends { readonly id: bigint }>(
  list: PagedList<Row>,
  args: unknown,
  show: (row: Row) => Answer,
): Answer {
  const { rows, hasNextPage, hasPreviousPage } = cutPage(list, args);
  const [first] = rows;
  const last = rows.at(-1);
  return {
    edges: rows.map((row) => ({ cursor: cursorOf(list, row), node: show(row) })),
    nodes: rows.map(show),
    pageInfo: {
      hasNextPage,
      hasPreviousPage,
      startCursor: first === undefined ? null : cursorOf(list, first),
      endCursor: last === undefined ? null : cursorOf(list, last),
    },
    totalCount: list.rows.length,
  };
}
