import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Fetch, PlannedCondition } from '../plan/plan.ts';
import { arrayParameterOf, parameterOf } from './values.ts';

/** The condition on the rows of a fetch; undefined where it leaves none out. */
export function conditionOf({ condition, route }: Pick<Fetch, 'condition' | 'route'>): RawBuilder<unknown> | undefined {
  return compileCondition(condition, (member) => memberOf(member.column, member.keys.name, route));
}

export type Member = Extract<PlannedCondition, { readonly kind: 'member' }>;

/** A condition, with what it asks of other tables compiled by `member`; undefined where it leaves no row out. */
export function compileCondition(
  condition: PlannedCondition,
  member: (member: Member) => RawBuilder<unknown>,
): RawBuilder<unknown> | undefined {
  return condition.kind === 'and' && condition.conditions.length === 0 ? undefined : compile(condition, member);
}

function compile(condition: PlannedCondition, member: (member: Member) => RawBuilder<unknown>): RawBuilder<unknown> {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => compile(part, member));
      if (parts.length === 0) return condition.kind === 'and' ? sql`true` : sql`false`;
      return sql`(${sql.join(parts, condition.kind === 'and' ? sql` and ` : sql` or `)})`;
    }
    case 'not':
      return sql`not ${compile(condition.condition, member)}`;
    case 'compare': {
      const value = parameterOf(condition.columnKind, condition.value);
      return sql`(${sql.ref(condition.column)} ${sql.raw(condition.comparison)} ${value})`;
    }
    case 'in':
      return sql`(${sql.ref(condition.column)} = any(${arrayParameterOf(condition.columnKind, condition.values)}))`;
    case 'match':
      return sql`(${sql.ref(condition.column)} ilike ${parameterOf('text', condition.pattern)})`;
    case 'member':
      return member(condition);
    default:
      return assertNever(condition);
  }
}

/**
 * Whether a column's value is among the keys of a CTE. On a foreign table the keys are shipped as one array; the hub itself
 * looks them up in a hash, which costs the same however many there are.
 */
function memberOf(column: string, keys: string, route: Fetch['route']): RawBuilder<unknown> {
  const list = sql`select "key" from ${sql.table(keys)}`;
  switch (route) {
    case 'foreign':
      return sql`(${sql.ref(column)} = any(array(${list})))`;
    case 'hub':
      return sql`(${sql.ref(column)} in (${list}))`;
    default:
      return assertNever(route);
  }
}
