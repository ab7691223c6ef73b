import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import { dependenciesOf } from '../plan/dependencies-of.ts';
import { fetchesOf } from '../plan/fetches-of.ts';
import type { Fetch, KeysFetch, Plan, RootOutput } from '../plan/plan.ts';
import { compiler } from './compiler.ts';
import { connectionJson } from './connection.ts';
import { type Cte, withClause } from './cte.ts';
import { compileFetch } from './fetch.ts';
import { figuresJson } from './figures.ts';
import { isShort } from './guess.ts';
import { nodesQuery } from './nodes.ts';
import { PLACE } from './place.ts';
import { joinAll, recordJson } from './record.ts';

/**
 * One row at most, whose `value` is the root field's JSON as text; no row stands for null. `short` is there where pages were guessed:
 * whether rows may be missing from them.
 */
export type Answer = { readonly value: string | null; readonly short?: boolean | null };

/**
 * STAGE 3. The plan as one statement for the hub: a materialized CTE a fetch, then JSON from the leaves up.
 *
 * @example
 * with "f1" as materialized (select "id", "name" from "users" where "id" = cast($1 as bigint)),
 * "f2" as materialized (select … from (select … from "orders"."orders" where "user_id" = (select "id" from "f1") order by … limit 6) …),
 * "f2_page" as (select "user_id" as "key", json_agg(json_build_object('total', "f2"."total"::text) order by "f2"."#") as "list0" from "f2" group by "user_id")
 * select json_build_object('name', "f1"."name", 'orders', json_build_object('nodes', coalesce("f2_page"."list0", '[]')))::text as "value"
 * from "f1" left join "f2_page" on "f2_page"."key" = "f1"."id"
 */
export function compilePlan(plan: Plan): CompiledQuery<Answer> {
  const all = fetchesOf(plan);
  const fetches = all.filter((fetch) => fetch.kind !== 'keys' || all.some((other) => reads(other, fetch)));
  const { ctes, value, from } = compileRoot(plan.root);
  const guessed = all.flatMap((fetch) => (fetch.kind === 'rows' ? (isShort(fetch) ?? []) : []));
  const short = guessed.length === 0 ? sql`` : sql`, ${sql.join(guessed, sql` or `)} as "short"`;
  return sql<Answer>`${withClause([...fetches.flatMap(compileFetch), ...ctes])}select ${value}::text as "value"${short}${from}`.compile(
    compiler,
  );
}

/** Whether a fetch reads the keys of another as they are: a guess asks for those of its block instead. */
function reads(fetch: Fetch, keys: KeysFetch): boolean {
  return !(fetch.kind === 'rows' && fetch.page?.method.kind === 'guess') && dependenciesOf(fetch).includes(keys);
}

/** The root's JSON, and what it is read from. */
type Root = { readonly ctes: readonly Cte[]; readonly value: RawBuilder<unknown>; readonly from: RawBuilder<unknown> };

function compileRoot(root: RootOutput): Root {
  switch (root.kind) {
    case 'record': {
      const { json, joins, ctes } = recordJson(root.record);
      const { name } = root.record.rows;
      return { ctes, value: json, from: sql` from ${sql.table(name)}${joinAll(name, joins)}` };
    }
    case 'connection': {
      const { ctes, json } = connectionJson(root.connection, undefined);
      return { ctes, value: json, from: sql`` };
    }
    case 'nodes':
      return nodesQuery(root);
    case 'figures': {
      const { name } = root.figures.fetch;
      return { ctes: [], value: figuresJson(root.figures), from: sql` from ${sql.table(name)}` };
    }
    case 'groups': {
      const { name } = root.groups;
      const { json, joins, ctes } = recordJson(root.record);
      const value = sql`coalesce(json_agg(${json} order by ${sql.ref(`${name}.${PLACE}`)}), '[]')`;
      return { ctes, value, from: sql` from ${sql.table(name)}${joinAll(name, joins)}` };
    }
    case 'unavailable':
      throw new Error(`Cluster "${root.cluster}" does not answer: there is nothing to compile`);
    default:
      return assertNever(root);
  }
}
