import type { Catalog, ColumnKind, OrderTerm, Table } from '../catalog/catalog.ts';
import { membersOf, requiredKeys } from './condition-parts.ts';
import {
  type Estimate,
  FEW_KEYS,
  type FigureLookup,
  type Keys,
  type Lookup,
  type Page,
  type ParentFetch,
  type PlannedCondition,
  type Range,
  type RelatedGroups,
  type RelatedLookup,
  type Route,
} from './plan.ts';

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
export function choosePaging(request: PageRequest): {
  readonly relation: string;
  readonly method: Page['method'];
} {
  const { table, route, keys, condition, order, ranges, lookups, limit } = request;
  if (keys.kind !== 'bind') {
    const ordered = keys.kind === 'all' ? chooseOrdered(table, route, order, lookups, limit) : undefined;
    return { relation: table.relation, method: ordered ?? chooseWalk(request) };
  }
  // A rank is counted over all rows: a condition makes it useless.
  const ranked = table.rankedViews.find((view) => view.by === keys.column && sameOrder(view.order, order));
  if (ranked !== undefined && ranges.length === 0 && keepsAll(condition)) {
    return { relation: ranked.relation, method: { kind: 'ranked', rank: ranked.rank } };
  }
  return { relation: table.relation, method: { kind: 'window', by: keys.column } };
}

/** A page to be found: of which rows, in which order, and how many. */
export type PageRequest = {
  readonly table: Table;
  readonly route: Route;
  readonly keys: Keys;
  readonly condition: PlannedCondition;
  readonly order: readonly OrderTerm[];
  readonly ranges: readonly Range[];
  readonly lookups: readonly Lookup[];
  readonly limit: number;
  /** How many rows meet the part of the condition that is about the table's own columns, where statistics tell. */
  readonly candidates: Estimate | undefined;
};

/** How all rows of a table are taken in an order that another cluster's rows make. */
function chooseOrdered(
  table: Table,
  route: Route,
  order: readonly OrderTerm[],
  [lookup, ...others]: readonly Lookup[],
  limit: number,
): Page['method'] | undefined {
  const [first, second, ...more] = order;
  const byLookup = lookup !== undefined && others.length === 0 && first?.column === lookup.column;
  if (!byLookup || second?.column !== table.key || more.length > 0) return undefined;
  return lookup.kind === 'figure'
    ? chooseTop(table, route, first, lookup, limit)
    : chooseRelated(route, first, lookup, limit);
}

/**
 * Rows by a figure of another cluster, highest first: that cluster aggregates, orders and limits, and only the first keys travel.
 * Where the figures are of these rows' keys alone, all of them count. Otherwise some may belong to rows that are gone, so a few more
 * are taken. Rows without a figure, or with what stands for none, come last and are met where the first keys do not fill the page;
 * where they come first, the other cluster, which does not know them, cannot say who does.
 */
function chooseTop(
  table: Table,
  route: Route,
  { direction, nulls }: OrderTerm,
  lookup: FigureLookup,
  limit: number,
): Page['method'] | undefined {
  if (route !== 'hub' || lookup.figures.route !== 'foreign') return undefined;
  if (direction !== 'desc' || nulls === 'first' || lookup.from !== table.key) return undefined;
  return { kind: 'top', lookup, take: lookup.figures.keys.kind === 'all' ? limit + 100 : limit };
}

/**
 * Rows by a column of the hub's table that they lead to: the hub knows which of its rows come first, and asks for what hangs on
 * these. On most of them something does; where it does not, a larger block follows, and then all rows, which is what an order that
 * the other cluster cannot know costs. Rows that lead nowhere come last; from that end there is nothing to walk.
 */
function chooseRelated(
  route: Route,
  { nulls }: OrderTerm,
  lookup: RelatedLookup,
  limit: number,
): Page['method'] | undefined {
  if (route !== 'foreign' || lookup.route !== 'hub' || nulls !== 'last') return undefined;
  const first = Math.max(64, 2 * limit);
  return { kind: 'related', lookup, sizes: [first, 16 * first] };
}

