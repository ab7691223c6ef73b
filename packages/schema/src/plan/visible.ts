import { requireTable, restrictionsOf } from '../access/access.ts';
import type { RowRule } from '../access/access-rules.ts';
import { columnKindOf, type Relation, relationOf, tableOf } from '../catalog/catalog.ts';
import { type Condition, EVERYTHING } from '../selection/condition.ts';
import { isText } from '../selection/read-values.ts';
import { type Building, sourceOf } from './building.ts';
import { planCondition } from './condition.ts';
import type { Keys, PlannedCondition } from './plan.ts';

/** Only this file makes one, so that whatever reads a table is held to the table's row rules: without it no fetch compiles. */
const visible: unique symbol = Symbol('visible');

/** A condition that holds of no row which the caller may not see. */
export type VisibleCondition = PlannedCondition & { readonly [visible]: true };

/**
 * By what rows are reached: the column that equals a column of visible rows of another table. A rule that leads through this very
 * relation holds of them already, and costs nothing.
 */
export type Reached = { readonly table: string; readonly column: string; readonly parentColumn: string };

/**
 * Plans a condition on rows of a table, and with it the table's row rules for this caller.
 *
 * @throws FORBIDDEN where the caller may not read the table at all
 */
export function visibleRows(
  building: Building,
  tableName: string,
  where: Condition,
  reached?: Reached,
): VisibleCondition {
  const { access, catalog } = building;
  requireTable(access, catalog, tableName);
  const rules = restrictionsOf(access, catalog, tableName)
    .filter((rule) => !holdsOf(building, tableName, rule, reached))
    .map((rule) => conditionOf(building, tableName, rule));
  const condition = rules.length === 0 ? where : all([where, ...rules]);
  return { ...planCondition(building, tableName, condition), [visible]: true };
}

/** The same for a breakdown's facts: what they are rows of, and what else they hold. */
export function visibleFacts(
  building: Building,
  { of, holds }: { readonly of: string; readonly holds: Readonly<Record<string, string | null>> },
  where: Condition,
): VisibleCondition {
  const { access, catalog } = building;
  const condition = visibleRows(building, of, where);
  const members = Object.entries(holds).flatMap(([held, column]): PlannedCondition[] => {
    requireTable(access, catalog, held);
    // Without a key in the facts, the table's rows are seen through others that the facts are held to.
    if (column === null || restrictionsOf(access, catalog, held).length === 0) return [];
    const { key } = tableOf(catalog, held);
    const rows = visibleRows(building, held, EVERYTHING);
    const source = sourceOf(building, held);
    const keys = { kind: 'keys', ...source, keys: { kind: 'all' }, condition: rows, column: key } as const;
    return [{ kind: 'member', column, keys: { ...keys, having: [], negated: false, unique: true } }];
  });
  if (members.length === 0) return condition;
  const parts = condition.kind === 'and' ? condition.conditions : [condition];
  return { kind: 'and', conditions: [...parts, ...members], [visible]: true };
}

/** By what the rows of a relation are reached from rows of a table. */
export function reachedBy(table: string, { from, key }: Relation): Reached {
  return { table, column: key, parentColumn: from };
}

/** By what the rows are reached that keys lead to. */
export function reachedByKeys(keys: Keys): Reached | undefined {
  return keys.kind === 'parent' || keys.kind === 'bind'
    ? { table: keys.parent.table, column: keys.column, parentColumn: keys.parentColumn }
    : undefined;
}

function holdsOf({ catalog }: Building, tableName: string, rule: RowRule, reached: Reached | undefined): boolean {
  if (rule.kind !== 'through' || reached === undefined) return false;
  const { to, from, key } = relationOf(tableOf(catalog, tableName), rule.relation);
  return reached.table === to && reached.column === from && reached.parentColumn === key;
}

function conditionOf({ access, catalog }: Building, tableName: string, rule: RowRule): Condition {
  if (rule.kind === 'through') return { kind: 'some', relation: rule.relation, condition: EVERYTHING };
  const { claim, column } = rule;
  const columnKind = columnKindOf(tableOf(catalog, tableName), column);
  // No row holds what PostgreSQL cannot.
  return { kind: 'in', column, columnKind, values: (access.caller.claims[claim] ?? []).filter(isText) };
}

/** All of them hold, on one level: what a condition requires is looked for there. */
function all(conditions: readonly Condition[]): Condition {
  return {
    kind: 'and',
    conditions: conditions.flatMap((part) => (part.kind === 'and' ? part.conditions : [part])),
  };
}
