import { assertNever } from '../errors.ts';
import type { KeysFetch, PlannedCondition } from './plan.ts';

/** The members of a condition: what it asks of other tables. */
export function membersOf(condition: PlannedCondition): readonly Extract<PlannedCondition, { kind: 'member' }>[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(membersOf);
    case 'not':
      return membersOf(condition.condition);
    case 'member':
      return [condition];
    case 'compare':
    case 'in':
    case 'match':
      return [];
    default:
      return assertNever(condition);
  }
}

/** The patterns of a condition on own columns. */
export function matchesIn(condition: PlannedCondition): readonly Extract<PlannedCondition, { kind: 'match' }>[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(matchesIn);
    case 'not':
      return matchesIn(condition.condition);
    case 'match':
      return [condition];
    case 'member':
    case 'compare':
    case 'in':
      return [];
    default:
      return assertNever(condition);
  }
}

/** The own columns that a condition reads. */
export function columnsIn(condition: PlannedCondition): readonly string[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(columnsIn);
    case 'not':
      return columnsIn(condition.condition);
    case 'member':
    case 'compare':
    case 'in':
    case 'match':
      return [condition.column];
    default:
      return assertNever(condition);
  }
}

/** A condition that holds wherever the given one does, and asks nothing of other tables. */
export function ownPart(condition: PlannedCondition): PlannedCondition {
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  return { kind: 'and', conditions: parts.filter((part) => membersOf(part).length === 0) };
}

/** The keys of which one has to be a row's, wherever the condition holds. */
export function requiredKeys(condition: PlannedCondition): readonly KeysFetch[] {
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  return parts.flatMap((part) => (part.kind === 'member' ? [part.keys] : []));
}