/**
 * Whether figures that order rows are asked for these rows' keys alone. Without a condition that would send every key there is.
 */
export function bindsFigures(keys: Keys, condition: PlannedCondition): boolean {
  return keys.kind !== 'all' || !keepsAll(condition);
}

/**
 * Whether figures by key that order rows, which are those of many keys, are grouped by `key + 0`. By the key itself PostgreSQL reads
 * the groups in the order of the key's index, which costs a page for each row wherever rows do not lie in that order: two to three times
 * what hashing takes. It expects otherwise, as it takes such pages to be in memory. Measured in docs/decisions/0004-orders-of-another-cluster.md.
 */
export function hashesGroups(route: Route, keyKind: ColumnKind): boolean {
  return route === 'foreign' && (keyKind === 'bigint' || keyKind === 'integer');
}

/** Rows of another cluster that are fetched on a guess: some milliseconds. */
const LARGEST_GUESS = 2_000;

/**
 * How one list is walked. A condition on other tables is met by a share of the rows that nothing here knows. So candidates are
 * taken in order, in blocks that grow eightfold, and each block's keys are sent to the other tables: where many rows meet the
 * condition the first block fills the page, and where few do the last block is not far. What is still missing then is rare, and
 * asked for by all keys that meet the condition. Keys that the hub itself has are counted first, up to a limit: where they are
 * few, they are shipped at once. An order by another table's columns cannot be walked so.
 *
 * Planning branches that do not run takes PostgreSQL longer than running the right one. So where statistics tell how many keys the
 * hub has, only one way is taken: all of them where they are few, and otherwise a block that probably fills the page. Of candidates of
 * the hub's own the first block is taken: a quarter of them where they are few enough to be worth no second. Measured in
 * docs/decisions/0006-guesses.md.
 */
function chooseWalk({ condition, lookups, limit, candidates }: PageRequest): Page['method'] {
  if (membersOf(condition).length === 0 || lookups.length > 0) return { kind: 'limit' };
  const few = requiredKeys(condition).find((keys) => keys.route === 'hub' && membersOf(keys.condition).length === 0);
  if (few === undefined) {
    const first = Math.max(64, 4 * limit);
    const sizes = [first, 8 * first, 64 * first];
    if (candidates === undefined) return { kind: 'steps', sizes };
    const quarter = candidates.rows <= 64 * first ? Math.ceil(candidates.rows / 4) : 0;
    return { kind: 'guess', size: Math.max(first, quarter) };
  }
  if (few.estimate !== undefined) {
    const { rows, of } = few.estimate;
    if (rows <= FEW_KEYS) return { kind: 'limit' };
    const size = Math.ceil((1.5 * limit * of) / rows);
    if (size <= LARGEST_GUESS) return { kind: 'guess', size: Math.max(64, size) };
  }
  // Candidates from another cluster are dear by their way, and all keys of the hub in one array are never far: one block is enough.
  return { kind: 'steps', sizes: [Math.max(256, 8 * limit)], few };
}

/**
 * How facts are grouped by columns of another table. Grouped by that table's key, a part a row of it would travel. What the hub
 * has can be sent instead: its keys, sorted, with a number for each combination of the columns, by which the facts' cluster then
 * groups; so only the groups travel. Grouping by the row itself needs the keys alone, to know which exist, and lets ORDER BY and
 * LIMIT be shipped as well. Measured in docs/decisions/0003-sent-lookups.md.
 */
export function chooseGrouping(
  catalog: Catalog,
  related: Table,
  columns: readonly string[],
  condition: PlannedCondition,
): RelatedGroups['method'] {
  if (chooseRoute(catalog, related) !== 'hub') return { kind: 'parts' };
  const by = columns.includes(related.key) ? 'key' : 'columns';
  return { kind: 'lookup', by, mayBeFew: !keepsAll(condition) };
}

/** Whether a condition leaves no row out. */
export function keepsAll(condition: PlannedCondition): boolean {
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
