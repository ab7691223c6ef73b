import { type RawBuilder, sql } from 'kysely';
import type { Page, RowsFetch } from '../plan/plan.ts';
import { checkBlock } from './bound-keys.ts';
import { candidatesOf } from './candidates.ts';
import type { Cte } from './cte.ts';
import { orderBy } from './order.ts';
import { placed } from './place.ts';
import { where } from './where.ts';

type Guess = Extract<Page['method'], { readonly kind: 'guess' }>;

/**
 * A page out of one block of candidates, each checked against the other tables: what probably fills it. Nothing else is planned by
 * the database; whether rows are missing is known afterwards.
 *
 * @example
 * "f1_b1" as materialized (select … from "orders"."orders" order by "created_at" desc, "id" desc limit 240),
 * "f1" as materialized (select … from "f1_b1" where ((select true from "users" where "id" = "f1_b1"."user_id" and "country" = 'DE') is true) order by … limit 20)
 */
export function compileGuess(fetch: RowsFetch, page: Page, { size }: Guess): readonly Cte[] {
  const { name } = fetch;
  const block = blockOf(fetch);
  const check = checkBlock(block, fetch.condition);
  const list = sql.join(fetch.columns.map((column) => sql.ref(column)));
  const rows = sql`select ${list} from ${sql.table(block)}${where([check.condition])} order by ${orderBy(page.order)} limit ${sql.lit(page.limit)}`;
  return [
    { name: block, materialized: true, query: candidatesOf(fetch, page, size) },
    ...check.ctes,
    { name, materialized: true, query: placed(page, rows) },
  ];
}

/** Whether rows may be missing from a page: it is not full, and the block did not hold all candidates. Undefined where nothing was guessed. */
export function isShort(fetch: RowsFetch): RawBuilder<unknown> | undefined {
  const { name, page } = fetch;
  if (page?.method.kind !== 'guess') return undefined;
  const number = (cte: string): RawBuilder<unknown> => sql`(select count(*) from ${sql.table(cte)})`;
  return sql`(${number(name)} < ${sql.lit(page.limit)} and ${number(blockOf(fetch))} = ${sql.lit(page.method.size)})`;
}

function blockOf({ name }: RowsFetch): string {
  return `${name}_b1`;
}
