import { assertNever } from '../errors.ts';
import { needsCluster } from './dependencies-of.ts';
import type { ConnectionFieldOutput, ConnectionOutput, FieldOutput, Plan, RecordOutput, RootOutput } from './plan.ts';

/**
 * The same plan for a time when a cluster does not answer: what hangs on it is marked unavailable, the rest is fetched as
 * before. So a cluster that is gone costs only its own fields.
 */
export function withoutCluster(plan: Plan, cluster: string): Plan {
  return { ...plan, root: pruneRoot(plan.root, cluster) };
}

function pruneRoot(root: RootOutput, cluster: string): RootOutput {
  switch (root.kind) {
    case 'record':
      return needsCluster(root.record.rows, cluster)
        ? { kind: 'unavailable', cluster }
        : { ...root, record: pruneRecord(root.record, cluster) };
    case 'connection':
      return needsCluster(root.connection.rows, cluster)
        ? { kind: 'unavailable', cluster }
        : { ...root, connection: pruneConnection(root.connection, cluster) };
    case 'nodes':
      return {
        ...root,
        records: root.records
          .filter(({ rows }) => !needsCluster(rows, cluster))
          .map((record) => pruneRecord(record, cluster)),
        unavailable: [
          ...root.unavailable,
          ...root.records
            .filter(({ rows }) => needsCluster(rows, cluster))
            .map(({ rows }) => ({ table: rows.table, cluster })),
        ],
      };
    case 'figures':
      return needsCluster(root.figures.fetch, cluster) ? { kind: 'unavailable', cluster } : root;
    case 'groups':
      return needsCluster(root.groups, cluster)
        ? { kind: 'unavailable', cluster }
        : { ...root, record: pruneRecord(root.record, cluster) };
    case 'unavailable':
      return root;
    default:
      return assertNever(root);
  }
}

function pruneRecord(record: RecordOutput, cluster: string): RecordOutput {
  return { ...record, fields: record.fields.map((field) => pruneField(field, cluster)) };
}

function pruneField(field: FieldOutput, cluster: string): FieldOutput {
  switch (field.kind) {
    case 'record':
      return needsCluster(field.record.rows, cluster)
        ? { kind: 'unavailable', key: field.key, cluster }
        : { ...field, record: pruneRecord(field.record, cluster) };
    case 'connection':
      return needsCluster(field.connection.rows, cluster)
        ? { kind: 'unavailable', key: field.key, cluster }
        : { ...field, connection: pruneConnection(field.connection, cluster) };
    case 'figures':
      return needsCluster(field.figures.fetch, cluster) ? { kind: 'unavailable', key: field.key, cluster } : field;
    case 'type':
    case 'globalId':
    case 'column':
    case 'unavailable':
      return field;
    default:
      return assertNever(field);
  }
}

function pruneConnection(connection: ConnectionOutput, cluster: string): ConnectionOutput {
  return { ...connection, fields: connection.fields.map((field) => pruneConnectionField(field, cluster)) };
}

function pruneConnectionField(field: ConnectionFieldOutput, cluster: string): ConnectionFieldOutput {
  switch (field.kind) {
    case 'nodes':
      return { ...field, record: pruneRecord(field.record, cluster) };
    case 'edges':
      return {
        ...field,
        fields: field.fields.map((edge) =>
          edge.kind === 'node' ? { ...edge, record: pruneRecord(edge.record, cluster) } : edge,
        ),
      };
    case 'pageInfo':
    case 'totalCount':
      return field;
    default:
      return assertNever(field);
  }
}
