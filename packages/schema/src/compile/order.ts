import { type RawBuilder, sql } from 'kysely';
import type { OrderTerm } from '../catalog/catalog.ts';

/** What follows ORDER BY. */
export function orderBy(order: readonly OrderTerm[]): RawBuilder<unknown> {
  return sql.join(
    order.map(({ column, direction, nulls }) => {
      const side = nulls === undefined ? sql`` : sql.raw(` nulls ${nulls}`);
      return sql`${sql.ref(column)} ${sql.raw(direction)}${side}`;
    }),
  );
}
