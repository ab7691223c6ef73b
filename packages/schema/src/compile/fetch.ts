import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Fetch, FiguresFetch, GroupsFetch, Lookup, Page, RowsFetch, TallyFetch } from '../plan/plan.ts';
import { conditionOf } from './condition.ts';
import type { Cte } from './cte.ts';
import { aggregateOf, groupKey } from './figure.ts';
import { groupedKeys } from './grouped-keys.ts';
import { compileGroups } from './groups.ts';
import { compileGuess } from './guess.ts';
import { keysCondition } from './keys.ts';
import { orderBy } from './order.ts';
import { PLACE, placed } from './place.ts';
import { rangeCondition } from './range.ts';
import { compileRelated } from './related.ts';
import { compileSteps } from './steps.ts';
import { compileTop } from './top.ts';
import { literalOf } from './values.ts';
import { visibleRelation } from './visible-relation.ts';
import { where } from './where.ts';

/** The CTE of a fetch, which bears its name, after those that it is made of. */
export function compileFetch(fetch: Fetch): readonly Cte[] {
  if (fetch.kind === 'rows' && fetch.page?.method.kind === 'steps') {
    return compileSteps(fetch, fetch.page, fetch.page.method);
  }
  if (fetch.kind === 'rows' && fetch.page?.method.kind === 'guess') {
    return compileGuess(fetch, fetch.page, fetch.page.method);
  }
  if (fetch.kind === 'rows' && fetch.page?.method.kind === 'top') {
    return compileTop(fetch, fetch.page, fetch.page.method, rowsFrom(fetch));
  }
  if (fetch.kind === 'rows' && fetch.page?.method.kind === 'related') {
    return compileRelated(fetch, fetch.page, fetch.page.method, rowsFrom(fetch));
  }
  if (fetch.kind === 'groups') return compileGroups(fetch);
  return [{ name: fetch.name, materialized: true, query: compileQuery(fetch) }];
}

function compileQuery(fetch: Exclude<Fetch, GroupsFetch>): RawBuilder<unknown> {
  switch (fetch.kind) {
    case 'rows':
      return compileRows(fetch);
    case 'exists':
    case 'count':
      return compileTally(fetch);
    case 'keys':
      return groupedKeys(fetch, fetch.relation, where([conditionOf(fetch)]));
    case 'figures':
      return compileFigures(fetch);
    default:
      return assertNever(fetch);
  }
}

function compileRows(fetch: RowsFetch): RawBuilder<unknown> {
  const { columns, lookups, page } = fetch;
  const list = sql.join([...columns, ...lookups.map(({ column }) => column)].map((column) => sql.ref(column)));
  const rows = rowsFrom(fetch);
  return page === undefined ? sql`select ${list} ${rows}` : compilePage(page, list, rows);
}

/** `from … where …`: the rows that a page is taken of, with the columns that are looked up. */
function rowsFrom(fetch: RowsFetch): RawBuilder<unknown> {
  const ranges = fetch.page?.ranges ?? [];
  const conditions = [keysCondition(fetch.keys), conditionOf(fetch), ...ranges.map((range) => rangeCondition(range))];
  return sql`from ${sourceOf(fetch)}${where(conditions)}`;
}

/** The rows of a page with their places. LIMITs are literals: as parameters of a generic plan they would not be shipped. */
function compilePage(page: Page, list: RawBuilder<unknown>, rows: RawBuilder<unknown>): RawBuilder<unknown> {
  const { order, limit, method } = page;
  switch (method.kind) {
    case 'limit': {
      const taken = sql`select ${list} ${rows} order by ${orderBy(order)} limit ${sql.lit(limit)}`;
      return placed(page, taken);
    }
    case 'ranked': {
      const rank = sql.ref(method.rank);
      return sql`select ${list}, ${rank} as ${sql.id(PLACE)} ${rows} and ${rank} <= ${sql.lit(limit)}`;
    }
    case 'window': {
      const place = sql`row_number() over (partition by ${sql.ref(method.by)} order by ${orderBy(order)}) as ${sql.id(PLACE)}`;
      return sql`select * from (select ${list}, ${place} ${rows}) as "rows" where ${sql.id(PLACE)} <= ${sql.lit(limit)}`;
    }
    case 'steps':
    case 'guess':
    case 'top':
    case 'related':
      throw new Error(`A page by ${method.kind} is more than one query`);
    default:
      return assertNever(method);
  }
}

/** The relation that is read, with the columns that are looked up in others. */
function sourceOf({ relation, lookups }: RowsFetch | TallyFetch): RawBuilder<unknown> {
  if (lookups.length === 0) return sql.table(relation);
  const columns = lookups.map((lookup, index) => sql`${lookupValue(lookup, index)} as ${sql.id(lookup.column)}`);
  const joins = lookups.map((lookup, index) => {
    const [table, key] =
      lookup.kind === 'figure' ? [sql.table(lookup.figures.name), 'key'] : [visibleRelation(lookup), lookup.key];
    const alias = sql.id(aliasOf(index));
    return sql` left join ${table} as ${alias} on ${alias}.${sql.id(key)} = "own".${sql.id(lookup.from)}`;
  });
  return sql`(select "own".*, ${sql.join(columns)} from ${sql.table(relation)} as "own"${sql.join(joins, sql``)}) as "rows"`;
}

function lookupValue(lookup: Lookup, index: number): RawBuilder<unknown> {
  const alias = sql.id(aliasOf(index));
  switch (lookup.kind) {
    case 'figure': {
      const value = sql`${alias}.${sql.id(lookup.figure)}`;
      return lookup.absent === null ? value : sql`coalesce(${value}, ${literalOf(lookup.columnKind, lookup.absent)})`;
    }
    case 'related':
      return sql`${alias}.${sql.id(lookup.relatedColumn)}`;
    default:
      return assertNever(lookup);
  }
}

function aliasOf(index: number): string {
  return `lookup${index}`;
}

/** Per list its `key`, and for `count` the number of rows. A list without rows is not there. */
function compileTally(fetch: TallyFetch): RawBuilder<unknown> {
  const { kind, keys, ranges } = fetch;
  const rows = sql`from ${sourceOf(fetch)}${where([keysCondition(keys), conditionOf(fetch), ...ranges.map((range) => rangeCondition(range))])}`;
  const counted = kind === 'count';
  switch (keys.kind) {
    case 'all':
      return counted ? sql`select count(*) as "count" ${rows}` : sql`select true as "key" ${rows} limit 1`;
    case 'values':
    case 'parent':
    case 'bind': {
      const key = sql.ref(keys.column);
      if (counted) return sql`select ${key} as "key", count(*) as "count" ${rows} group by ${key}`;
      return keys.kind === 'parent'
        ? sql`select ${key} as "key" ${rows} limit 1`
        : sql`select ${key} as "key" ${rows} group by ${key}`;
    }
    default:
      return assertNever(keys);
  }
}

/** One row a key, or one in all. */
function compileFigures(fetch: FiguresFetch): RawBuilder<unknown> {
  const { relation, keys, by, hashed, figures } = fetch;
  const list = figures.map(({ name, figure }) => sql`${aggregateOf(figure)} as ${sql.id(name)}`);
  const rows = sql`from ${sql.table(relation)}${where([keysCondition(keys), conditionOf(fetch)])}`;
  if (by === undefined) return sql`select ${sql.join([sql`true as "key"`, ...list])} ${rows}`;
  const key = groupKey(by, hashed);
  return sql`select ${sql.join([sql`${key} as "key"`, ...list])} ${rows} group by ${key}`;
}
