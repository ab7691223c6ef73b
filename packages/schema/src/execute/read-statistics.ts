import { sql } from 'kysely';
import type { Catalog } from '../catalog/catalog.ts';
import type { Answer } from '../compile/compile-plan.ts';
import { compiler } from '../compile/compiler.ts';
import type { Statistics } from '../plan/statistics.ts';
import type { Hub } from './execute-statement.ts';

/** A row of `pg_stats` beside the table's number of rows. `distinct` below zero is a share of the rows. */
type Read = {
  readonly relation: string;
  readonly rows: number;
  readonly column: string;
  readonly nulls: number;
  readonly distinct: number;
  readonly values: readonly string[] | null;
  readonly shares: readonly number[] | null;
};

/**
 * Reads what the hub's own statistics, which it gathers itself, say of its tables; of columns that the gateway's login may read.
 * Rejects as statements do.
 */
export async function readStatistics(hub: Hub, catalog: Catalog): Promise<Statistics> {
  const own = Object.values(catalog.tables).filter(({ cluster }) => cluster === catalog.hub);
  const relations = own.map(({ relation }) => relation);
  const statement = sql<Answer>`
    select coalesce(json_agg(json_build_object(
      'relation', "own"."relation", 'rows', "class"."reltuples", 'column', "stats"."attname", 'nulls', "stats"."null_frac",
      'distinct', "stats"."n_distinct", 'values', "stats"."most_common_vals"::text::text[], 'shares', "stats"."most_common_freqs"
    )), '[]')::text as "value"
    from unnest(cast(${relations} as text[])) as "own" ("relation")
    join pg_class as "class" on "class"."oid" = to_regclass("own"."relation")
    join pg_namespace as "schema" on "schema"."oid" = "class"."relnamespace"
    join pg_stats as "stats" on "stats"."schemaname" = "schema"."nspname" and "stats"."tablename" = "class"."relname"
    where not "stats"."inherited" and "class"."reltuples" >= 0`.compile(compiler);
  const { rows } = await hub.executeQuery(statement, {});
  const read: readonly Read[] = JSON.parse(rows[0]?.value ?? '[]');
  return Object.fromEntries(
    relations.flatMap((relation) => {
      const columns = read.filter((column) => column.relation === relation);
      const [first] = columns;
      if (first === undefined) return [];
      return [[relation, { rows: first.rows, columns: Object.fromEntries(columns.map(columnOf)) }]];
    }),
  );
}

function columnOf({ rows, column, nulls, distinct, values, shares }: Read) {
  const common = new Map((values ?? []).map((value, index) => [value, shares?.[index] ?? 0]));
  return [column, { distinct: distinct < 0 ? -distinct * rows : distinct, nulls, common }] as const;
}
