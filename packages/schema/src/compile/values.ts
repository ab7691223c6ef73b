import { type RawBuilder, sql } from 'kysely';
import type { ColumnKind } from '../catalog/catalog.ts';

/** The PostgreSQL type of each kind of column. */
const TYPES: Readonly<Record<ColumnKind, string>> = {
  bigint: 'bigint',
  integer: 'integer',
  text: 'text',
  decimal: 'numeric',
  instant: 'timestamptz',
};

/** How a column of an ordering is written. */
export type ColumnValue = (column: string) => RawBuilder<unknown>;

/** By its name, which is also that of an output column. */
export const columnByName: ColumnValue = (column) => sql.ref(column);

/** A parameter of the kind's type. Values travel as text, so that no digit is lost on the way. */
export function parameterOf(kind: ColumnKind, value: string): RawBuilder<unknown> {
  return sql`cast(${value} as ${sql.raw(TYPES[kind])})`;
}

/** One parameter for a list of values of the kind's type. */
export function arrayParameterOf(kind: ColumnKind, values: readonly string[]): RawBuilder<unknown> {
  return sql`cast(${values} as ${sql.raw(TYPES[kind])}[])`;
}

/** A value that the catalog says, of the kind's type. */
export function literalOf(kind: ColumnKind, value: string): RawBuilder<unknown> {
  return sql`${sql.lit(value)}::${sql.raw(TYPES[kind])}`;
}

/** No value, of the kind's type. */
export function nullOf(kind: ColumnKind): RawBuilder<unknown> {
  return sql`null::${sql.raw(TYPES[kind])}`;
}
