import { type RawBuilder, sql } from 'kysely';
import type { ColumnKind } from '../catalog/catalog.ts';

/** PostgreSQL's functions take at most 100 arguments: 50 keys with their values. */
const MAX_KEYS = 50;

/** A JSON object. Many keys are built in parts and put together as jsonb, which has an operator for that and json has not. */
export function jsonObject(
  entries: readonly (readonly [key: string, value: RawBuilder<unknown>])[],
): RawBuilder<unknown> {
  if (entries.length <= MAX_KEYS) return sql`json_build_object(${argumentsOf(entries)})`;
  const parts = Array.from({ length: Math.ceil(entries.length / MAX_KEYS) }, (_, index) => {
    const part = entries.slice(index * MAX_KEYS, (index + 1) * MAX_KEYS);
    return sql`jsonb_build_object(${argumentsOf(part)})`;
  });
  return sql`(${sql.join(parts, sql` || `)})::json`;
}

function argumentsOf(entries: readonly (readonly [string, RawBuilder<unknown>])[]): RawBuilder<unknown> {
  return sql.join(entries.map(([key, value]) => sql`${sql.lit(key)}, ${value}`));
}

/**
 * A column's value as JSON takes it. bigint and numeric become texts: JSON readers take numbers for doubles, which end at
 * 2^53 and keep no scale. An instant is written by PostgreSQL in ISO 8601, in the session's time zone, which is UTC.
 */
export function jsonValue(kind: ColumnKind, reference: RawBuilder<unknown>): RawBuilder<unknown> {
  switch (kind) {
    case 'bigint':
    case 'decimal':
      return sql`${reference}::text`;
    case 'integer':
    case 'text':
    case 'instant':
      return reference;
  }
}
