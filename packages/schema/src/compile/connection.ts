import { type RawBuilder, sql } from 'kysely';
import { cursorHead } from '../cursor.ts';
import { assertNever } from '../errors.ts';
import type {
  ConnectionFieldOutput,
  ConnectionOutput,
  EdgeFieldOutput,
  Neighbour,
  PageInfoFieldOutput,
} from '../plan/plan.ts';
import type { Cte } from './cte.ts';
import { jsonObject } from './json.ts';
import { PLACE } from './place.ts';
import { type Json, joinAll, recordJson } from './record.ts';

/**
 * The CTE with one row a list: `key`, `list0`, `list1` … for what is shown of the rows, `taken` rows, and the cursors of the
 * first and the last row shown. Without `keyColumn` there is one list, and one row always.
 */
export function pageOf(
  connection: ConnectionOutput,
  keyColumn?: string,
): { readonly page: string; readonly ctes: readonly Cte[] } {
  const { rows, fields } = connection;
  const lists = fields.flatMap((field) => listOf(connection, field));
  const joins = lists.flatMap((list) => list.joins);
  const aggregates = [
    sql`count(*) as "taken"`,
    ...lists.map(({ json }, index) => sql`${aggregate(connection, json)} as ${sql.id(listName(index))}`),
    ...(asksCursor(fields) ? [sql`${aggregate(connection, cursorTexts(connection))} as "cursors"`] : []),
  ];
  const key = keyColumn === undefined ? undefined : sql.ref(`${rows.name}.${keyColumn}`);
  const from = sql`from ${sql.table(rows.name)}${joinAll(rows.name, joins)}`;
  const query =
    key === undefined
      ? sql`select ${sql.join(aggregates)} ${from}`
      : sql`select ${key} as "key", ${sql.join(aggregates)} ${from} group by ${key}`;
  const page = `${rows.name}_page`;
  return { page, ctes: [...lists.flatMap((list) => list.ctes), { name: page, materialized: false, query }] };
}

/** A connection's JSON object, in terms of its page's and tallies' CTEs; their names are the joins. */
export function connectionJson(
  connection: ConnectionOutput,
  page: string,
): { readonly json: RawBuilder<unknown>; readonly joins: readonly string[] } {
  const { previous, next, total, fields } = connection;
  const lists = fields.filter(({ kind }) => kind === 'nodes' || kind === 'edges');
  const entries = fields.map((field): readonly [string, RawBuilder<unknown>] => {
    switch (field.kind) {
      case 'nodes':
      case 'edges':
        return [field.key, sql`coalesce(${sql.ref(`${page}.${listName(lists.indexOf(field))}`)}, '[]')`];
      case 'pageInfo':
        return [field.key, jsonObject(field.fields.map((info) => [info.key, pageInfoJson(connection, page, info)]))];
      case 'totalCount':
        return [field.key, total === undefined ? sql`0` : sql`coalesce(${sql.ref(`${total.name}.count`)}, 0)`];
      default:
        return assertNever(field);
    }
  });
  const tallies = [previous.exists, next.exists, total].flatMap((tally) => (tally === undefined ? [] : [tally.name]));
  return { json: jsonObject(entries), joins: [page, ...tallies] };
}

function listName(index: number): string {
  return `list${index}`;
}

/** What a list shows of each row: a node, or an edge. */
function listOf(connection: ConnectionOutput, field: ConnectionFieldOutput): readonly Json[] {
  switch (field.kind) {
    case 'nodes':
      return [recordJson(field.record)];
    case 'edges': {
      const parts = field.fields.map((edge) => ({ key: edge.key, ...edgeJson(connection, edge) }));
      return [
        {
          json: jsonObject(parts.map(({ key, json }) => [key, json])),
          joins: parts.flatMap(({ joins }) => joins),
          ctes: parts.flatMap(({ ctes }) => ctes),
        },
      ];
    }
    case 'pageInfo':
    case 'totalCount':
      return [];
    default:
      return assertNever(field);
  }
}

function edgeJson(connection: ConnectionOutput, edge: EdgeFieldOutput): Json {
  switch (edge.kind) {
    case 'cursor':
      return { json: cursorTexts(connection), joins: [], ctes: [] };
    case 'node':
      return recordJson(edge.record);
    default:
      return assertNever(edge);
  }
}

/** The texts that a cursor holds; the gateway makes the cursor of them. */
function cursorTexts({ scope, rows }: ConnectionOutput): RawBuilder<unknown> {
  const head = cursorHead(scope).map((text) => sql`${sql.lit(text)}`);
  const values = scope.order.map(({ column }) => sql`to_json(${sql.ref(`${rows.name}.${column}`)}) #>> '{}'`);
  return sql`json_build_array(${sql.join([...head, ...values])})`;
}

function asksCursor(fields: readonly ConnectionFieldOutput[]): boolean {
  return fields.some(
    (field) =>
      field.kind === 'pageInfo' && field.fields.some(({ kind }) => kind === 'startCursor' || kind === 'endCursor'),
  );
}

/** All rows shown, in the order of the response. */
function aggregate({ rows }: ConnectionOutput, json: RawBuilder<unknown>): RawBuilder<unknown> {
  const place = sql.ref(`${rows.name}.${PLACE}`);
  const { page } = rows;
  const direction = sql.raw(page?.reversed === true ? 'desc' : 'asc');
  const shown =
    page === undefined || page.limit === page.size ? sql`` : sql` filter (where ${place} <= ${sql.lit(page.size)})`;
  return sql`json_agg(${json} order by ${place} ${direction})${shown}`;
}

function pageInfoJson(
  { rows, previous, next }: ConnectionOutput,
  page: string,
  { kind }: PageInfoFieldOutput,
): RawBuilder<unknown> {
  const size = rows.page?.size ?? 0;
  switch (kind) {
    case 'hasPreviousPage':
      return neighbourJson(previous, page, size);
    case 'hasNextPage':
      return neighbourJson(next, page, size);
    case 'startCursor':
      return sql`${sql.ref(`${page}.cursors`)} -> 0`;
    case 'endCursor':
      return sql`${sql.ref(`${page}.cursors`)} -> -1`;
    default:
      return assertNever(kind);
  }
}

function neighbourJson({ beyond, exists }: Neighbour, page: string, size: number): RawBuilder<unknown> {
  const signs = [
    ...(beyond ? [sql`coalesce(${sql.ref(`${page}.taken`)}, 0) > ${sql.lit(size)}`] : []),
    ...(exists === undefined ? [] : [sql`${sql.ref(`${exists.name}.key`)} is not null`]),
  ];
  return signs.length === 0 ? sql`false` : sql`(${sql.join(signs, sql` or `)})`;
}
