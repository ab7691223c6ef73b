import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Fetch, Page, RowsFetch, TallyFetch } from '../plan/plan.ts';
import { keysCondition } from './keys.ts';
import { orderBy } from './order.ts';
import { PLACE } from './place.ts';
import { rangeCondition } from './range.ts';

/** The body of a fetch's CTE. */
export function compileFetch(fetch: Fetch): RawBuilder<unknown> {
  switch (fetch.kind) {
    case 'rows':
      return compileRows(fetch);
    case 'exists':
    case 'count':
      return compileTally(fetch);
    default:
      return assertNever(fetch);
  }
}

function compileRows({ relation, columns, keys, page }: RowsFetch): RawBuilder<unknown> {
  const conditions = [keysCondition(keys), ...(page?.ranges ?? []).map(rangeCondition)];
  const list = sql.join(columns.map((column) => sql.ref(column)));
  const from = sql`from ${sql.table(relation)}`;
  if (page === undefined) return sql`select ${list} ${from}${where(conditions)}`;
  return compilePage(page, list, from, conditions);
}

/** The rows of a page with their places. LIMITs are literals: as parameters of a generic plan they would not be shipped. */
function compilePage(
  { order, limit, method }: Page,
  list: RawBuilder<unknown>,
  from: RawBuilder<unknown>,
  conditions: readonly Condition[],
): RawBuilder<unknown> {
  switch (method.kind) {
    case 'limit': {
      const rows = sql`select ${list} ${from}${where(conditions)} order by ${orderBy(order)} limit ${sql.lit(limit)}`;
      return sql`select "rows".*, row_number() over (order by ${orderBy(order)}) as ${sql.id(PLACE)} from (${rows}) as "rows"`;
    }
    case 'ranked': {
      const rank = sql.ref(method.rank);
      return sql`select ${list}, ${rank} as ${sql.id(PLACE)} ${from}${where([...conditions, sql`${rank} <= ${sql.lit(limit)}`])}`;
    }
    case 'window': {
      const place = sql`row_number() over (partition by ${sql.ref(method.by)} order by ${orderBy(order)}) as ${sql.id(PLACE)}`;
      const rows = sql`select ${list}, ${place} ${from}${where(conditions)}`;
      return sql`select * from (${rows}) as "rows" where ${sql.id(PLACE)} <= ${sql.lit(limit)}`;
    }
    default:
      return assertNever(method);
  }
}

/** Per list its `key`, and for `count` the number of rows. A list without rows is not there. */
function compileTally({ kind, relation, keys, ranges }: TallyFetch): RawBuilder<unknown> {
  const from = sql`from ${sql.table(relation)}${where([keysCondition(keys), ...ranges.map(rangeCondition)])}`;
  const counted = kind === 'count';
  switch (keys.kind) {
    case 'all':
      return counted ? sql`select count(*) as "count" ${from}` : sql`select true as "key" ${from} limit 1`;
    case 'values':
    case 'parent':
    case 'bind': {
      const key = sql.ref(keys.column);
      if (counted) return sql`select ${key} as "key", count(*) as "count" ${from} group by ${key}`;
      return keys.kind === 'parent'
        ? sql`select ${key} as "key" ${from} limit 1`
        : sql`select ${key} as "key" ${from} group by ${key}`;
    }
    default:
      return assertNever(keys);
  }
}

type Condition = RawBuilder<unknown> | undefined;

function where(conditions: readonly Condition[]): RawBuilder<unknown> {
  const all = conditions.filter((condition) => condition !== undefined);
  return all.length === 0 ? sql`` : sql` where ${sql.join(all, sql` and `)}`;
}
