import { relationOf, type Table } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import type { ConnectionSelection, FieldSelection, RecordSelection } from '../selection/selection.ts';
import type { Keys } from './plan.ts';
import type { Sort } from './sort.ts';

/** The columns that a fetch of rows has to read: what is shown, what joins parents and children, sorted as the catalog has them. */
export function columnsOfRecord(table: Table, { fields }: RecordSelection, keys: Keys): readonly string[] {
  return sorted(table, [...keyColumn(keys), ...fields.map((field) => columnOf(table, field))]);
}

/** The same for a connection, with the columns that order it and make its cursors. */
export function columnsOfConnection(
  table: Table,
  { fields }: ConnectionSelection,
  keys: Keys,
  { terms, lookups }: Sort,
): readonly string[] {
  const records = fields.flatMap((field) => {
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
  const shown = records.flatMap((record) => record.fields.map((field) => columnOf(table, field)));
  return sorted(table, [
    ...keyColumn(keys),
    ...terms.map(({ column }) => column),
    ...lookups.map(({ from }) => from),
    ...shown,
  ]);
}

function columnOf(table: Table, field: FieldSelection): string {
  switch (field.kind) {
    case 'globalId':
      return table.key;
    case 'column':
      return field.column;
    case 'record':
    case 'connection':
    case 'figures':
      return relationOf(table, field.relation).from;
    default:
      return assertNever(field);
  }
}

function keyColumn(keys: Keys): readonly string[] {
  switch (keys.kind) {
    case 'all':
      return [];
    case 'values':
    case 'parent':
    case 'bind':
      return [keys.column];
    default:
      return assertNever(keys);
  }
}

function sorted(table: Table, columns: readonly string[]): readonly string[] {
  const wanted = new Set(columns);
  return Object.keys(table.columns).filter((column) => wanted.has(column));
}
