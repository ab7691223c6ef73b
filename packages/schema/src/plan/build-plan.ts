import { type Catalog, columnKindOf, relationOf, type Table, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { TYPE_KEY } from '../response-keys.ts';
import type { ConnectionSelection, FieldSelection, RecordSelection, Selection } from '../selection/selection.ts';
import { chooseKeys, chooseRoute } from './choose-fetch.ts';
import { columnsOfConnection, columnsOfRecord } from './columns.ts';
import { type PageBounds, planPage, readBounds, reversePosition, upTo } from './page.ts';
import type {
  ConnectionFieldOutput,
  ConnectionOutput,
  FieldOutput,
  Keys,
  Neighbour,
  Plan,
  Range,
  RecordOutput,
  RootOutput,
  RowsFetch,
  TallyFetch,
} from './plan.ts';

/** What building a plan needs at hand: what exists, and names that are unique in the plan. */
type Building = { readonly catalog: Catalog; readonly nextName: () => string };

/** STAGE 2. Decides how to fetch what was asked. Refuses with BAD_USER_INPUT cursors that do not fit. */
export function buildPlan(selection: Selection, catalog: Catalog): Plan {
  let count = 0;
  const nextName = (): string => {
    count += 1;
    return `f${count}`;
  };
  return { field: selection.field, root: buildRoot({ catalog, nextName }, selection) };
}

function buildRoot(building: Building, { root }: Selection): RootOutput {
  switch (root.kind) {
    case 'record': {
      const table = tableOf(building.catalog, root.record.table);
      const columnKind = columnKindOf(table, root.column);
      const keys: Keys = { kind: 'values', column: root.column, columnKind, values: [root.value] };
      return { kind: 'record', record: buildRecord(building, root.record, keys) };
    }
    case 'connection':
      return {
        kind: 'connection',
        connection: buildConnection(building, root.table, root.connection, { kind: 'all' }),
      };
    case 'nodes': {
      const records = root.records.map((record) => {
        const table = tableOf(building.catalog, record.table);
        const values = root.keys.filter((key) => key.table === record.table).map(({ key }) => key);
        const { rows, fields } = buildRecord(building, record, {
          kind: 'values',
          column: table.key,
          columnKind: columnKindOf(table, table.key),
          values: [...new Set(values)],
        });
        return { rows, fields: [{ kind: 'type', key: TYPE_KEY, type: table.type } as const, ...fields] };
      });
      return { kind: 'nodes', keys: root.keys, records, unavailable: [] };
    }
    default:
      return assertNever(root);
  }
}

function buildRecord(building: Building, selection: RecordSelection, keys: Keys): RecordOutput {
  const table = tableOf(building.catalog, selection.table);
  const columns = columnsOfRecord(table, selection, keys);
  const rows: RowsFetch = { kind: 'rows', ...sourceOf(building, selection.table, table), keys, columns };
  return buildOutput(building, selection, rows);
}

function buildOutput(building: Building, { table, fields }: RecordSelection, rows: RowsFetch): RecordOutput {
  return { rows, fields: fields.map((field) => buildField(building, tableOf(building.catalog, table), field, rows)) };
}

function buildField(building: Building, table: Table, field: FieldSelection, rows: RowsFetch): FieldOutput {
  const { key } = field;
  switch (field.kind) {
    case 'globalId':
      return { kind: 'globalId', key, type: table.type, column: table.key };
    case 'column':
      return { kind: 'column', key, column: field.column, columnKind: columnKindOf(table, field.column) };
    case 'record': {
      const relation = relationOf(table, field.relation);
      const keys = chooseKeys(rows, relation.from, relation.key);
      const record = buildRecord(building, field.record, keys);
      return { kind: 'record', key, column: relation.from, childColumn: relation.key, record };
    }
    case 'connection': {
      const relation = relationOf(table, field.relation);
      const keys = chooseKeys(rows, relation.from, relation.key);
      const connection = buildConnection(building, relation.to, field.connection, keys);
      return { kind: 'connection', key, column: relation.from, childColumn: relation.key, connection };
    }
    default:
      return assertNever(field);
  }
}

function buildConnection(
  building: Building,
  tableName: string,
  selection: ConnectionSelection,
  keys: Keys,
): ConnectionOutput {
  const table = tableOf(building.catalog, tableName);
  const bounds = readBounds(table, selection);
  const asked = askedKinds(selection);
  const forward = selection.page.direction === 'forward';
  const beyond = asked.has(forward ? 'hasNextPage' : 'hasPreviousPage');
  const { relation, page } = planPage(table, keys, selection, bounds, beyond);
  const rows: RowsFetch = {
    kind: 'rows',
    ...sourceOf(building, tableName, table),
    relation,
    keys,
    columns: columnsOfConnection(table, selection, keys),
    page,
  };
  const tally = (kind: TallyFetch['kind'], ranges: readonly Range[]): TallyFetch => ({
    kind,
    ...sourceOf(building, tableName, table),
    keys,
    ranges,
  });
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

/** Where a fetch of the table's own relation reads. */
function sourceOf({ catalog, nextName }: Building, tableName: string, table: Table) {
  return {
    name: nextName(),
    table: tableName,
    cluster: table.cluster,
    route: chooseRoute(catalog, table),
    relation: table.relation,
  } as const;
}
