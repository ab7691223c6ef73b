import { type RawBuilder, sql } from 'kysely';
import type { Fetch } from '../plan/plan.ts';
import { conditionOf } from './condition.ts';
import { where } from './where.ts';

type Source = Pick<Fetch, 'relation' | 'condition' | 'route'>;

/** A relation without the rows that the caller may not see, to be joined under another name. */
export function visibleRelation(source: Source): RawBuilder<unknown> {
  const condition = conditionOf(source);
  const relation = sql.table(source.relation);
  return condition === undefined ? relation : sql`(select * from ${relation}${where([condition])})`;
}

/** The same, to be read by itself: `from …`. */
export function fromVisible(source: Source): RawBuilder<unknown> {
  return sql`from ${sql.table(source.relation)}${where([conditionOf(source)])}`;
}
