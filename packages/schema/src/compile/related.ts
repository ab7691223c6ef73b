import { type RawBuilder, sql } from 'kysely';
import { upTo } from '../plan/page.ts';
import type { Page, RelatedLookup, RowsFetch } from '../plan/plan.ts';
import { reverseTerm } from '../plan/sort.ts';
import { conditionOf } from './condition.ts';
import type { Cte } from './cte.ts';
import { orderBy } from './order.ts';
import { placed } from './place.ts';
import { rangeCondition } from './range.ts';
import { columnByName } from './values.ts';
import { where } from './where.ts';

type Related = Extract<Page['method'], { readonly kind: 'related' }>;

/**
 * A page in the order of a column of the hub's table. The first rows of that table are taken, and the rows that hang on them; where
 * these do not fill the page, more of them, and in the end `rows`, which looks the column up for all rows.
 *
 * @example
 * "f1_first1" as materialized (select "id" as "key", "name" as "user name" from "users" where "name" is not null order by "name" asc limit 84),
 * "f1_met1" as materialized (select … from (select … from "orders"."orders" where "user_id" = any(array(select "key" from "f1_first1"))) as "own" join "f1_first1" …)
 */
export function compileRelated(
  fetch: RowsFetch,
  page: Page,
  { lookup, sizes }: Related,
  rows: RawBuilder<unknown>,
): readonly Cte[] {
  const { name } = fetch;
  const order = orderBy(page.order);
  const limit = sql.lit(page.limit);
  const blocks = sizes.map((size, index) => ({
    size,
    first: `${name}_first${index + 1}`,
    met: `${name}_met${index + 1}`,
  }));
  const unfilled = (met: string): RawBuilder<unknown> => sql`(select count(*) from ${sql.table(met)}) < ${limit}`;
  const list = sql.join([...fetch.columns, lookup.column].map((column) => sql.ref(column)));
  const steps = blocks.flatMap(({ size, first, met }, index): readonly Cte[] => {
    const missing = blocks.slice(0, index).map((before) => unfilled(before.met));
    return [
      { name: first, materialized: true, query: firstRelated(page, lookup, size, missing) },
      { name: met, materialized: true, query: rowsOfFirst(fetch, page, lookup, first, size) },
    ];
  });
  const all = [
    // A block that fills the page has run after smaller ones that did not, and none has run after it.
    ...blocks.map(({ met }) => sql`select ${list} from ${sql.table(met)} where not ${unfilled(met)}`),
    sql`select * from (select ${list} ${rows} order by ${order} limit ${limit}) as "rest"${where(blocks.map(({ met }) => unfilled(met)))}`,
  ];
  const taken = sql`select * from (${sql.join(all, sql` union all `)}) as "all" order by ${order} limit ${limit}`;
  return [...steps, { name, materialized: true, query: placed(page, taken) }];
}

/** The first rows of the hub's table in the wanted order, from where the page begins. */
function firstRelated(
  { order, ranges }: Page,
  lookup: RelatedLookup,
  size: number,
  missing: readonly RawBuilder<unknown>[],
): RawBuilder<unknown> {
  const [term] = order;
  if (term === undefined) throw new Error('An ordering has at least one column');
  const { relation, key, column, relatedColumn } = lookup;
  const own = columnByName(relatedColumn);
  const begins = ranges.map(({ position }) => {
    const [first] = position.order;
    // At it and after it: rows of the same value may follow the one at the position.
    return first === undefined ? undefined : rangeCondition(upTo({ order: [reverseTerm(first)] }), () => own);
  });
  const taken = sql`select ${sql.ref(key)} as "key", ${own} as ${sql.id(column)} from ${sql.table(relation)}${where([sql`${own} is not null`, conditionOf(lookup), ...begins])} order by ${orderBy([term], () => own)} limit ${sql.lit(size)}`;
  return missing.length === 0 ? taken : sql`select * from (${taken}) as "first"${where(missing)}`;
}

/** What hangs on them. Others may have the value of the last: what hangs on those may come between, so the last value is left out. */
function rowsOfFirst(
  fetch: RowsFetch,
  { order, ranges }: Page,
  { from, column }: RelatedLookup,
  first: string,
  size: number,
): RawBuilder<unknown> {
  const [term] = order;
  if (term === undefined) throw new Error('An ordering has at least one column');
  const keys = sql`${sql.ref(from)} = any(array(select "key" from ${sql.table(first)}))`;
  const columns = sql.join(fetch.columns.map((shown) => sql.ref(shown)));
  const own = sql`select ${columns} from ${sql.table(fetch.relation)}${where([keys, conditionOf(fetch)])}`;
  const last = sql`(select ${sql.ref(column)} from ${sql.table(first)} order by ${orderBy([reverseTerm(term)])} limit 1)`;
  const complete = sql`((select count(*) from ${sql.table(first)}) < ${sql.lit(size)} or ${sql.ref(column)} <> ${last})`;
  const met = sql`select "own".*, "first".${sql.id(column)} from (${own}) as "own" join ${sql.table(first)} as "first" on "first"."key" = "own".${sql.id(from)}`;
  return sql`select * from (${met}) as "met"${where([complete, ...ranges.map((range) => rangeCondition(range))])}`;
}
