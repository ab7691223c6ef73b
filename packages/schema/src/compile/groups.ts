import { type RawBuilder, sql } from 'kysely';
import type { Figure } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import type { GroupsFetch } from '../plan/plan.ts';
import { conditionOf } from './condition.ts';
import { orderBy } from './order.ts';
import { PLACE } from './place.ts';
import { nullOf } from './values.ts';
import { where } from './where.ts';

/** The key by which the other table's columns are joined to the parts of groups. */
const FROM = 'from';

/**
 * The groups with their figures. The other cluster aggregates. Where groups are by columns of another table, it aggregates by
 * that table's key as well, and the hub puts these parts together.
 *
 * @example select "status", count(*) as "count" from "orders"."order_facts" group by "status" order by "count" desc limit 100
 */
export function compileGroups(fetch: GroupsFetch): RawBuilder<unknown> {
  const { columns, order, limit, related } = fetch;
  const groups = related === undefined ? remoteGroups(fetch) : joinedGroups(fetch, related);
  const rows = sql`select * from (${groups}) as "groups" order by ${orderBy(order)} limit ${sql.lit(limit)}`;
  const list = columns.map(({ name, columnKind, asked }) =>
    asked ? sql.ref(name) : sql`${nullOf(columnKind)} as ${sql.id(name)}`,
  );
  return sql`select ${sql.join(list)}, row_number() over (order by ${orderBy(order)}) as ${sql.id(PLACE)} from (${rows}) as "rows"`;
}

/** Groups by columns of the facts alone. */
function remoteGroups(fetch: GroupsFetch): RawBuilder<unknown> {
  const facts = factsOf(fetch);
  const figures = fetch.figures.map(({ name, figure }) => sql`${totalOf(figure, partOf)} as ${sql.id(name)}`);
  const list = facts.map(({ column, fact }) => sql`${sql.ref(fact)} as ${sql.id(column)}`);
  return sql`select ${sql.join([...list, ...figures])} ${from(fetch)} group by ${sql.join(facts.map(({ fact }) => sql.ref(fact)))}`;
}

/** Groups by columns of the facts and of the table that they lead to. */
function joinedGroups(
  fetch: GroupsFetch,
  { relation, from: factsKey, key }: NonNullable<GroupsFetch['related']>,
): RawBuilder<unknown> {
  const facts = factsOf(fetch);
  const parts = [...new Set(fetch.figures.flatMap(({ figure }) => partsOf(figure)))];
  const partName = (part: string): RawBuilder<unknown> => sql.id(`part ${parts.indexOf(part)}`);
  const definitions = new Map(fetch.figures.flatMap(({ figure }) => partDefinitions(figure)));
  const inner = sql`select ${sql.join([
    ...facts.map(({ column, fact }) => sql`${sql.ref(fact)} as ${sql.id(column)}`),
    sql`${sql.ref(factsKey)} as ${sql.id(FROM)}`,
    ...parts.map((part) => sql`${definitions.get(part)} as ${partName(part)}`),
  ])} ${from(fetch)} group by ${sql.join([...facts.map(({ fact }) => sql.ref(fact)), sql.ref(factsKey)])}`;
  const names = fetch.dimensions.map((dimension) =>
    dimension.kind === 'related'
      ? sql`${sql.id('related')}.${sql.id(dimension.relatedColumn)}`
      : sql`${sql.id('parts')}.${sql.id(dimension.column)}`,
  );
  const list = fetch.dimensions.map(({ column }, index) => sql`${names[index]} as ${sql.id(column)}`);
  const total = (figure: Figure): RawBuilder<unknown> =>
    totalOf(figure, (part) => sql`sum(${sql.id('parts')}.${partName(partKey(part))})`);
  const figures = fetch.figures.map(({ name, figure }) => sql`${total(figure)} as ${sql.id(name)}`);
  return sql`select ${sql.join([...list, ...figures])} from (${inner}) as "parts" left join ${sql.table(relation)} as "related" on "related".${sql.id(key)} = "parts".${sql.id(FROM)} group by ${sql.join(names)}`;
}

function from(fetch: GroupsFetch): RawBuilder<unknown> {
  return sql`from ${sql.table(fetch.relation)}${where([conditionOf(fetch)])}`;
}

function factsOf({ dimensions }: GroupsFetch): readonly { readonly column: string; readonly fact: string }[] {
  return dimensions.flatMap((dimension) => (dimension.kind === 'related' ? [] : [dimension]));
}

/** What a figure is put together from: numbers whose sum over parts of a group is the number of the group. */
type Part = { readonly kind: 'rows' } | { readonly kind: 'sum' | 'distinct'; readonly column: string };

/** A figure of a group, of the sums of its parts. */
function totalOf(
  { aggregate, column = '', scale = 0 }: Figure,
  of: (part: Part) => RawBuilder<unknown>,
): RawBuilder<unknown> {
  switch (aggregate) {
    case 'count':
      return sql`(${of({ kind: 'rows' })})::bigint`;
    case 'sum':
      return of({ kind: 'sum', column });
    case 'average':
      return sql`round(${of({ kind: 'sum', column })} / ${of({ kind: 'rows' })}, ${sql.lit(scale)})`;
    case 'countDistinct':
      return sql`(${of({ kind: 'distinct', column })})::bigint`;
    case 'min':
    case 'max':
      throw new Error(`A breakdown shows no ${aggregate}`);
    default:
      return assertNever(aggregate);
  }
}

/** A part over rows. What is counted distinct belongs to one key each, so that numbers of different keys add up. */
function partOf(part: Part): RawBuilder<unknown> {
  switch (part.kind) {
    case 'rows':
      return sql`count(*)`;
    case 'sum':
      return sql`sum(${sql.ref(part.column)})`;
    case 'distinct':
      return sql`count(distinct ${sql.ref(part.column)})`;
    default:
      return assertNever(part);
  }
}

function partKey(part: Part): string {
  return part.kind === 'rows' ? part.kind : `${part.kind} ${part.column}`;
}

function partDefinitions(figure: Figure): readonly (readonly [string, RawBuilder<unknown>])[] {
  const found: (readonly [string, RawBuilder<unknown>])[] = [];
  totalOf(figure, (part) => {
    found.push([partKey(part), partOf(part)]);
    return sql``;
  });
  return found;
}

function partsOf(figure: Figure): readonly string[] {
  return partDefinitions(figure).map(([key]) => key);
}
