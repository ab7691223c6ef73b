import { type RawBuilder, sql } from 'kysely';
import type { Having, KeysFetch } from '../plan/plan.ts';
import { aggregateOf } from './figure.ts';
import { parameterOf } from './values.ts';

/**
 * The different keys among the rows of a relation. DISTINCT would not be shipped; GROUP BY and HAVING are. Rows of the hub that have a
 * key of their own each have nothing to group; what travels is grouped always, which bounds it by its shape.
 */
export function groupedKeys(
  { column, having, negated, unique, route }: KeysFetch,
  relation: string,
  condition: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const key = sql.ref(column);
  if (unique && route === 'hub' && having.length === 0)
    return sql`select ${key} as "key" from ${sql.table(relation)}${condition}`;
  const ranges = having.map(compileHaving);
  const all = sql.join(ranges, sql` and `);
  const filter = ranges.length === 0 ? sql`` : negated ? sql` having not (${all})` : sql` having ${all}`;
  return sql`select ${key} as "key" from ${sql.table(relation)}${condition} group by ${key}${filter}`;
}

function compileHaving({ figure, comparison, value }: Having): RawBuilder<unknown> {
  return sql`${aggregateOf(figure)} ${sql.raw(comparison)} ${parameterOf(figure.columnKind, value)}`;
}
