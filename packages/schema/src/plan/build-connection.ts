import { tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import type { ConnectionSelection } from '../selection/selection.ts';
import { buildOutput } from './build-record.ts';
import { type Building, estimateOf, sourceOf } from './building.ts';
import { columnsOfConnection } from './columns.ts';
import { ownPart } from './condition-parts.ts';
import { type PageBounds, planPage, readBounds, reversePosition, upTo } from './page.ts';
import type { ConnectionFieldOutput, ConnectionOutput, Keys, Neighbour, Range, RowsFetch, TallyFetch } from './plan.ts';
import { planSort } from './sort.ts';
import { reachedByKeys, visibleRows } from './visible.ts';

/** Plans a page of the rows that keys lead to, of each parent its own. */
export function buildConnection(
  building: Building,
  tableName: string,
  selection: ConnectionSelection,
  keys: Keys,
): ConnectionOutput {
  const table = tableOf(building.catalog, tableName);
  const condition = visibleRows(building, tableName, selection.where, reachedByKeys(keys));
  const sort = planSort(building, tableName, selection.order, keys, condition);
  const bounds = readBounds(sort.terms, selection);
  const asked = askedKinds(selection);
  const forward = selection.page.direction === 'forward';
  const beyond = asked.has(forward ? 'hasNextPage' : 'hasPreviousPage');
  const { lookups } = sort;
  const source = sourceOf(building, tableName);
  const candidates = estimateOf(building, tableName, ownPart(condition));
  const rows: RowsFetch = {
    kind: 'rows',
    ...source,
    ...planPage({ table, route: source.route, keys, condition, lookups, candidates }, selection, bounds, beyond),
    keys,
    condition,
    columns: columnsOfConnection(table, selection, keys, sort),
    lookups,
  };
  const tally = (kind: TallyFetch['kind'], ranges: readonly Range[]): TallyFetch => {
    const used = ranges.length === 0 ? [] : lookups;
    return { kind, ...sourceOf(building, tableName), keys, condition, lookups: used, ranges };
  };
  const { previous, next } = buildNeighbours(bounds, asked, forward, (range) => tally('exists', [range]));
  return {
    scope: bounds.scope,
    rows,
    previous,
    next,
    ...(asked.has('totalCount') ? { total: tally('count', []) } : {}),
    fields: selection.fields.map((field) => buildConnectionField(building, field, rows)),
  };
}

/** The kinds of what is asked of a connection, those of its PageInfo included. */
function askedKinds({ fields }: ConnectionSelection): ReadonlySet<string> {
  return new Set(
    fields.flatMap((field): string[] =>
      field.kind === 'pageInfo' ? field.fields.map(({ kind }) => kind) : [field.kind],
    ),
  );
}

/**
 * Rows beside the page: on the side where the page ends, one row is taken beyond it; and where a cursor bounds the page, rows
 * at the cursor or past it are beside it too.
 */
function buildNeighbours(
  { after, before }: PageBounds,
  asked: ReadonlySet<string>,
  forward: boolean,
  exists: (range: Range) => TallyFetch,
): { readonly previous: Neighbour; readonly next: Neighbour } {
  const previousExists = asked.has('hasPreviousPage') && after !== undefined ? exists(upTo(after)) : undefined;
  const nextExists =
    asked.has('hasNextPage') && before !== undefined ? exists(upTo(reversePosition(before))) : undefined;
  return {
    previous: { beyond: !forward, ...(previousExists === undefined ? {} : { exists: previousExists }) },
    next: { beyond: forward, ...(nextExists === undefined ? {} : { exists: nextExists }) },
  };
}

function buildConnectionField(
  building: Building,
  field: ConnectionSelection['fields'][number],
  rows: RowsFetch,
): ConnectionFieldOutput {
  switch (field.kind) {
    case 'nodes':
      return { kind: 'nodes', key: field.key, record: buildOutput(building, field.record, rows) };
    case 'edges':
      return {
        kind: 'edges',
        key: field.key,
        fields: field.fields.map((edge) =>
          edge.kind === 'node'
            ? { kind: 'node', key: edge.key, record: buildOutput(building, edge.record, rows) }
            : edge,
        ),
      };
    case 'pageInfo':
    case 'totalCount':
      return field;
    default:
      return assertNever(field);
  }
}
