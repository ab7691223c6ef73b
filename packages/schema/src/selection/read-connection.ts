import { type AskedField, objectTypeOf, type Reading, readArguments, readSubFields } from './read-fields.ts';
import { readOrder } from './read-order.ts';
import { readPage } from './read-page.ts';
import { readRecord } from './read-record.ts';
import { readWhere } from './read-where.ts';
import { requireOrdering } from './required-columns.ts';
import type {
  ConnectionFieldSelection,
  ConnectionSelection,
  EdgeFieldSelection,
  PageInfoFieldSelection,
} from './selection.ts';

/** Reads which page of the rows of `table` is asked for, and what of it. `parent` is the GraphQL type that has the field. */
export function readConnection(
  reading: Reading,
  asked: AskedField,
  table: string,
  parent: string,
  path: string,
): ConnectionSelection {
  const args = readArguments(reading, asked);
  const order = readOrder(args['orderBy']);
  for (const request of order) requireOrdering(reading, table, request, `${path}.orderBy`);
  return {
    field: `${parent}.${asked.name}`,
    path,
    page: readPage(args, path),
    where: readWhere(reading, asked, table, args, path),
    order,
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
