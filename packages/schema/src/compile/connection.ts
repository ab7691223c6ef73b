import { type RawBuilder, sql } from 'kysely';
import { cursorHead } from '../cursor.ts';
import { assertNever } from '../errors.ts';
import type {
  ConnectionFieldOutput,
  ConnectionOutput,
  EdgeFieldOutput,
  Neighbour,
  PageInfoFieldOutput,
  RowsFetch,
  TallyFetch,
} from '../plan/plan.ts';
import type { Cte } from './cte.ts';
import { jsonObject } from './json.ts';
import { PLACE, responseOrder } from './place.ts';
import { type Json, joinAll, recordJson } from './record.ts';

/**
 * A connection's JSON object. Of one list all of it is subqueries over its rows. Where rows belong to many lists, `keyColumn` says to
 * which, and the object reads CTEs with one row a list, by their `key`: the joins.
 */
export function connectionJson(
  connection: ConnectionOutput,
  keyColumn: string | undefined,
): { readonly json: RawBuilder<unknown>; readonly joins: readonly string[]; readonly ctes: readonly Cte[] } {
  const { previous, next, total, fields } = connection;
  const shown = fields.flatMap((field) => listOf(connection, field).map((list) => ({ field, list })));
  const page = keyColumn === undefined ? pageOfList(connection) : pageOfKey(connection);
  const lists = shown.map(({ list }, index) => page.list(list, index));
  const entries = fields.map((field): readonly [string, RawBuilder<unknown>] => {
    switch (field.kind) {
      case 'nodes':
      case 'edges':
        return [
          field.key,
          sql`coalesce(${lists[shown.findIndex((entry) => entry.field === field)] ?? sql`null`}, '[]')`,
        ];
      case 'pageInfo':
        return [field.key, jsonObject(field.fields.map((info) => [info.key, pageInfoJson(connection, page, info)]))];
      case 'totalCount':
        return [field.key, total === undefined ? sql`0` : sql`coalesce(${page.total(total)}, 0)`];
      default:
        return assertNever(field);
    }
  });
  const inner = shown.flatMap(({ list }) => list.ctes);
  if (keyColumn === undefined) return { json: jsonObject(entries), joins: [], ctes: inner };
  const tallies = [previous.exists, next.exists, total].flatMap((tally) => (tally === undefined ? [] : [tally.name]));
  const cte = pageCte(
    connection,
    keyColumn,
    shown.map(({ list }) => list),
  );
  return { json: jsonObject(entries), joins: [cte.name, ...tallies], ctes: [...inner, cte] };
}

/** What is said of a page: its lists, how many rows were taken, the cursors of the rows shown, and what stands beside it. */
type PageValues = {
  readonly list: (list: Json, index: number) => RawBuilder<unknown>;
  readonly taken: RawBuilder<unknown>;
  readonly cursors: RawBuilder<unknown>;
  readonly exists: (tally: TallyFetch) => RawBuilder<unknown>;
  readonly total: (tally: TallyFetch) => RawBuilder<unknown>;
};

function pageOfList(connection: ConnectionOutput): PageValues {
  const { name } = connection.rows;
  const rows = sql.table(name);
  return {
    list: ({ json, joins }) => sql`(select ${aggregate(connection, json)} from ${rows}${joinAll(name, joins)})`,
    taken: sql`(select count(*) from ${rows})`,
    cursors: sql`(select ${aggregate(connection, cursorTexts(connection))} from ${rows})`,
    exists: (tally) => sql`exists (select from ${sql.table(tally.name)})`,
    total: (tally) => sql`(select "count" from ${sql.table(tally.name)})`,
  };
}

function pageOfKey({ rows }: ConnectionOutput): PageValues {
  const value = (column: string): RawBuilder<unknown> => sql.ref(`${pageName(rows)}.${column}`);
  return {
    list: (_, index) => value(listName(index)),
    taken: value('taken'),
    cursors: value('cursors'),
    exists: (tally) => sql`${sql.ref(`${tally.name}.key`)} is not null`,
    total: (tally) => sql.ref(`${tally.name}.count`),
  };
}

/** The CTE with one row a list: `key`, `list0`, `list1` …, `taken` rows, and the cursors of the rows shown. */
function pageCte(connection: ConnectionOutput, keyColumn: string, lists: readonly Json[]): Cte {
  const { rows, fields } = connection;
  const aggregates = [
    sql`count(*) as "taken"`,
    ...lists.map(({ json }, index) => sql`${aggregate(connection, json)} as ${sql.id(listName(index))}`),
    ...(asksCursor(fields) ? [sql`${aggregate(connection, cursorTexts(connection))} as "cursors"`] : []),
  ];
  const key = sql.ref(`${rows.name}.${keyColumn}`);
  const joins = joinAll(
    rows.name,
    lists.flatMap((list) => list.joins),
  );
  const query = sql`select ${key} as "key", ${sql.join(aggregates)} from ${sql.table(rows.name)}${joins} group by ${key}`;
  return { name: pageName(rows), materialized: false, query };
}

function pageName({ name }: RowsFetch): string {
  return `${name}_page`;
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
  const { name, page } = rows;
  const shown =
    page === undefined || page.limit === page.size
      ? sql``
      : sql` filter (where ${sql.ref(`${name}.${PLACE}`)} <= ${sql.lit(page.size)})`;
  return sql`json_agg(${json} order by ${responseOrder(rows)})${shown}`;
}

function pageInfoJson(
  { rows, previous, next }: ConnectionOutput,
  page: PageValues,
  { kind }: PageInfoFieldOutput,
): RawBuilder<unknown> {
  const size = rows.page?.size ?? 0;
  switch (kind) {
    case 'hasPreviousPage':
      return neighbourJson(previous, page, size);
    case 'hasNextPage':
      return neighbourJson(next, page, size);
    case 'startCursor':
      return sql`${page.cursors} -> 0`;
    case 'endCursor':
      return sql`${page.cursors} -> -1`;
    default:
      return assertNever(kind);
  }
}

function neighbourJson({ beyond, exists }: Neighbour, page: PageValues, size: number): RawBuilder<unknown> {
  const signs = [
    ...(beyond ? [sql`coalesce(${page.taken}, 0) > ${sql.lit(size)}`] : []),
    ...(exists === undefined ? [] : [page.exists(exists)]),
  ];
  return signs.length === 0 ? sql`false` : sql`(${sql.join(signs, sql` or `)})`;
}
