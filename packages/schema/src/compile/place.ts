import { type RawBuilder, sql } from 'kysely';
import type { Page, RowsFetch } from '../plan/plan.ts';
import { reverseTerm } from '../plan/sort.ts';
import { orderBy } from './order.ts';

/** The column of a page's rows that holds a row's place in its list, from 1. No table has a column of that name. */
export const PLACE = '#';

/** Whether a page's rows have places: not where there is one list and all that is taken is shown, for then its own order is enough. */
function hasPlaces({ method, limit, size }: Page): boolean {
  return method.kind === 'ranked' || method.kind === 'window' || limit !== size;
}

/** The rows of a page of one list, which are in its order, with their places where they have some. */
export function placed(page: Page, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  if (!hasPlaces(page)) return rows;
  const place = sql`row_number() over (order by ${orderBy(page.order)}) as ${sql.id(PLACE)}`;
  return sql`select "rows".*, ${place} from (${rows}) as "rows"`;
}

/** What follows ORDER BY to have a page's rows, of the CTE of that name, in the order of the response. */
export function responseOrder({ name, page }: Pick<RowsFetch, 'name' | 'page'>): RawBuilder<unknown> {
  if (page === undefined || hasPlaces(page)) {
    return sql`${sql.ref(`${name}.${PLACE}`)} ${sql.raw(page?.reversed === true ? 'desc' : 'asc')}`;
  }
  const order = page.reversed ? page.order.map(reverseTerm) : page.order;
  return orderBy(order, (column) => sql.ref(`${name}.${column}`));
}
