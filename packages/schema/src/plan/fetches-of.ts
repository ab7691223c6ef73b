import { assertNever } from '../errors.ts';
import { dependenciesOf } from './dependencies-of.ts';
import type { ConnectionOutput, Fetch, Plan, RecordOutput, RootOutput } from './plan.ts';

/** The fetches of a plan, each once and after all that it needs: parents, keys, figures. */
export function fetchesOf({ root }: Plan): readonly Fetch[] {
  return [...new Set(ofRoot(root).flatMap((fetch) => [...dependenciesOf(fetch), fetch]))];
}

function ofRoot(root: RootOutput): readonly Fetch[] {
  switch (root.kind) {
    case 'record':
      return ofRecord(root.record);
    case 'connection':
      return ofConnection(root.connection);
    case 'nodes':
      return root.records.flatMap(ofRecord);
    case 'figures':
      return [root.figures.fetch];
    case 'groups':
      return ofRecord(root.record);
    case 'unavailable':
      return [];
    default:
      return assertNever(root);
  }
}

function ofRecord(record: RecordOutput): Fetch[] {
  return [record.rows, ...ofFields(record)];
}

/** The fetches below a record, without the one of its own rows. */
function ofFields({ fields }: RecordOutput): Fetch[] {
  return fields.flatMap((field) => {
    switch (field.kind) {
      case 'record':
        return ofRecord(field.record);
      case 'connection':
        return ofConnection(field.connection);
      case 'figures':
        return [field.figures.fetch];
      case 'type':
      case 'globalId':
      case 'column':
      case 'unavailable':
        return [];
      default:
        return assertNever(field);
    }
  });
}

function ofConnection(connection: ConnectionOutput): Fetch[] {
  const { previous, next, total } = connection;
  const tallies = [previous.exists, next.exists, total].filter((tally) => tally !== undefined);
  return [connection.rows, ...tallies, ...recordsOf(connection).flatMap(ofFields)];
}

/** The records that a connection shows its rows as: as nodes, and as edges' nodes. All share the connection's rows. */
export function recordsOf({ fields }: ConnectionOutput): readonly RecordOutput[] {
  return fields.flatMap((field) => {
    switch (field.kind) {
      case 'nodes':
        return [field.record];
      case 'edges':
        return field.fields.flatMap((edge) => (edge.kind === 'node' ? [edge.record] : []));
      case 'pageInfo':
      case 'totalCount':
        return [];
      default:
        return assertNever(field);
    }
  });
}
