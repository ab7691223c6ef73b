import { assertNever } from '../errors.ts';
import { needsCluster } from './dependencies-of.ts';
import type {
  Absence,
  ConnectionFieldOutput,
  ConnectionOutput,
  FieldOutput,
  Plan,
  RecordOutput,
  RootOutput,
} from './plan.ts';

/**
 * The same plan for a time when a cluster has no part in it: what hangs on that cluster is marked unavailable, the rest is fetched as
 * before. So a cluster that is gone or slow costs only its own fields.
 */
export function withoutCluster(plan: Plan, absence: Absence): Plan {
  return { ...plan, root: pruneRoot(plan.root, absence) };
}

function pruneRoot(root: RootOutput, absence: Absence): RootOutput {
  switch (root.kind) {
    case 'record':
      return needsCluster(root.record.rows, absence.cluster)
        ? { kind: 'unavailable', ...absence }
        : { ...root, record: pruneRecord(root.record, absence) };
    case 'connection':
      return needsCluster(root.connection.rows, absence.cluster)
        ? { kind: 'unavailable', ...absence }
        : { ...root, connection: pruneConnection(root.connection, absence) };
    case 'nodes':
      return {
        ...root,
        records: root.records
          .filter(({ rows }) => !needsCluster(rows, absence.cluster))
          .map((record) => pruneRecord(record, absence)),
        unavailable: [
          ...root.unavailable,
          ...root.records
            .filter(({ rows }) => needsCluster(rows, absence.cluster))
            .map(({ rows }) => ({ table: rows.table, ...absence })),
        ],
      };
    case 'figures':
      return needsCluster(root.figures.fetch, absence.cluster) ? { kind: 'unavailable', ...absence } : root;
    case 'groups':
      return needsCluster(root.groups, absence.cluster)
        ? { kind: 'unavailable', ...absence }
        : { ...root, record: pruneRecord(root.record, absence) };
    case 'unavailable':
      return root;
    default:
      return assertNever(root);
  }
}

function pruneRecord(record: RecordOutput, absence: Absence): RecordOutput {
  return { ...record, fields: record.fields.map((field) => pruneField(field, absence)) };
}

function pruneField(field: FieldOutput, absence: Absence): FieldOutput {
  switch (field.kind) {
    case 'record':
      return needsCluster(field.record.rows, absence.cluster)
        ? { kind: 'unavailable', key: field.key, ...absence }
        : { ...field, record: pruneRecord(field.record, absence) };
    case 'connection':
      return needsCluster(field.connection.rows, absence.cluster)
        ? { kind: 'unavailable', key: field.key, ...absence }
        : { ...field, connection: pruneConnection(field.connection, absence) };
    case 'figures':
      return needsCluster(field.figures.fetch, absence.cluster)
        ? { kind: 'unavailable', key: field.key, ...absence }
        : field;
    case 'type':
    case 'globalId':
    case 'column':
    case 'unavailable':
      return field;
    default:
      return assertNever(field);
  }
}

function pruneConnection(connection: ConnectionOutput, absence: Absence): ConnectionOutput {
  return { ...connection, fields: connection.fields.map((field) => pruneConnectionField(field, absence)) };
}

function pruneConnectionField(field: ConnectionFieldOutput, absence: Absence): ConnectionFieldOutput {
  switch (field.kind) {
    case 'nodes':
      return { ...field, record: pruneRecord(field.record, absence) };
    case 'edges':
      return {
        ...field,
        fields: field.fields.map((edge) =>
          edge.kind === 'node' ? { ...edge, record: pruneRecord(edge.record, absence) } : edge,
        ),
      };
    case 'pageInfo':
    case 'totalCount':
      return field;
    default:
      return assertNever(field);
  }
}
