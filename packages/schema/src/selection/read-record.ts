import { type FieldNode, type GraphQLObjectType, isObjectType } from 'graphql';
import { mayReadColumn } from '../access/access.ts';
import { relationOf, tableOf } from '../catalog/catalog.ts';
import { tableNameOf } from './field-meaning.ts';
import { readConnection } from './read-connection.ts';
import { type AskedField, objectTypeOf, type Reading, readSubFields } from './read-fields.ts';
import { readFigures } from './read-figures.ts';
import type { FieldSelection, RecordSelection } from './selection.ts';

/** Reads what is asked of a row below a field; connections lead to further rows, so that both readers call each other. */
export function readRecord(reading: Reading, asked: AskedField, path: string): RecordSelection {
  return readRecordOf(reading, objectTypeOf(asked.field), asked.nodes, path);
}

/** Reads what is asked of each of the types that the ids of `node` or `nodes` name. */
export function readNodes(reading: Reading, asked: AskedField, tables: readonly string[]): readonly RecordSelection[] {
  return tables.map((table) => {
    const type = reading.info.schema.getType(tableOf(reading.catalog, table).type);
    if (!isObjectType(type)) throw new Error(`The schema has no type for table "${table}"`);
    return readRecordOf(reading, type, asked.nodes, asked.key);
  });
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
      // The field's resolver says why the column is not there.
      if (!mayReadColumn(reading.access, table, meaning.column)) return [];
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
