import type { ForeignTable } from './foreign-table.ts';
import type { RemoteColumn } from './remote-columns.ts';

/** Something at another cluster that a foreign table counts on and that is not so. Only that cluster's owner can mend it. */
export type RemoteFault =
  | { readonly kind: 'remote-unreachable'; readonly cluster: string; readonly because: string }
  | { readonly kind: 'hop-fails'; readonly cluster: string; readonly because: string }
  | { readonly kind: 'remote-table-missing'; readonly table: ForeignTable }
  | { readonly kind: 'remote-column-missing'; readonly table: ForeignTable; readonly column: string }
  | {
      readonly kind: 'remote-column-type';
      readonly table: ForeignTable;
      readonly column: string;
      readonly is: string;
      readonly should: string;
    }
  | { readonly kind: 'remote-column-nullable'; readonly table: ForeignTable; readonly column: string }
  | {
      readonly kind: 'remote-column-unreadable';
      readonly table: ForeignTable;
      readonly column: string;
      readonly role: string;
    };

/** One readable line: where, what differs, and from what. */
export function describeRemoteFault(fault: RemoteFault): string {
  switch (fault.kind) {
    case 'remote-unreachable':
      return `cluster ${fault.cluster}: its tables could not be read: ${fault.because}`;
    case 'hop-fails':
      return `cluster ${fault.cluster}: the hub cannot read it as the topology's hop: ${fault.because}`;
    case 'remote-table-missing':
      return `cluster ${fault.table.cluster}: ${place(fault.table)} is missing`;
    case 'remote-column-missing':
      return `cluster ${fault.table.cluster}: column ${place(fault.table)}.${fault.column} is missing`;
    case 'remote-column-type':
      return `cluster ${fault.table.cluster}: column ${place(fault.table)}.${fault.column} is ${fault.is}, its foreign table says ${fault.should}`;
    case 'remote-column-nullable':
      return `cluster ${fault.table.cluster}: column ${place(fault.table)}.${fault.column} may be null, its foreign table says not null`;
    case 'remote-column-unreadable':
      return `cluster ${fault.table.cluster}: role ${fault.role} may not read column ${place(fault.table)}.${fault.column}`;
  }
}

function place({ remoteSchema, name }: ForeignTable): string {
  return `${remoteSchema}.${name}`;
}

/** Compares one foreign table with the columns that its cluster has in its place; none means that there is no such table. Pure. */
export function findRemoteFaults(
  table: ForeignTable,
  remote: readonly RemoteColumn[],
  role: string,
): readonly RemoteFault[] {
  if (remote.length === 0) {
    return [{ kind: 'remote-table-missing', table }];
  }
  return table.columns.flatMap(({ name: column, type: should, notNull }): readonly RemoteFault[] => {
    const other = remote.find(({ name }) => name === column);
    if (other === undefined) {
      return [{ kind: 'remote-column-missing', table, column }];
    }
    const faults: RemoteFault[] = [];
    if (other.type !== should) {
      faults.push({ kind: 'remote-column-type', table, column, is: other.type, should });
    }
    // A view's columns never carry NOT NULL, whatever its tables say.
    if (notNull && !other.notNull && !other.ofView) {
      faults.push({ kind: 'remote-column-nullable', table, column });
    }
    if (!other.readable) {
      faults.push({ kind: 'remote-column-unreadable', table, column, role });
    }
    return faults;
  });
}
