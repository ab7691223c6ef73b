import { type RawBuilder, sql } from 'kysely';
import type { GroupsFetch } from '../plan/plan.ts';
import { conditionOf } from './condition.ts';
import { figureOf, partOverRows } from './figure-parts.ts';
import { orderBy } from './order.ts';
import { type ColumnValue, columnByName } from './values.ts';
import { where } from './where.ts';

/** `from … where …`: the facts that meet the condition. */
export function factsFrom(fetch: GroupsFetch): RawBuilder<unknown> {
  return sql`from ${sql.table(fetch.relation)}${where([conditionOf(fetch)])}`;
}

/** By the first columns of the select list, as many as are given: an expression with a subquery would not be known again. */
export function groupBy(dimensions: readonly unknown[]): RawBuilder<unknown> {
  return sql` group by ${sql.join(dimensions.map((_, index) => sql.lit(index + 1)))}`;
}

/** Keeps the first groups. What orders them is, unless `valueFor` says otherwise, named in the select list as the groups' columns are. */
export function firstOf(
  { order, columns, limit }: GroupsFetch,
  valueFor: ColumnValue = columnByName,
): RawBuilder<unknown> {
  // A column that was not asked for is null in every group.
  const telling = order.filter(({ column }) => columns.some(({ name, asked }) => name === column && asked));
  return sql` order by ${orderBy(telling, valueFor)} limit ${sql.lit(limit)}`;
}

/**
 * What a column of the groups is while the facts are grouped; columns of another table are what `related` names. A period beside
 * other dimensions is an aggregate: ordered by the column itself, PostgreSQL would rather fetch all facts in that order than let so
 * many groups be made remotely.
 */
export function valueOverFacts({ figures, dimensions }: GroupsFetch, related?: string): ColumnValue {
  return (column) => {
    const named = figures.find(({ name }) => name === column);
    if (named !== undefined) return figureOf(named.figure, partOverRows);
    const dimension = dimensions.find((candidate) => candidate.column === column);
    if (dimension?.kind === 'period' && dimensions.length > 1) return sql`max(${sql.ref(dimension.fact)})`;
    return sql.ref(dimension?.kind === 'related' && related !== undefined ? related : column);
  };
}
