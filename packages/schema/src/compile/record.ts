import { type RawBuilder, sql } from 'kysely';
import { assertNever } from '../errors.ts';
import type { Absence, FieldOutput, RecordOutput } from '../plan/plan.ts';
import { BECAUSE_KEY, UNAVAILABLE_KEY } from '../response-keys.ts';
import { connectionJson } from './connection.ts';
import type { Cte } from './cte.ts';
import { figuresJson } from './figures.ts';
import { jsonObject, jsonValue } from './json.ts';

/** A CTE with a column `key`, joined where that equals the row's `column`. */
export type Join = { readonly cte: string; readonly column: string };

/** JSON of a row, what has to be joined to the rows for it, and the CTEs that these joins read. */
export type Json = {
  readonly json: RawBuilder<unknown>;
  readonly joins: readonly Join[];
  readonly ctes: readonly Cte[];
};

/** A row's JSON object, in terms of the CTE of its fetch. */
export function recordJson({ rows, fields }: RecordOutput): Json {
  const parts = fields.map((field) => ({ key: field.key, ...fieldJson(rows.name, field) }));
  return {
    json: jsonObject(parts.map(({ key, json }) => [key, json])),
    joins: parts.flatMap(({ joins }) => joins),
    ctes: parts.flatMap(({ ctes }) => ctes),
  };
}

function fieldJson(rows: string, field: FieldOutput): Json {
  const column = (name: string): RawBuilder<unknown> => sql.ref(`${rows}.${name}`);
  switch (field.kind) {
    case 'type':
      return leaf(sql`${sql.lit(field.type)}`);
    case 'globalId':
      return leaf(sql`${sql.lit(`${field.type}:`)} || ${column(field.column)}`);
    case 'column':
      return leaf(jsonValue(field.columnKind, column(field.column)));
    case 'record': {
      const { cte, ctes } = recordCte(field.record, field.childColumn);
      return { json: sql.ref(`${cte}.value`), joins: [{ cte, column: field.column }], ctes };
    }
    case 'connection': {
      const single = field.connection.rows.keys.kind === 'parent';
      const { json, joins, ctes } = connectionJson(field.connection, single ? undefined : field.childColumn);
      return { json, joins: joins.map((cte) => ({ cte, column: field.column })), ctes };
    }
    case 'figures':
      return {
        json: figuresJson(field.figures),
        joins: [{ cte: field.figures.fetch.name, column: field.column }],
        ctes: [],
      };
    case 'unavailable':
      return leaf(unavailableJson(field));
    default:
      return assertNever(field);
  }
}

function leaf(json: RawBuilder<unknown>): Json {
  return { json, joins: [], ctes: [] };
}

/** A CTE of records: `key`, the value of `keyColumn`, and `value`, the JSON. */
export function recordCte(
  record: RecordOutput,
  keyColumn: string,
): { readonly cte: string; readonly ctes: readonly Cte[] } {
  const { name } = record.rows;
  const { json, joins, ctes } = recordJson(record);
  const key = sql.ref(`${name}.${keyColumn}`);
  const query = sql`select ${key} as "key", ${json} as "value" from ${sql.table(name)}${joinAll(name, joins)}`;
  const cte = `${name}_json`;
  return { cte, ctes: [...ctes, { name: cte, materialized: false, query }] };
}

/** The joins of a row's JSON, each to the rows of the fetch `rows`. */
export function joinAll(rows: string, joins: readonly Join[]): RawBuilder<unknown> {
  const parts = joins.map(
    ({ cte, column }) =>
      sql` left join ${sql.table(cte)} on ${sql.ref(`${cte}.key`)} = ${sql.ref(`${rows}.${column}`)}`,
  );
  return sql.join(parts, sql``);
}

/** What stands for a value that a cluster whose part is missing would have given. */
export function unavailableJson({ cluster, because }: Absence): RawBuilder<unknown> {
  return jsonObject([
    [UNAVAILABLE_KEY, sql`${sql.lit(cluster)}`],
    [BECAUSE_KEY, sql`${sql.lit(because)}`],
  ]);
}
