import { type FieldNode, type GraphQLObjectType, type GraphQLResolveInfo, isObjectType } from 'graphql';
import { type Catalog, tableOf } from '../catalog/catalog.ts';
import { assertNever, badInput } from '../errors.ts';
import { meaningOf, type RootMeaning, tableNameOf } from './field-meaning.ts';
import { readGlobalId, readGlobalIdOf } from './global-id.ts';
import { type AskedField, objectTypeOf, type Reading, readArguments, readSubFields } from './read-fields.ts';
import { readPage } from './read-page.ts';
import type {
  ConnectionFieldSelection,
  ConnectionSelection,
  EdgeFieldSelection,
  FieldSelection,
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

/** A text that PostgreSQL can hold. */
function readText(value: string, path: string): string {
  if (value.includes('\0') || !value.isWellFormed()) {
    throw badInput(`${path}: a text holds neither NUL characters nor unpaired surrogates`);
  }
  return value;
}

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
        connection: readConnection(reading, asked, 'Query', asked.key),
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
    default:
      return assertNever(meaning);
  }
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
  return { table, fields: fields.flatMap((field) => readField(reading, field, type, `${path}.${field.key}`)) };
}

function readField(reading: Reading, asked: AskedField, type: GraphQLObjectType, path: string): FieldSelection[] {
  const { key, meaning } = asked;
  switch (meaning?.kind) {
    case 'globalId':
      return [{ kind: 'globalId', key }];
    case 'column':
      return [{ kind: 'column', key, column: meaning.column }];
    case 'record':
      return [{ kind: 'record', key, relation: meaning.relation, record: readRecord(reading, asked, path) }];
    case 'connection': {
      const connection = readConnection(reading, asked, type.name, path);
      return [{ kind: 'connection', key, relation: meaning.relation, connection }];
    }
    default:
      return [];
  }
}

function readConnection(reading: Reading, asked: AskedField, parent: string, path: string): ConnectionSelection {
  return {
    field: `${parent}.${asked.name}`,
    path,
    page: readPage(readArguments(reading, asked), path),
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
