import { type RawBuilder, sql } from 'kysely';
import { columnsIn, ownPart } from '../plan/condition-parts.ts';
import type { Page, RowsFetch } from '../plan/plan.ts';
import { ownOnly } from './bound-keys.ts';
import { keysCondition } from './keys.ts';
import { orderBy } from './order.ts';
import { rangeCondition } from './range.ts';
import { where } from './where.ts';

/**
 * The first `size` rows in the order of a page that meet what its condition says of the table's own columns, with all columns that are
 * shown, that order, and that the rest of the condition reads. `after` leaves out those that were taken before.
 */
export function candidatesOf(
  fetch: RowsFetch,
  page: Page,
  size: number,
  after?: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const columns = new Set([...fetch.columns, ...columnsIn(fetch.condition), ...page.order.map(({ column }) => column)]);
  const conditions = [
    keysCondition(fetch.keys),
    ownOnly(ownPart(fetch.condition)),
    ...page.ranges.map((range) => rangeCondition(range)),
    after,
  ];
  const list = sql.join([...columns].map((column) => sql.ref(column)));
  return sql`select ${list} from ${sql.table(fetch.relation)}${where(conditions)} order by ${orderBy(page.order)} limit ${sql.lit(size)}`;
}
