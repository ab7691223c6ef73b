import { type RawBuilder, sql } from 'kysely';
import type { OrderTerm } from '../catalog/catalog.ts';
import { type ColumnValue, columnByName } from './values.ts';

/** What follows ORDER BY: the columns by name, or by what `valueFor` gives for them. */
export function orderBy(order: readonly OrderTerm[], valueFor: ColumnValue = columnByName): RawBuilder<unknown> {
  return sql.join(
    order.map(({ column, direction, nulls }) => {
      const side = nulls === undefined ? sql`` : sql.raw(` nulls ${nulls}`);
      return sql`${valueFor(column)} ${sql.raw(direction)}${side}`;
    }),
  );
}
