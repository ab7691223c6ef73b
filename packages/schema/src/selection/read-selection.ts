import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, isObjectType } from 'graphql';
import { type Breakdown, type Catalog, relationOf, tableOf } from '../catalog/catalog.ts';
import { assertNever, badInput } from '../errors.ts';
import { type Condition, EVERYTHING } from './condition.ts';
import { meaningOf, type RootMeaning, tableNameOf } from './field-meaning.ts';
import { readGlobalId, readGlobalIdOf } from './global-id.ts';
import { readCondition } from './read-condition.ts';
import { type AskedField, objectTypeOf, type Reading, readArguments, readSubFields } from './read-fields.ts';
import { readOrder, readRequest } from './read-order.ts';
import { DEFAULT_GROUPS, readPage, readSize } from './read-page.ts';
import { readText } from './read-values.ts';
import type {
  BreakdownSelection,
  ConnectionFieldSelection,
  ConnectionSelection,
  EdgeFieldSelection,
  FieldSelection,
  FiguresSelection,
  PageInfoFieldSelection,
  RecordSelection,
  RootSelection,
  Selection,
} from './selection.ts';

/**
 * STAGE 1. Reads what an operation asks below one root field.
 * Refuses with BAD_USER_INPUT ids and page sizes that cannot be, wherever they stand.
 */
export function readSelection(info: GraphQLResolveInfo, catalog: Catalog): Selection {
  const reading: Reading = { info, catalog };
  const name = info.fieldName;
  const field = info.parentType.getFields()[name];
  const meaning = field && meaningOf(field.extensions);
  if (field === undefined || meaning === undefined || !isRoot(meaning)) {
    throw new Error(`Field ${info.parentType.name}.${name} is not a root of the planner's`);
  }
  const asked: AskedField = { key: String(info.path.key), name, field, meaning, nodes: info.fieldNodes };
  return { field: `${info.parentType.name}.${name}`, root: readRoot(reading, asked, meaning) };
}

const MAX_IDS = 500;

function isRoot(meaning: { readonly kind: string }): meaning is RootMeaning {
  return meaning.kind in ROOTS;
}

/** The kinds of a root's meaning; the compiler keeps it whole. */
const ROOTS: Readonly<Record<RootMeaning['kind'], true>> = {
  recordById: true,
  recordByColumn: true,
  tableConnection: true,
  node: true,
  nodesByIds: true,
  tableFigures: true,
  breakdown: true,
};

function readRoot(reading: Reading, asked: AskedField, meaning: RootMeaning): RootSelection {
  const args = readArguments(reading, asked);
  switch (meaning.kind) {
    case 'recordById': {
      const value = readGlobalIdOf(reading.catalog, meaning.table, String(args['id']), `${asked.key}.id`);
      const column = tableOf(reading.catalog, meaning.table).key;
      return { kind: 'record', column, value, record: readRecord(reading, asked, asked.key) };
    }
    case 'recordByColumn': {
      const value = readText(String(args[meaning.argument]), `${asked.key}.${meaning.argument}`);
      return { kind: 'record', column: meaning.column, value, record: readRecord(reading, asked, asked.key) };
    }
    case 'tableConnection':
      return {
        kind: 'connection',
        table: meaning.table,
        connection: readConnection(reading, asked, meaning.table, 'Query', asked.key),
      };
    case 'node': {
      const key = readGlobalId(reading.catalog, String(args['id']), `${asked.key}.id`);
      return { kind: 'nodes', keys: [key], records: readNodes(reading, asked, [key.table]) };
    }
    case 'nodesByIds': {
      const ids = Array.isArray(args['ids']) ? args['ids'] : [];
      if (ids.length > MAX_IDS) throw badInput(`${asked.key}.ids: at most ${MAX_IDS} ids, not ${ids.length}`);
      const keys = ids.map((id, index) => readGlobalId(reading.catalog, String(id), `${asked.key}.ids[${index}]`));
      return { kind: 'nodes', keys, records: readNodes(reading, asked, [...new Set(keys.map((key) => key.table))]) };
    }
    case 'tableFigures':
      return { kind: 'figures', table: meaning.table, figures: readFigures(reading, asked, meaning.table, asked.key) };
    case 'breakdown':
      return { kind: 'breakdown', breakdown: readBreakdown(reading, asked, meaning.table, args) };
    default:
      return assertNever(meaning);
  }
}

function readBreakdown(
  reading: Reading,
  asked: AskedField,
  tableName: string,
  args: Readonly<Record<string, unknown>>,
): BreakdownSelection {
  const { breakdown } = tableOf(reading.catalog, tableName);
  if (breakdown === undefined) throw new Error(`Table "${tableName}" is no breakdown`);
  const path = asked.key;
  const by = readDimensions(breakdown, args['by'], path);
  const [order] = readRequest(args['orderBy']);
  if (order?.by === PERIOD && !by.some((name) => breakdown.dimensions[name]?.kind === 'period')) {
    throw badInput(`${path}.orderBy: PERIOD needs one of DAY, WEEK and MONTH in by`);
  }
  return {
    by,
    where: readWhere(reading, asked, breakdown.of, args, path),
    ...(order === undefined ? {} : { order }),
    first: readSize(args['first'], `${path}.first`) ?? DEFAULT_GROUPS,
    record: readRecord(reading, asked, path),
  };
}

const PERIOD = 'PERIOD';

