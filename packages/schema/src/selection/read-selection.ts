import type { GraphQLResolveInfo } from 'graphql';
import { type Access, requireColumn } from '../access/access.ts';
import { type Catalog, tableOf } from '../catalog/catalog.ts';
import { assertNever, badInput } from '../errors.ts';
import { meaningOf, type RootMeaning } from './field-meaning.ts';
import { readGlobalId, readGlobalIdOf } from './global-id.ts';
import { readBreakdown } from './read-breakdown.ts';
import { readConnection } from './read-connection.ts';
import { type AskedField, type Reading, readArguments } from './read-fields.ts';
import { readFigures } from './read-figures.ts';
import { readNodes, readRecord } from './read-record.ts';
import { readText } from './read-values.ts';
import type { RootSelection, Selection } from './selection.ts';

/**
 * STAGE 1. Reads what an operation asks below one root field.
 * Refuses with BAD_USER_INPUT ids and page sizes that cannot be, wherever they stand; with FORBIDDEN
 * columns that the caller may not read, where rows are found, ordered, counted or grouped by them.
 */
export function readSelection(info: GraphQLResolveInfo, catalog: Catalog, access: Access): Selection {
  const reading: Reading = { info, catalog, access };
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
      requireColumn(reading.access, meaning.table, meaning.column, asked.key);
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
      return { kind: 'breakdown', breakdown: readBreakdown(reading, asked, meaning.table) };
    default:
      return assertNever(meaning);
  }
}
