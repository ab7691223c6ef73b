import { assertNever } from '../errors.ts';
import type { PlannedCondition } from './plan.ts';

/** A condition as one line; nothing where it leaves no row out. */
export function printCondition(condition: PlannedCondition): string {
  const empty = condition.kind === 'and' && condition.conditions.length === 0;
  return empty ? '' : print(condition);
}

function print(condition: PlannedCondition): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map(print);
      if (parts.length === 0) return condition.kind === 'and' ? 'true' : 'false';
      return parts.length === 1 ? parts.join('') : `(${parts.join(` ${condition.kind} `)})`;
    }
    case 'not':
      return `not ${print(condition.condition)}`;
    case 'compare':
      return `${condition.column} ${condition.comparison} ${condition.value}`;
    case 'in':
      return `${condition.column} in (${condition.values.join(', ')})`;
    case 'match':
      return `${condition.column} ilike ${condition.pattern}`;
    case 'member':
      return `${condition.column} in ${condition.keys.name}`;
    default:
      return assertNever(condition);
  }
}
