import { type RawBuilder, sql } from 'kysely';

/** ` where … and …`, of the conditions that there are. */
export function where(conditions: readonly (RawBuilder<unknown> | undefined)[]): RawBuilder<unknown> {
  const all = conditions.filter((condition) => condition !== undefined);
  return all.length === 0 ? sql`` : sql` where ${sql.join(all, sql` and `)}`;
}
