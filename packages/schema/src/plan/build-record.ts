import { columnKindOf, relationOf, type Table, tableOf } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { EVERYTHING } from '../selection/condition.ts';
import type { FieldSelection, RecordSelection } from '../selection/selection.ts';
import { buildConnection } from './build-connection.ts';
import { buildFigures } from './build-figures.ts';
import { type Building, sourceOf } from './building.ts';
import { chooseKeys } from './choose-fetch.ts';
import { columnsOfRecord } from './columns.ts';
import type { FieldOutput, Keys, ParentFetch, RecordOutput, RowsFetch } from './plan.ts';
import { reachedByKeys, visibleRows } from './visible.ts';

/** Plans the rows that keys lead to, each shown as a record. */
export function buildRecord(building: Building, selection: RecordSelection, keys: Keys): RecordOutput {
  const table = tableOf(building.catalog, selection.table);
  const rows: RowsFetch = {
    kind: 'rows',
    ...sourceOf(building, selection.table),
    keys,
    condition: visibleRows(building, selection.table, EVERYTHING, reachedByKeys(keys)),
    columns: columnsOfRecord(table, selection, keys),
    lookups: [],
  };
  return buildOutput(building, selection, rows);
}

/** Plans what is shown of rows that are fetched already. */
export function buildOutput(building: Building, { table, fields }: RecordSelection, rows: ParentFetch): RecordOutput {
  return { rows, fields: fields.map((field) => buildField(building, tableOf(building.catalog, table), field, rows)) };
}

function buildField(building: Building, table: Table, field: FieldSelection, rows: ParentFetch): FieldOutput {
  const { key } = field;
  switch (field.kind) {
    case 'globalId':
      return { kind: 'globalId', key, type: table.type, column: table.key };
    case 'column':
      return { kind: 'column', key, column: field.column, columnKind: columnKindOf(table, field.column) };
    case 'record': {
      const { from, key: childColumn } = relationOf(table, field.relation);
      const record = buildRecord(building, field.record, chooseKeys(rows, from, childColumn));
      return { kind: 'record', key, column: from, childColumn, record };
    }
    case 'connection': {
      const { from, key: childColumn, to } = relationOf(table, field.relation);
      const connection = buildConnection(building, to, field.connection, chooseKeys(rows, from, childColumn));
      return { kind: 'connection', key, column: from, childColumn, connection };
    }
    case 'figures': {
      const { from, key: childColumn, to } = relationOf(table, field.relation);
      const figures = buildFigures(building, to, field.figures, chooseKeys(rows, from, childColumn));
      return { kind: 'figures', key, column: from, figures };
    }
    default:
      return assertNever(field);
  }
}
