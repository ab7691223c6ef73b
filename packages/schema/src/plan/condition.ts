import { figureOf, relationOf, type Table, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import type { Comparison, Condition, FigureRange } from '../selection/condition.ts';
import { type Building, estimateOf, sourceOf } from './building.ts';
import type { Having, KeysFetch, PlannedCondition } from './plan.ts';
import { reachedBy, visibleRows } from './visible.ts';

/**
 * Plans a condition on rows of a table, without the table's row rules, which are `visibleRows`' part: what it says of other tables becomes fetches of keys, so that the condition itself
 * speaks of the table's own columns only, and is shipped whole.
 */
export function planCondition(building: Building, tableName: string, condition: Condition): PlannedCondition {
  const table = tableOf(building.catalog, tableName);
  switch (condition.kind) {
    case 'and':
    case 'or':
      return {
        kind: condition.kind,
        conditions: condition.conditions.map((part) => planCondition(building, tableName, part)),
      };
    case 'not':
      return { kind: 'not', condition: planCondition(building, tableName, condition.condition) };
    case 'compare':
    case 'in':
    case 'match':
      return condition;
    case 'some': {
      const { from } = relationOf(table, condition.relation);
      const keys = planKeys(building, tableName, condition.relation, condition.condition, [], false);
      return { kind: 'member', column: from, keys };
    }
    case 'figures':
      return planFigures(building, tableName, condition);
    default:
      return assertNever(condition);
  }
}

/**
 * Only rows that are there have figures in their own cluster. So where the figures over no rows lie in the ranges too, the keys
 * whose figures do not are fetched, and the condition holds for all others.
 */
function planFigures(
  building: Building,
  tableName: string,
  { relation, where, ranges }: Extract<Condition, { readonly kind: 'figures' }>,
): PlannedCondition {
  const { to, from } = relationOf(tableOf(building.catalog, tableName), relation);
  const target = tableOf(building.catalog, to);
  const having = ranges.map((range): Having => ({ ...range, figure: figureOf(target, range.figure) }));
  const negated = ranges.every((range) => holdsWithoutRows(target, range));
  const keys = planKeys(building, tableName, relation, where, having, negated);
  const member: PlannedCondition = { kind: 'member', column: from, keys };
  return negated ? { kind: 'not', condition: member } : member;
}

function planKeys(
  building: Building,
  tableName: string,
  relationName: string,
  condition: Condition,
  having: readonly Having[],
  negated: boolean,
): KeysFetch {
  const relation = relationOf(tableOf(building.catalog, tableName), relationName);
  const { to, key } = relation;
  const planned = visibleRows(building, to, condition, reachedBy(tableName, relation));
  const estimate = estimateOf(building, to, planned);
  return {
    kind: 'keys',
    ...sourceOf(building, to),
    keys: { kind: 'all' },
    condition: planned,
    column: key,
    having,
    negated,
    unique: key === tableOf(building.catalog, to).key,
    ...(estimate === undefined ? {} : { estimate }),
  };
}

function holdsWithoutRows(table: Table, { figure, comparison, value }: FigureRange): boolean {
  const { absent } = figureOf(table, figure);
  return absent !== null && compareDecimals(absent, comparison, value);
}

/** Compares decimals (or integers) that are written out, exactly. */
function compareDecimals(left: string, comparison: Comparison, right: string): boolean {
  const scale = Math.max(fraction(left).length, fraction(right).length);
  const [a, b] = [scaled(left, scale), scaled(right, scale)];
  switch (comparison) {
    case '=':
      return a === b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    default:
      return assertNever(comparison);
  }
}

function fraction(decimal: string): string {
  return decimal.split('.')[1] ?? '';
}

function scaled(decimal: string, scale: number): bigint {
  return BigInt(decimal.replace('.', '') + '0'.repeat(scale - fraction(decimal).length));
}
