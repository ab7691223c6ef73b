import { type RawBuilder, sql } from 'kysely';
import type { RootOutput } from '../plan/plan.ts';
import type { Cte } from './cte.ts';
import { recordCte, unavailableJson } from './record.ts';
import { arrayParameterOf } from './values.ts';

/** A JSON array with a record, or null, for each key in the order of the keys. */
export function nodesQuery({ keys, records, unavailable }: Extract<RootOutput, { readonly kind: 'nodes' }>): {
  readonly ctes: readonly Cte[];
  readonly value: RawBuilder<unknown>;
  readonly from: RawBuilder<unknown>;
} {
  const found = records.map(({ rows, fields }) => {
    const column = rows.keys.kind === 'values' ? rows.keys.column : '';
    return { table: rows.table, ...recordCte({ rows, fields }, column) };
  });
  const joins = found.map(
    ({ table, cte }) =>
      sql` left join ${sql.table(cte)} on "wanted"."table" = ${sql.lit(table)} and ${sql.ref(`${cte}.key`)} = "wanted"."key"`,
  );
  const values = [
    ...found.map(({ table, cte }) => sql` when ${sql.lit(table)} then ${sql.ref(`${cte}.value`)}`),
    ...unavailable.map((missing) => sql` when ${sql.lit(missing.table)} then ${unavailableJson(missing)}`),
  ];
  const json = values.length === 0 ? sql`null::json` : sql`case "wanted"."table"${sql.join(values, sql``)} end`;
  const tables = arrayParameterOf(
    'text',
    keys.map(({ table }) => table),
  );
  const ids = arrayParameterOf(
    'bigint',
    keys.map(({ key }) => key),
  );
  const wanted = sql`unnest(${tables}, ${ids}) with ordinality as "wanted" ("table", "key", "place")`;
  return {
    ctes: found.flatMap(({ ctes }) => ctes),
    value: sql`coalesce(json_agg(${json} order by "wanted"."place"), '[]')`,
    from: sql` from ${wanted}${sql.join(joins, sql``)}`,
  };
}
