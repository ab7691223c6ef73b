import type { Catalog, OrderTerm, Table } from '../catalog/catalog.ts';
import type { Keys, Page, ParentFetch, PlannedCondition, Range, Route } from './plan.ts';

/*
 * Every rule about foreign tables, each with its reason. What is shipped and what it costs was measured: docs/fdw.md.
 */

/** A cluster's tables are foreign to the hub, unless the cluster is the hub. */
export function chooseRoute(catalog: Catalog, table: Table): Route {
  return table.cluster === catalog.hub ? 'hub' : 'foreign';
}

/**
 * Children of one parent are asked for by `=`, children of several by `= any(array(…))`.
 * Both are InitPlans whose result is shipped as one parameter: one remote scan, however many parents. With `=` the other
 * cluster also knows that there is one list, and can walk an index in the wanted order and stop at the limit; with `= any`
 * it has to sort.
 */
export function chooseKeys(parent: ParentFetch, parentColumn: string, column: string): Keys {
  return { kind: hasOneRow(parent) ? 'parent' : 'bind', column, parent, parentColumn };
}

function hasOneRow(parent: ParentFetch): boolean {
  if (parent.kind === 'groups' || parent.page !== undefined) return false;
  const { keys } = parent;
  return keys.kind === 'parent' || (keys.kind === 'values' && keys.values.length === 1);
}

/**
 * How the first rows of each list are found.
 * One list: ORDER BY and LIMIT are shipped. Several lists, from their beginning, in an order that a ranked view has: its rank
 * is shipped as a condition, so that only the wanted rows travel. Otherwise the hub ranks, because window functions are not
 * shipped: all rows of the lists travel.
 */
export function choosePaging(
  table: Table,
  keys: Keys,
  condition: PlannedCondition,
  order: readonly OrderTerm[],
  ranges: readonly Range[],
): { readonly relation: string; readonly method: Page['method'] } {
  if (keys.kind !== 'bind') return { relation: table.relation, method: { kind: 'limit' } };
  const ranked = table.rankedViews.find((view) => view.by === keys.column && sameOrder(view.order, order));
  if (ranked !== undefined && ranges.length === 0 && keepsAll(condition)) {
    return { relation: ranked.relation, method: { kind: 'ranked', rank: ranked.rank } };
  }
  return { relation: table.relation, method: { kind: 'window', by: keys.column } };
}

/** Whether a condition leaves no row out; a rank is counted over all rows, so that any other makes it useless. */
function keepsAll(condition: PlannedCondition): boolean {
  return condition.kind === 'and' && condition.conditions.every(keepsAll);
}

function sameOrder(left: readonly OrderTerm[], right: readonly OrderTerm[]): boolean {
  return (
    left.length === right.length &&
    left.every(
      ({ column, direction }, index) => right[index]?.column === column && right[index]?.direction === direction,
    )
  );
}
