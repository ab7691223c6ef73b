import { type Breakdown, columnKindOf, type Dimension, relationOf, type Table, tableOf } from '../catalog/catalog.ts';
import type { SortTerm } from '../cursor.ts';
import { EVERYTHING } from '../selection/condition.ts';
import type { BreakdownSelection } from '../selection/selection.ts';
import { buildOutput } from './build-record.ts';
import { type Building, sourceOf } from './building.ts';
import { chooseGrouping, chooseRoute } from './choose-fetch.ts';
import { columnsOfRecord } from './columns.ts';
import type { GroupsFetch, PlannedCondition, RootOutput } from './plan.ts';
import { reachedBy, visibleFacts, visibleRows } from './visible.ts';

/** Plans the groups of a breakdown. */
export function buildGroups(building: Building, selection: BreakdownSelection): RootOutput {
  const table = tableOf(building.catalog, selection.record.table);
  const { breakdown } = table;
  if (breakdown === undefined) throw new Error(`Table "${selection.record.table}" is no breakdown`);
  const dimensions = selection.by.map((name) => dimensionOf(breakdown, name));
  const condition = visibleFacts(building, breakdown, selection.where);
  const order = orderOf(table, breakdown, dimensions, selection);
  const asked = new Set([...dimensions.map(({ column }) => column), ...Object.keys(breakdown.figures)]);
  const columns = new Set([
    ...columnsOfRecord(table, selection.record, { kind: 'all' }),
    ...order.map(({ column }) => column),
  ]);
  const groups: GroupsFetch = {
    kind: 'groups',
    ...sourceOf(building, selection.record.table),
    relation: breakdown.facts,
    keys: { kind: 'all' },
    condition,
    columns: [...columns].map((name) => ({ name, columnKind: columnKindOf(table, name), asked: asked.has(name) })),
    dimensions,
    figures: Object.entries(breakdown.figures)
      .filter(([name]) => columns.has(name))
      .map(([name, figure]) => ({ name, figure })),
    ...relatedOf(building, breakdown, dimensions, condition),
    order,
    limit: selection.first,
  };
  return { kind: 'groups', groups, record: buildOutput(building, selection.record, groups) };
}

function dimensionOf(breakdown: Breakdown, name: string): Dimension {
  const dimension = breakdown.dimensions[name];
  if (dimension === undefined) throw new Error(`The breakdown has no dimension "${name}"`);
  return dimension;
}

/** The asked order, or by the first measure from the top; then by the dimensions as they were asked for, null last. */
function orderOf(
  table: Table,
  breakdown: Breakdown,
  dimensions: readonly Dimension[],
  { order }: BreakdownSelection,
): readonly SortTerm[] {
  const by = order?.by ?? Object.keys(breakdown.orderings)[0] ?? '';
  const measure = breakdown.orderings[by];
  if (measure === undefined) throw new Error(`The breakdown has no ordering "${by}"`);
  const first: SortTerm = {
    column: measure,
    direction: order?.direction ?? 'desc',
    columnKind: columnKindOf(table, measure),
  };
  const ties = dimensions
    .filter(({ column }) => column !== measure)
    .map(({ column, kind }): SortTerm => {
      const nulls = kind === 'related' ? { nulls: 'last' as const } : {};
      return { column, direction: 'asc', columnKind: columnKindOf(table, column), ...nulls };
    });
  return [first, ...ties];
}

/** The table whose columns dimensions are, where there is one. All such dimensions of a breakdown are of one table. */
function relatedOf(
  building: Building,
  breakdown: Breakdown,
  dimensions: readonly Dimension[],
  condition: PlannedCondition,
): Pick<GroupsFetch, 'related'> {
  const related = dimensions.filter((dimension) => dimension.kind === 'related');
  const [first] = related;
  if (first === undefined) return {};
  const { catalog } = building;
  const relation = relationOf(tableOf(catalog, breakdown.of), first.relation);
  const table = tableOf(catalog, relation.to);
  const columns = related.map(({ relatedColumn }) => relatedColumn);
  return {
    related: {
      relation: table.relation,
      cluster: table.cluster,
      route: chooseRoute(catalog, table),
      condition: visibleRows(building, relation.to, EVERYTHING, reachedBy(breakdown.of, relation)),
      from: relation.from,
      key: relation.key,
      method: chooseGrouping(catalog, table, columns, condition),
    },
  };
}
