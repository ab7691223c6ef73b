import { type RawBuilder, sql } from 'kysely';
import type { Cte } from './cte.ts';

/** The largest bigint: nothing follows it. */
const LAST_KEY = '9223372036854775807';

/** What a lookup is made of: rows of a table of the hub, known by their key, a bigint. */
export type LookupSource = {
  /** `from … where …` */
  readonly from: RawBuilder<unknown>;
  readonly key: string;
  /** The columns whose combinations are numbered; none where only the rows' being there matters. */
  readonly columns: readonly string[];
};

/** A lookup that can be sent to another cluster. Its expressions are shipped; they are null where no row has the key. */
export type SentLookup = {
  readonly ctes: readonly Cte[];
  /** The CTE of all rows: `key`, `code` (the number of the columns' combination) and the columns. */
  readonly codes: string;
  /** The key itself. */
  readonly present: (key: string) => RawBuilder<unknown>;
  /** The code of the row. */
  readonly codeOf: (key: string) => RawBuilder<unknown>;
  /** The same by one look into an array that has a place for each key from the first to the last; 0 too where no row has the key. */
  readonly denseCodeOf: (key: string) => RawBuilder<unknown>;
  /** Whether that array is no more than twice as long as there are rows. */
  readonly isDense: RawBuilder<unknown>;
};

/**
 * A lookup by key, as arrays. Keys without a gap between them are an island; `bounds` are the islands' first keys and, after
 * each, the first that is missing, so that a key whose place among them is odd is there. `codes` has a number for each row, in the
 * order of the keys; `shifts` has for each island what to take from a key to get the place of its code. Numbers, because an
 * element of an array of texts is found by walking it, as is one of an array that holds a null.
 *
 * @example case when width_bucket("user_id", (select "bounds" from "f1_lookup")) % 2 = 1 then (select "codes" from "f1_lookup")["user_id" - …] end
 */
export function sentLookup(name: string, source: LookupSource): SentLookup {
  const codes = `${name}_codes`;
  const islands = `${name}_islands`;
  const lookup = `${name}_lookup`;
  const span = `${name}_span`;
  const dense = `${name}_dense`;
  const array = (of: string): RawBuilder<unknown> => sql`(select ${sql.id(of)} from ${sql.table(lookup)})`;
  const end = (of: string): RawBuilder<unknown> => sql`(select ${sql.id(of)} from ${sql.table(span)})`;
  const bucket = (key: string): RawBuilder<unknown> => sql`width_bucket(${sql.ref(key)}, ${array('bounds')})`;
  const ifThere = (key: string, value: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`case when ${bucket(key)} % 2 = 1 then ${value} end`;
  return {
    codes,
    present: (key) => ifThere(key, sql.ref(key)),
    codeOf: (key) => {
      const shift = sql`${array('shifts')}[(${bucket(key)} + 1) / 2]`;
      return ifThere(key, sql`${array('codes')}[${sql.ref(key)} - ${shift} + 1]`);
    },
    // Keys beyond the ends may be so far beyond that their place is no integer.
    denseCodeOf: (key) =>
      sql`case when ${sql.ref(key)} between ${end('first')} and ${end('last')} then (select "codes" from ${sql.table(dense)})[${sql.ref(key)} - ${end('first')} + 1] end`,
    isDense: end('dense'),
    ctes: [
      { name: codes, materialized: true, query: codesQuery(source) },
      { name: islands, materialized: true, query: islandsQuery(codes) },
      { name: lookup, materialized: true, query: lookupQuery(codes, islands, source.columns.length > 0) },
      ...(source.columns.length === 0
        ? []
        : [
            { name: span, materialized: true, query: spanQuery(codes) },
            { name: dense, materialized: true, query: denseQuery(codes) },
          ]),
    ],
  };
}

function codesQuery({ from, key, columns }: LookupSource): RawBuilder<unknown> {
  const list = columns.map((column) => sql.ref(column));
  const code = columns.length === 0 ? [] : [sql`(dense_rank() over (order by ${sql.join(list)}))::integer as "code"`];
  return sql`select ${sql.join([sql`${sql.ref(key)} as "key"`, ...list, ...code])} ${from}`;
}

function spanQuery(codes: string): RawBuilder<unknown> {
  return sql`select min("key") as "first", max("key") as "last", coalesce(max("key")::numeric - min("key") < 2 * count(*), true) as "dense" from ${sql.table(codes)}`;
}

/** Each key's code in the order of the keys, and 0 for each key between two that no row has. */
function denseQuery(codes: string): RawBuilder<unknown> {
  const pairs = sql`select "key", lead("key") over (order by "key") as "next" from ${sql.table(codes)}`;
  const gaps = sql`select generate_series("key" + 1, "next" - 1), 0 from (${pairs}) as "pairs" where "next" - 1 > "key"`;
  const all = sql`select "key", "code" from ${sql.table(codes)} union all ${gaps}`;
  return sql`select array_agg("code" order by "key") as "codes" from (${all}) as "places"`;
}

/** A key less its place, from 0, is the same all over an island, and different in each. */
function islandsQuery(codes: string): RawBuilder<unknown> {
  const places = sql`select "key", row_number() over (order by "key") - 1 as "place" from ${sql.table(codes)}`;
  return sql`select min("key") as "first", max("key") as "last", "key" - "place" as "shift" from (${places}) as "places" group by "key" - "place"`;
}

function lookupQuery(codes: string, islands: string, coded: boolean): RawBuilder<unknown> {
  const missing = sql`select "last" + 1 from ${sql.table(islands)} where "last" < ${sql.raw(LAST_KEY)}`;
  const bounds = sql`select "first" as "bound" from ${sql.table(islands)} union all ${missing}`;
  const columns = [sql`(select array_agg("bound" order by "bound") from (${bounds}) as "bounds") as "bounds"`];
  if (coded) {
    columns.push(
      sql`(select array_agg("shift" order by "first") from ${sql.table(islands)}) as "shifts"`,
      sql`(select array_agg("code" order by "key") from ${sql.table(codes)}) as "codes"`,
    );
  }
  return sql`select ${sql.join(columns)}`;
}
