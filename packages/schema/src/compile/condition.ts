import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Fetch, PlannedCondition } from '../plan/plan.ts';
import { arrayParameterOf, parameterOf } from './values.ts';

/** The condition on the rows of a fetch; undefined where it leaves none out. */
export function conditionOf({ condition, route }: Fetch): RawBuilder<unknown> | undefined {
  return condition.kind === 'and' && condition.conditions.length === 0 ? undefined : compile(condition, route);
}

function compile(condition: PlannedCondition, route: Fetch['route']): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => compile(part, route));
      if (parts.length === 0) return condition.kind === 'and' ? sql`true` : sql`false`;
      return sql`(${sql.join(parts, condition.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`not ${compile(condition.condition, route)}`;
    case 'compare': {
      const value = parameterOf(condition.columnKind, condition.value);
      return sql`(${sql.ref(condition.column)} ${sql.raw(condition.comparison)} ${value})`;
    }
    case 'in':
      return sql`(${sql.ref(condition.column)} = any(${arrayParameterOf(condition.columnKind, condition.values)}))`;
    case 'match':
      return sql`(${sql.ref(condition.column)} ilike ${parameterOf('text', condition.pattern)})`;
    case 'member':
      return member(condition, route);
    default:
      return assertNever(condition);
  }
}

/**
 * On a foreign table the keys are shipped as one array; the hub itself looks them up in a hash, which costs the same however
 * many there are.
 */
function member(
  { column, keys }: Extract<PlannedCondition, { readonly kind: 'member' }>,
  route: Fetch['route'],
): RawBuilder<unknown> {
  const list = sql`select "key" from ${sql.table(keys.name)}`;
  switch (route) {
    case 'foreign':
      return sql`(${sql.ref(column)} = any(array(${list})))`;
    case 'hub':
      return sql`(${sql.ref(column)} in (${list}))`;
    default:
      return assertNever(route);
  }
}
