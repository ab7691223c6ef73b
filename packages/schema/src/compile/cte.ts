import { type RawBuilder, sql } from 'kysely';

/** A common table expression. */
export type Cte = { readonly name: string; readonly materialized: boolean; readonly query: RawBuilder<unknown> };

/**
 * `with … as (…), …`. Fetches are materialized, always: a CTE that is referenced once would be inlined, and its condition
 * become correlated, which is a remote query a row.
 */
export function withClause(ctes: readonly Cte[]): RawBuilder<unknown> {
  if (ctes.length === 0) return sql``;
  const parts = ctes.map(
    ({ name, materialized, query }) => sql`${sql.id(name)} as ${materialized ? sql`materialized ` : sql``}(${query})`,
  );
  return sql`with ${sql.join(parts)} `;
}
