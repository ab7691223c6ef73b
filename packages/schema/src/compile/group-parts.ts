import { type RawBuilder, sql } from 'kysely';
import { FEW_FACTS, type GroupsFetch, LOOKUP_KEYS, type RelatedGroups } from '../plan/plan.ts';
import type { Cte } from './cte.ts';
import { partName, partOverRows, partsOf } from './figure-parts.ts';
import { factsFrom, firstOf, groupBy, valueOverFacts } from './group-clauses.ts';
import { type SentLookup, sentLookup } from './lookup.ts';
import { fromVisible, visibleRelation } from './visible-relation.ts';

/** The column of parts by which the other table's columns are joined to them. */
const FROM = 'from';

/** A query of parts of groups, each with the groups' dimensions, and what it needs before it. */
type Parts = { readonly ctes: readonly Cte[]; readonly query: RawBuilder<unknown> };

/**
 * Parts of groups by columns of another table: by its key, or, where that is better, by what a lookup that is sent along says of
 * the key, which has two forms. All are branches with a one-time filter: one of them runs.
 */
export function compileParts(fetch: GroupsFetch, related: RelatedGroups): Parts {
  const { from, key, method } = related;
  const relation = visibleRelation(related);
  const byKey = withColumns(fetch, partsOfFacts(fetch, sql.ref(from)), relation, key);
  if (method.kind === 'parts') return { ctes: [], query: byKey };
  const columns = fetch.dimensions.flatMap((dimension) =>
    dimension.kind === 'related' ? [dimension.relatedColumn] : [],
  );
  const lookup = sentLookup(fetch.name, {
    from: fromVisible(related),
    key,
    columns: method.by === 'key' ? [] : columns,
  });
  const gate = sql`(select "sent" from ${sql.table(gateOf(fetch))})`;
  const { codeOf, denseCodeOf, isDense } = lookup;
  const byLookup =
    method.by === 'key'
      ? sql`${byPresentKey(fetch, related, lookup)} where ${gate}`
      : sql`${byCode(fetch, lookup, columns, denseCodeOf(from))} where ${gate} and ${isDense} union all ${byCode(fetch, lookup, columns, codeOf(from))} where ${gate} and not ${isDense}`;
  return {
    ctes: [gateCte(fetch, related, method.mayBeFew), ...lookup.ctes],
    query: sql`${byLookup} union all ${byKey} where not ${gate}`,
  };
}

function gateOf({ name }: GroupsFetch): string {
  return `${name}_gate`;
}

/** Whether a lookup is sent: not where it would be too large, nor where so few facts are met that its making costs more. */
function gateCte(fetch: GroupsFetch, related: RelatedGroups, mayBeFew: boolean): Cte {
  // Only the row behind the limit travels, where there is one.
  const more = (rows: RawBuilder<unknown>, limit: number): RawBuilder<unknown> =>
    sql`(select true ${rows} limit 1 offset ${sql.lit(limit)}) is true`;
  const small = sql`not (${more(fromVisible(related), LOOKUP_KEYS)})`;
  const sent = mayBeFew ? sql`${small} and ${more(factsFrom(fetch), FEW_FACTS)}` : small;
  return { name: gateOf(fetch), materialized: true, query: sql`select ${sent} as "sent"` };
}

/** By each key that exists, and by none for all those that do not. Where no other column is asked for, these are the groups. */
function byPresentKey(fetch: GroupsFetch, related: RelatedGroups, { present }: SentLookup): RawBuilder<unknown> {
  const { from, key } = related;
  const whole = fetch.dimensions.every((dimension) => dimension.kind !== 'related' || dimension.relatedColumn === key);
  const first = whole ? firstOf(fetch, valueOverFacts(fetch, FROM)) : sql``;
  return withColumns(fetch, sql`${partsOfFacts(fetch, present(from))}${first}`, visibleRelation(related), key);
}

/** By the number of the columns' combination. */
function byCode(
  fetch: GroupsFetch,
  { codes }: SentLookup,
  columns: readonly string[],
  code: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const list = sql.join(['code', ...columns].map((column) => sql.ref(column)));
  return withColumns(fetch, partsOfFacts(fetch, code), sql`(select distinct ${list} from ${sql.table(codes)})`, 'code');
}

/** What the facts' cluster aggregates: parts by the columns of facts and by `from`. */
function partsOfFacts(fetch: GroupsFetch, from: RawBuilder<unknown>): RawBuilder<unknown> {
  const dimensions = [
    ...fetch.dimensions.flatMap((dimension) =>
      dimension.kind === 'related' ? [] : [sql`${sql.ref(dimension.fact)} as ${sql.id(dimension.column)}`],
    ),
    sql`${from} as ${sql.id(FROM)}`,
  ];
  const parts = partsOf(fetch.figures.map(({ figure }) => figure)).map(
    (part) => sql`${partOverRows(part)} as ${sql.id(partName(part))}`,
  );
  return sql`select ${sql.join([...dimensions, ...parts])} ${factsFrom(fetch)}${groupBy(dimensions)}`;
}

/** The dimensions and the parts, with the columns that `key` leads to in the other relation. */
function withColumns(
  fetch: GroupsFetch,
  parts: RawBuilder<unknown>,
  relation: RawBuilder<unknown>,
  key: string,
): RawBuilder<unknown> {
  const dimensions = fetch.dimensions.map((dimension) =>
    dimension.kind === 'related'
      ? sql`${sql.id('related')}.${sql.id(dimension.relatedColumn)} as ${sql.id(dimension.column)}`
      : sql`${sql.id('facts')}.${sql.id(dimension.column)}`,
  );
  const names = partsOf(fetch.figures.map(({ figure }) => figure)).map(
    (part) => sql`${sql.id('facts')}.${sql.id(partName(part))}`,
  );
  return sql`select ${sql.join([...dimensions, ...names])} from (${parts}) as "facts" left join ${relation} as "related" on "related".${sql.id(key)} = "facts".${sql.id(FROM)}`;
}
