import { type CompiledQuery, type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import { fetchesOf } from '../plan/fetches-of.ts';
import type { Plan, RootOutput } from '../plan/plan.ts';
import { compiler } from './compiler.ts';
import { connectionJson, pageOf } from './connection.ts';
import { type Cte, withClause } from './cte.ts';
import { compileFetch } from './fetch.ts';
import { figuresJson } from './figures.ts';
import { nodesQuery } from './nodes.ts';
import { PLACE } from './place.ts';
import { joinAll, recordJson } from './record.ts';

/** One row at most, whose `value` is the root field's JSON as text; no row stands for null. */
export type Answer = { readonly value: string | null };

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
  const fetches = fetchesOf(plan).flatMap(compileFetch);
  const { ctes, query } = compileRoot(plan.root);
  return sql<Answer>`${withClause([...fetches, ...ctes])}${query}`.compile(compiler);
}

function compileRoot(root: RootOutput): { readonly ctes: readonly Cte[]; readonly query: RawBuilder<unknown> } {
  switch (root.kind) {
    case 'record': {
      const { json, joins, ctes } = recordJson(root.record);
      const { name } = root.record.rows;
      return { ctes, query: sql`select ${json}::text as "value" from ${sql.table(name)}${joinAll(name, joins)}` };
    }
    case 'connection': {
      const { ctes, page } = pageOf(root.connection);
      const { json, joins } = connectionJson(root.connection, page);
      const [first, ...rest] = joins;
      const from = first === undefined ? sql`` : sql` from (select) as "root" left join ${sql.table(first)} on true`;
      const others = rest.map((join) => sql` left join ${sql.table(join)} on true`);
      return { ctes, query: sql`select ${json}::text as "value"${from}${sql.join(others, sql``)}` };
    }
    case 'nodes':
      return nodesQuery(root);
    case 'figures': {
      const { name } = root.figures.fetch;
      return { ctes: [], query: sql`select ${figuresJson(root.figures)}::text as "value" from ${sql.table(name)}` };
    }
    case 'groups': {
      const { name } = root.groups;
      const { json, joins, ctes } = recordJson(root.record);
      const list = sql`coalesce(json_agg(${json} order by ${sql.ref(`${name}.${PLACE}`)}), '[]')`;
      return { ctes, query: sql`select ${list}::text as "value" from ${sql.table(name)}${joinAll(name, joins)}` };
    }
    case 'unavailable':
      throw new Error(`Cluster "${root.cluster}" does not answer: there is nothing to compile`);
    default:
      return assertNever(root);
  }
}
