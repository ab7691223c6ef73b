import { type RawBuilder, sql } from 'kysely';
import type { FigureLookup, Page, RowsFetch } from '../plan/plan.ts';
import { conditionOf } from './condition.ts';
import type { Cte } from './cte.ts';
import { aggregateOf, groupKey } from './figure.ts';
import { keysCondition } from './keys.ts';
import { orderBy } from './order.ts';
import { placed } from './place.ts';
import { rangeCondition } from './range.ts';
import { type ColumnValue, literalOf } from './values.ts';
import { where } from './where.ts';

type Top = Extract<Page['method'], { readonly kind: 'top' }>;

/**
 * A page by a figure, highest first. The keys with the highest figures are asked for, and their rows met on the hub: all others
 * come after them. Only where these do not fill the page, `rows` is run, which orders all rows by all figures.
 *
 * @example
 * "f1_top" as materialized (select ("user_id" + 0) as "id", sum("total") as "orders total" from "orders"."orders" group by ("user_id" + 0) having sum("total") > '0.00'::numeric order by sum("total") desc, ("user_id" + 0) desc limit 121),
 * "f1_met" as materialized (select … from "users" as "own" join "f1_top" as "top" using ("id")),
 * "f1" as materialized (select … from (select * from "f1_met" where (select count(*) from "f1_met") >= 21 union all select * from (…) as "rest" where (select count(*) from "f1_met") < 21) …)
 */
export function compileTop(
  fetch: RowsFetch,
  page: Page,
  { lookup, take }: Top,
  rows: RawBuilder<unknown>,
): readonly Cte[] {
  const { name, relation, columns } = fetch;
  const { column, from } = lookup;
  const [top, met] = [`${name}_top`, `${name}_met`];
  const list = sql.join([...columns, column].map((shown) => sql.ref(shown)));
  const order = orderBy(page.order);
  const found = sql`(select count(*) from ${sql.table(met)})`;
  const rest = sql`select ${list} ${rows} order by ${order} limit ${sql.lit(page.limit)}`;
  const all = sql`select * from ${sql.table(met)} where ${found} >= ${sql.lit(page.limit)} union all select * from (${rest}) as "rest" where ${found} < ${sql.lit(page.limit)}`;
  const taken = sql`select * from (${all}) as "all" order by ${order} limit ${sql.lit(page.limit)}`;
  return [
    { name: top, materialized: true, query: topKeys(page, lookup, take) },
    {
      name: met,
      materialized: true,
      query: sql`select ${list} from ${sql.table(relation)} join ${sql.table(top)} using (${sql.ref(from)})`,
    },
    {
      name,
      materialized: true,
      query: placed(page, taken),
    },
  ];
}

/** The first keys by their figures, of those whose figure is higher than what stands for none. Shipped whole. */
function topKeys(
  { order, ranges }: Page,
  { column, from, figure, absent, columnKind, figures }: FigureLookup,
  take: number,
): RawBuilder<unknown> {
  const named = figures.figures.find(({ name }) => name === figure);
  if (named === undefined) throw new Error(`The figures have no "${figure}"`);
  const value = aggregateOf(named.figure);
  const key = groupKey(figures.by, figures.hashed);
  const valueFor: ColumnValue = (other) => (other === column ? value : key);
  const having = [
    ...(absent === null ? [] : [sql`${value} > ${literalOf(columnKind, absent)}`]),
    ...ranges.map((range) => rangeCondition(range, valueFor)),
  ];
  const conditions = having.length === 0 ? sql`` : sql` having ${sql.join(having, sql` and `)}`;
  return sql`select ${key} as ${sql.id(from)}, ${value} as ${sql.id(column)} from ${sql.table(figures.relation)}${where([keysCondition(figures.keys), conditionOf(figures)])} group by ${key}${conditions} order by ${orderBy(order, valueFor)} limit ${sql.lit(take)}`;
}
