import { requireColumn } from '../access/access.ts';
import { type Breakdown, type Figure, figureOf, relationOf, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import type { Reading } from './read-fields.ts';
import type { OrderRequest } from './read-order.ts';

type Context = Pick<Reading, 'catalog' | 'access'>;

/** The figure of that name. FORBIDDEN where it is made of a column that the caller may not read. */
export function requireFigure({ catalog, access }: Context, table: string, name: string, path: string): Figure {
  const figure = figureOf(tableOf(catalog, table), name);
  if (figure.column !== undefined) requireColumn(access, table, figure.column, path);
  return figure;
}

/** FORBIDDEN where rows of a table are to be ordered by what the caller may not read: the order would tell. */
export function requireOrdering(context: Context, tableName: string, { by }: OrderRequest, path: string): void {
  const table = tableOf(context.catalog, tableName);
  const ordering = table.orderings[by];
  const what = `${path}: ordering by ${by}`;
  switch (ordering?.kind) {
    case undefined:
      return;
    case 'column':
      requireColumn(context.access, tableName, ordering.column, what);
      return;
    case 'figure':
      requireFigure(context, relationOf(table, ordering.relation).to, ordering.figure, what);
      return;
    case 'related':
      requireColumn(context.access, relationOf(table, ordering.relation).to, ordering.column, what);
      return;
    default:
      assertNever(ordering);
  }
}

/** FORBIDDEN where groups are to be made by what the caller may not read, or figures of it. */
export function requireGroups(context: Context, breakdown: Breakdown, by: readonly string[], path: string): void {
  const table = tableOf(context.catalog, breakdown.of);
  for (const name of by) {
    const dimension = breakdown.dimensions[name];
    const what = `${path}.by: grouping by ${name}`;
    if (dimension?.kind === 'related') {
      const { to } = relationOf(table, dimension.relation);
      requireColumn(context.access, to, dimension.relatedColumn, what);
    } else if (dimension !== undefined) {
      requireColumn(context.access, breakdown.of, dimension.fact, what);
    }
  }
  for (const { column } of Object.values(breakdown.figures)) {
    if (column !== undefined) requireColumn(context.access, breakdown.of, column, `${path}: a figure of ${column}`);
  }
}
