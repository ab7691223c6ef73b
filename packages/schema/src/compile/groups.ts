import { type RawBuilder, sql } from 'kysely';
import type { GroupsFetch } from '../plan/plan.ts';
import type { Cte } from './cte.ts';
import { figureOf, partName, partOverRows } from './figure-parts.ts';
import { factsFrom, firstOf, groupBy, valueOverFacts } from './group-clauses.ts';
import { compileParts } from './group-parts.ts';
import { orderBy } from './order.ts';
import { PLACE } from './place.ts';
import { nullOf } from './values.ts';

/**
 * The groups with their figures. The facts' cluster aggregates, orders and limits. Where groups are by columns of another table,
 * it gives parts of groups, and the hub puts these together.
 *
 * @example select "status" as "status", count(*) as "count" from "orders"."order_facts" group by 1 order by "count" desc limit 100
 */
export function compileGroups(fetch: GroupsFetch): readonly Cte[] {
  const { name, columns, related } = fetch;
  const parts = related === undefined ? undefined : compileParts(fetch, related);
  const groups = parts === undefined ? groupsOfFacts(fetch) : groupsOfParts(fetch, parts.query);
  const list = columns.map((column) =>
    column.asked ? sql.ref(column.name) : sql`${nullOf(column.columnKind)} as ${sql.id(column.name)}`,
  );
  const shown = sql`select ${sql.join(list)} from (${groups}) as "groups"`;
  const place = sql`row_number() over (order by ${orderBy(fetch.order)}) as ${sql.id(PLACE)}`;
  const query = sql`select "rows".*, ${place} from (${shown}) as "rows"`;
  return [...(parts?.ctes ?? []), { name, materialized: true, query }];
}

/** The first groups, by columns of the facts alone. */
function groupsOfFacts(fetch: GroupsFetch): RawBuilder<unknown> {
  const dimensions = fetch.dimensions.map((dimension) => {
    if (dimension.kind === 'related') throw new Error(`The facts have no column for ${dimension.column}`);
    return sql`${sql.ref(dimension.fact)} as ${sql.id(dimension.column)}`;
  });
  const figures = fetch.figures.map(({ name, figure }) => sql`${figureOf(figure, partOverRows)} as ${sql.id(name)}`);
  return sql`select ${sql.join([...dimensions, ...figures])} ${factsFrom(fetch)}${groupBy(dimensions)}${firstOf(fetch, valueOverFacts(fetch))}`;
}

/** The first groups, of their parts. */
function groupsOfParts(fetch: GroupsFetch, parts: RawBuilder<unknown>): RawBuilder<unknown> {
  const dimensions = fetch.dimensions.map(({ column }) => sql.ref(column));
  const figures = fetch.figures.map(
    ({ name, figure }) => sql`${figureOf(figure, (part) => sql`sum(${sql.id(partName(part))})`)} as ${sql.id(name)}`,
  );
  return sql`select ${sql.join([...dimensions, ...figures])} from (${parts}) as "parts"${groupBy(dimensions)}${firstOf(fetch)}`;
}
