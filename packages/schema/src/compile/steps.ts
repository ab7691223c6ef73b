import { type RawBuilder, sql } from 'kysely';
import type { SortTerm } from '../cursor.ts';
import { FEW_KEYS, type KeysFetch, type Page, type RowsFetch } from '../plan/plan.ts';
import { checkBlock, ownOnly } from './bound-keys.ts';
import { candidatesOf } from './candidates.ts';
import { conditionOf } from './condition.ts';
import type { Cte } from './cte.ts';
import { keysCondition } from './keys.ts';
import { orderBy } from './order.ts';
import { placed } from './place.ts';
import { beyond, rangeCondition } from './range.ts';
import { where } from './where.ts';

type Steps = Extract<Page['method'], { readonly kind: 'steps' }>;

/**
 * A page whose condition asks something of other tables. Blocks of candidates are taken in order, each after the last, and each
 * is checked against the other tables by its own keys. A block runs only where those before it did not fill the page: its
 * one-time filter is known before it begins, and EXPLAIN ANALYZE shows "never executed" for it and its remote queries.
 *
 * @example
 * "f1_b1" as materialized (select … from "users" where "country" = 'JP' order by … limit 84),
 * "f1_b1_k1" as materialized (select "user_id" as "key" from "orders"."orders" where "user_id" = any(array(select "id" from "f1_b1")) and … group by "user_id"),
 * "f1_b1_ok" as materialized (select … from "f1_b1" where "id" in (select "key" from "f1_b1_k1")),
 * "f1_b2" as materialized (select * from (… limit 672) where (select count(*) from "f1_b1_ok") < 21 and (select count(*) from "f1_b1") = 84), …
 */
export function compileSteps(fetch: RowsFetch, page: Page, { sizes, few }: Steps): readonly Cte[] {
  const { name } = fetch;
  const blocks = sizes.map((size, index) => ({ size, name: `${name}_b${index + 1}`, met: `${name}_b${index + 1}_ok` }));
  const gate = few === undefined ? undefined : fewKeys(name, few);

  const steps = blocks.flatMap((block, index): readonly Cte[] => {
    const before = blocks.slice(0, index);
    const last = before.at(-1);
    const after = last === undefined ? undefined : afterLast(last.name, page.order);
    const taken = candidatesOf(fetch, page, block.size, after);
    const started =
      last === undefined ? gate && sql`not ${gate.isFew}` : sql`${unfilled(before, page)} and ${full(last)}`;
    const check = checkBlock(block.name, fetch.condition);
    return [
      { name: block.name, materialized: true, query: sql`select * from (${taken}) as "rows"${where([started])}` },
      ...check.ctes,
      {
        name: block.met,
        materialized: true,
        query: sql`select * from ${sql.table(block.name)}${where([check.condition])}`,
      },
    ];
  });

  const list = listOf(fetch.columns);
  const last = blocks.at(-1);
  if (last === undefined) throw new Error('A walk in steps has steps');
  const after = afterLast(last.name, page.order);
  const rest = sql`select ${list} from ${sql.table(fetch.relation)}${where([
    keysCondition(fetch.keys),
    conditionOf(fetch),
    ...page.ranges.map((range) => rangeCondition(range)),
    gate === undefined ? after : sql`(${gate.isFew} or (${after}))`,
  ])} order by ${orderBy(page.order)} limit ${sql.lit(page.limit)}`;
  const missing = sql`(${unfilled(blocks, page)} and ${full(last)})`;
  const restStarts = gate === undefined ? missing : sql`(${gate.isFew} or ${missing})`;
  const all = sql.join(
    [
      ...blocks.map(({ met }) => sql`select ${list} from ${sql.table(met)}`),
      sql`select * from (${rest}) as "rest" where ${restStarts}`,
    ],
    sql` union all `,
  );
  const rows = sql`select * from (${all}) as "met" order by ${orderBy(page.order)} limit ${sql.lit(page.limit)}`;
  return [...(gate === undefined ? [] : [gate.cte]), ...steps, { name, materialized: true, query: placed(page, rows) }];
}

/** Whether the hub's own keys are few: known after counting a few more than that. */
function fewKeys(name: string, keys: KeysFetch): { readonly cte: Cte; readonly isFew: RawBuilder<unknown> } {
  const cte = `${name}_few`;
  const some = sql`select 1 from ${sql.table(keys.relation)}${where([ownOnly(keys.condition)])} limit ${sql.lit(FEW_KEYS + 1)}`;
  return {
    cte: {
      name: cte,
      materialized: true,
      query: sql`select count(*) <= ${sql.lit(FEW_KEYS)} as "few" from (${some}) as "some"`,
    },
    isFew: sql`(select "few" from ${sql.table(cte)})`,
  };
}

type Candidates = { readonly name: string; readonly met: string; readonly size: number };

function unfilled(blocks: readonly Candidates[], { limit }: Page): RawBuilder<unknown> {
  const counts = blocks.map(({ met }) => sql`(select count(*) from ${sql.table(met)})`);
  return sql`${sql.join(counts, sql` + `)} < ${sql.lit(limit)}`;
}

/** A block that is not full was the last: there are no more candidates. */
function full({ name, size }: Candidates): RawBuilder<unknown> {
  return sql`(select count(*) from ${sql.table(name)}) = ${sql.lit(size)}`;
}

/** Rows after the last one of a block. */
function afterLast(block: string, order: readonly SortTerm[]): RawBuilder<unknown> {
  const backward = order.map(
    ({ column, direction }) => ({ column, direction: direction === 'asc' ? 'desc' : 'asc' }) as const,
  );
  return beyond(
    'after',
    order.map((term) => ({
      ...term,
      own: sql.ref(term.column),
      value: sql`(select ${sql.ref(term.column)} from ${sql.table(block)} order by ${orderBy(backward)} limit 1)`,
    })),
  );
}

function listOf(columns: readonly string[]): RawBuilder<unknown> {
  return sql.join(columns.map((column) => sql.ref(column)));
}