function readDimensions(breakdown: Breakdown, value: unknown, path: string): readonly string[] {
  const by = (Array.isArray(value) ? value : []).map(String);
  if (by.length === 0) throw badInput(`${path}.by: name at least one dimension`);
  if (new Set(by).size < by.length) throw badInput(`${path}.by: each dimension at most once`);
  if (by.filter((name) => breakdown.dimensions[name]?.kind === 'period').length > 1) {
    throw badInput(`${path}.by: at most one of DAY, WEEK and MONTH`);
  }
  return by;
}

/** The `where` of a field, of rows of a table. */
function readWhere(
  { catalog }: Reading,
  { field }: AskedField,
  table: string,
  args: Readonly<Record<string, unknown>>,
  path: string,
): Condition {
  const argument = field.args.find(({ name }) => name === 'where');
  return argument === undefined ? EVERYTHING : readCondition(catalog, table, argument, args['where'], `${path}.where`);
}

function readFigures(reading: Reading, asked: AskedField, table: string, path: string): FiguresSelection {
  return {
    where: readWhere(reading, asked, table, readArguments(reading, asked), path),
    fields: readSubFields(reading, objectTypeOf(asked.field), asked.nodes).flatMap(({ key, meaning }) =>
      meaning?.kind === 'figure' ? [{ key, figure: meaning.figure }] : [],
    ),
  };
}

/** What is asked of each of the types that the ids of `node` or `nodes` name. */
function readNodes(reading: Reading, asked: AskedField, tables: readonly string[]): readonly RecordSelection[] {
  return tables.map((table) => {
    const type = reading.info.schema.getType(tableOf(reading.catalog, table).type);
    if (!isObjectType(type)) throw new Error(`The schema has no type for table "${table}"`);
    return readRecordOf(reading, type, asked.nodes, asked.key);
  });
}

function readRecord(reading: Reading, asked: AskedField, path: string): RecordSelection {
  return readRecordOf(reading, objectTypeOf(asked.field), asked.nodes, path);
}

function readRecordOf(
  reading: Reading,
  type: GraphQLObjectType,
  nodes: readonly FieldNode[],
  path: string,
): RecordSelection {
  const table = tableNameOf(type.extensions);
  if (table === undefined) throw new Error(`Type ${type.name} is not that of a table`);
  const fields = readSubFields(reading, type, nodes);
  return { table, fields: fields.flatMap((field) => readField(reading, field, type, table, `${path}.${field.key}`)) };
}

function readField(
  reading: Reading,
  asked: AskedField,
  type: GraphQLObjectType,
  table: string,
  path: string,
): FieldSelection[] {
  const { key, meaning } = asked;
  switch (meaning?.kind) {
    case 'globalId':
      return [{ kind: 'globalId', key }];
    case 'column':
      return [{ kind: 'column', key, column: meaning.column }];
    case 'record':
      return [{ kind: 'record', key, relation: meaning.relation, record: readRecord(reading, asked, path) }];
    case 'connection': {
      const { to } = relationOf(tableOf(reading.catalog, table), meaning.relation);
      const connection = readConnection(reading, asked, to, type.name, path);
      return [{ kind: 'connection', key, relation: meaning.relation, connection }];
    }
    case 'figures': {
      const { to } = relationOf(tableOf(reading.catalog, table), meaning.relation);
      return [{ kind: 'figures', key, relation: meaning.relation, figures: readFigures(reading, asked, to, path) }];
    }
    default:
      return [];
  }
}

function readConnection(
  reading: Reading,
  asked: AskedField,
  table: string,
  parent: string,
  path: string,
): ConnectionSelection {
  const args = readArguments(reading, asked);
  return {
    field: `${parent}.${asked.name}`,
    path,
    page: readPage(args, path),
    where: readWhere(reading, asked, table, args, path),
    order: readOrder(args['orderBy']),
    fields: readSubFields(reading, objectTypeOf(asked.field), asked.nodes).flatMap((field) =>
      readConnectionField(reading, field, path),
    ),
  };
}

function readConnectionField(reading: Reading, asked: AskedField, path: string): ConnectionFieldSelection[] {
  const { key, meaning, nodes } = asked;
  switch (meaning?.kind) {
    case 'nodes':
      return [{ kind: 'nodes', key, record: readRecord(reading, asked, path) }];
    case 'edges': {
      const fields = readSubFields(reading, objectTypeOf(asked.field), nodes);
      return [{ kind: 'edges', key, fields: fields.flatMap((field) => readEdgeField(reading, field, path)) }];
    }
    case 'pageInfo':
      return [
        { kind: 'pageInfo', key, fields: readPageInfo(readSubFields(reading, objectTypeOf(asked.field), nodes)) },
      ];
    case 'totalCount':
      return [{ kind: 'totalCount', key }];
    default:
      return [];
  }
}

function readEdgeField(reading: Reading, asked: AskedField, path: string): EdgeFieldSelection[] {
  switch (asked.meaning?.kind) {
    case 'cursor':
      return [{ kind: 'cursor', key: asked.key }];
    case 'edgeNode':
      return [{ kind: 'node', key: asked.key, record: readRecord(reading, asked, path) }];
    default:
      return [];
  }
}

function readPageInfo(fields: readonly AskedField[]): PageInfoFieldSelection[] {
  return fields.flatMap(({ key, meaning }) => {
    switch (meaning?.kind) {
      case 'hasNextPage':
      case 'hasPreviousPage':
      case 'startCursor':
      case 'endCursor':
        return [{ kind: meaning.kind, key }];
      default:
        return [];
    }
  });
}
