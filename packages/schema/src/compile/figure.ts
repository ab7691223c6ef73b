import { type RawBuilder, sql } from 'kysely';
import type { Figure } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';

/** A figure over the rows of a query. All of it is shipped. An average is rounded half away from zero, as numerics are. */
export function aggregateOf({ aggregate, column, scale = 0 }: Figure): RawBuilder<unknown> {
  switch (aggregate) {
    case 'count':
      return sql`count(*)`;
    case 'sum':
      return sql`sum(${columnOf(column)})`;
    case 'average':
      return sql`round(sum(${columnOf(column)}) / count(*), ${sql.lit(scale)})`;
    case 'min':
      return sql`min(${columnOf(column)})`;
    case 'max':
      return sql`max(${columnOf(column)})`;
    case 'countDistinct':
      return sql`count(distinct ${columnOf(column)})`;
    default:
      return assertNever(aggregate);
  }
}

/** What figures are grouped by: the column, or its value where no index on it may give the groups. */
export function groupKey(column: string, hashed = false): RawBuilder<unknown> {
  return hashed ? sql`(${sql.ref(column)} + 0)` : sql.ref(column);
}

function columnOf(column: string | undefined): RawBuilder<unknown> {
  if (column === undefined) throw new Error('Only a count does without a column');
  return sql.ref(column);
}
