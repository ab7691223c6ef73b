import type { Access } from '../access/access.ts';
import { type Catalog, columnKindOf, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { TYPE_KEY } from '../response-keys.ts';
import type { RootSelection, Selection } from '../selection/selection.ts';
import { buildConnection } from './build-connection.ts';
import { buildFigures } from './build-figures.ts';
import { buildGroups } from './build-groups.ts';
import { buildRecord } from './build-record.ts';
import { type Building, startBuilding } from './building.ts';
import type { Plan, RootOutput } from './plan.ts';
import type { Statistics } from './statistics.ts';

/**
 * STAGE 2. Decides how to fetch what was asked. With statistics it may guess how pages are filled best, so that a page may turn out to
 * be short; without, the statement meets every case itself. Refuses with BAD_USER_INPUT cursors that do not fit, with FORBIDDEN tables that the caller may not read.
 */
export function buildPlan(
  { field, root }: Selection,
  catalog: Catalog,
  access: Access,
  statistics: Statistics = {},
): Plan {
  return { field, root: buildRoot(startBuilding(catalog, access, statistics), root) };
}

function buildRoot(building: Building, root: RootSelection): RootOutput {
  switch (root.kind) {
    case 'record': {
      const columnKind = columnKindOf(tableOf(building.catalog, root.record.table), root.column);
      const keys = { kind: 'values', column: root.column, columnKind, values: [root.value] } as const;
      return { kind: 'record', record: buildRecord(building, root.record, keys) };
    }
    case 'connection':
      return {
        kind: 'connection',
        connection: buildConnection(building, root.table, root.connection, { kind: 'all' }),
      };
    case 'nodes':
      return buildNodes(building, root);
    case 'figures':
      return { kind: 'figures', figures: buildFigures(building, root.table, root.figures, { kind: 'all' }) };
    case 'breakdown':
      return buildGroups(building, root.breakdown);
    default:
      return assertNever(root);
  }
}

function buildNodes(building: Building, { keys, records }: Extract<RootSelection, { kind: 'nodes' }>): RootOutput {
  const outputs = records.map((selection) => {
    const table = tableOf(building.catalog, selection.table);
    const values = keys.filter((key) => key.table === selection.table).map(({ key }) => key);
    const { rows, fields } = buildRecord(building, selection, {
      kind: 'values',
      column: table.key,
      columnKind: columnKindOf(table, table.key),
      values: [...new Set(values)],
    });
    return { rows, fields: [{ kind: 'type', key: TYPE_KEY, type: table.type } as const, ...fields] };
  });
  return { kind: 'nodes', keys, records: outputs, unavailable: [] };
}
