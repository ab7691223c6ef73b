import { type RawBuilder, sql } from 'kysely';
import type { Cte } from './cte.ts';

/** The largest bigint: no gap follows it. */
const LAST_KEY = '9223372036854775807';

/** What a lookup is made of: rows of a table of the hub, known by their key. */
export type LookupSource = {
  readonly relation: string;
  readonly key: string;
  /** The columns whose combinations are numbered; none where only the rows' being there matters: then each has the number 1. */
  readonly columns: readonly string[];
};

/** A lookup that can be sent to another cluster. */
export type SentLookup = {
  readonly ctes: readonly Cte[];
  /** The CTE of all rows: `key`, `code` and the columns. */
  readonly codes: string;
  /** The number of the row with this key, as an expression that is shipped; 0 or null where there is no such row. */
  readonly codeOf: (key: string) => RawBuilder<unknown>;
};

/**
 * A lookup from keys to numbers as two arrays, sorted keys and their numbers, of which `width_bucket` finds the place. Only the
 * first of successive keys with the same number stands there, and after each gap's beginning the number 0, so that a key that is
 * not there takes no neighbour's number. Numbers, because an element of an array of texts is found by walking it.
 *
 * @example (select "codes" from "f1_lookup")[width_bucket("user_id", (select "keys" from "f1_lookup"))]
 */
export function sentLookup(name: string, { relation, key, columns }: LookupSource): SentLookup {
  const codes = `${name}_codes`;
  const lookup = `${name}_lookup`;
  const list = columns.map((column) => sql.ref(column));
  const code = columns.length === 0 ? sql`1` : sql`(dense_rank() over (order by ${sql.join(list)}))::integer`;
  const selected = sql.join([sql`${sql.ref(key)} as "key"`, ...list, sql`${code} as "code"`]);
  const beside = sql`select "key", "code", lag("key") over "place" as "before", lag("code") over "place" as "codeBefore", lead("key") over "place" as "after" from ${sql.table(codes)} window "place" as (order by "key")`;
  const begins = sql`select "key", "code" from "beside" where "before" + 1 is distinct from "key" or "codeBefore" <> "code"`;
  const gaps = sql`select "key" + 1, 0 from "beside" where "after" - 1 is distinct from "key" and "key" < ${sql.raw(LAST_KEY)}`;
  return {
    codes,
    codeOf: (from) =>
      sql`(select "codes" from ${sql.table(lookup)})[width_bucket(${sql.ref(from)}, (select "keys" from ${sql.table(lookup)}))]`,
    ctes: [
      { name: codes, materialized: true, query: sql`select ${selected} from ${sql.table(relation)}` },
      {
        name: lookup,
        materialized: true,
        query: sql`with "beside" as materialized (${beside}) select array_agg("key" order by "key") as "keys", array_agg("code" order by "key") as "codes" from (${begins} union all ${gaps}) as "entries"`,
      },
    ],
  };
}
