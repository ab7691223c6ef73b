import { columnKindOf, figureOf, relationOf, tableOf } from '../catalog/catalog.ts';
import type { SortTerm } from '../cursor.ts';
import { assertNever } from '../errors.ts';
import { EVERYTHING } from '../selection/condition.ts';
import type { OrderRequest } from '../selection/read-order.ts';
import { type Building, sourceOf } from './building.ts';
import { bindsFigures, chooseRoute, hashesGroups } from './choose-fetch.ts';
import type { Keys, Lookup, RowsFetch } from './plan.ts';
import { reachedBy, type VisibleCondition, visibleRows } from './visible.ts';

/** An ordering as it is compiled: its columns, and those of them that have to be looked up in other tables. */
export type Sort = { readonly terms: readonly SortTerm[]; readonly lookups: readonly Lookup[] };

/** The usual order of the table, or the asked one, made total by the primary key in the direction of the last one asked. */
export function planSort(
  building: Building,
  tableName: string,
  requests: readonly OrderRequest[],
  keys: Keys,
  condition: VisibleCondition,
): Sort {
  const table = tableOf(building.catalog, tableName);
  const last = requests.at(-1);
  if (last === undefined) {
    return {
      terms: table.order.map((term) => ({ ...term, columnKind: columnKindOf(table, term.column) })),
      lookups: [],
    };
  }
  const byFigures = requests.some(({ by }) => table.orderings[by]?.kind === 'figure');
  const candidates =
    byFigures && bindsFigures(keys, condition)
      ? candidatesOf(building, tableName, requests, keys, condition)
      : undefined;
  const parts = requests.map((request) => planTerm(building, tableName, request, candidates));
  const terms = parts.map(({ term }) => term);
  const total = terms.some(({ column }) => column === table.key);
  const key: SortTerm = { column: table.key, direction: last.direction, columnKind: columnKindOf(table, table.key) };
  return { terms: total ? terms : [...terms, key], lookups: parts.flatMap(({ lookups }) => lookups) };
}

/** The rows that are to be ordered, for the keys that figures are asked of. */
function candidatesOf(
  building: Building,
  tableName: string,
  requests: readonly OrderRequest[],
  keys: Keys,
  condition: VisibleCondition,
): RowsFetch {
  const table = tableOf(building.catalog, tableName);
  const orderings = requests.map(({ by }) => table.orderings[by]);
  const columns = orderings.flatMap((ordering) =>
    ordering?.kind === 'figure' ? [relationOf(table, ordering.relation).from] : [],
  );
  return {
    kind: 'rows',
    ...sourceOf(building, tableName),
    keys,
    condition,
    columns: [...new Set(columns)],
    lookups: [],
  };
}

type Part = { readonly term: SortTerm; readonly lookups: readonly Lookup[] };

function planTerm(
  building: Building,
  tableName: string,
  { by, direction }: OrderRequest,
  candidates: RowsFetch | undefined,
): Part {
  const table = tableOf(building.catalog, tableName);
  const ordering = table.orderings[by];
  if (ordering === undefined) throw new Error(`Table "${table.relation}" has no ordering "${by}"`);
  switch (ordering.kind) {
    case 'column': {
      const { column } = ordering;
      return { term: { column, direction, columnKind: columnKindOf(table, column) }, lookups: [] };
    }
    case 'figure': {
      const relation = relationOf(table, ordering.relation);
      const { to, from, key } = relation;
      const target = tableOf(building.catalog, to);
      const figure = figureOf(target, ordering.figure);
      const { columnKind, absent } = figure;
      const column = `${ordering.relation} ${ordering.figure}`;
      const lookup: Lookup = {
        kind: 'figure',
        column,
        from,
        figure: ordering.figure,
        absent,
        columnKind,
        figures: {
          kind: 'figures',
          ...sourceOf(building, to),
          keys:
            candidates === undefined
              ? { kind: 'all' }
              : { kind: 'bind', column: key, parent: candidates, parentColumn: from },
          condition: visibleRows(building, to, EVERYTHING, reachedBy(tableName, relation)),
          by: key,
          hashed: hashesGroups(chooseRoute(building.catalog, target), columnKindOf(target, key)),
          figures: [{ name: ordering.figure, figure }],
        },
      };
      const nulls = absent === null ? { nulls: 'last' as const } : {};
      return { term: { column, direction, columnKind, ...nulls }, lookups: [lookup] };
    }
    case 'related': {
      const relation = relationOf(table, ordering.relation);
      const { to, from, key } = relation;
      const related = tableOf(building.catalog, to);
      const column = `${ordering.relation} ${ordering.column}`;
      const relatedColumn = ordering.column;
      const columnKind = related.columns[relatedColumn] ?? 'text';
      return {
        term: { column, direction, columnKind, nulls: 'last' },
        lookups: [
          {
            kind: 'related',
            column,
            from,
            relation: related.relation,
            cluster: related.cluster,
            route: chooseRoute(building.catalog, related),
            condition: visibleRows(building, to, EVERYTHING, reachedBy(tableName, relation)),
            key,
            relatedColumn,
          },
        ],
      };
    }
    default:
      return assertNever(ordering);
  }
}

/** The same order from the other end. */
export function reverseTerm<Term extends SortTerm>(term: Term): Term {
  const { nulls } = term;
  return {
    ...term,
    direction: term.direction === 'asc' ? 'desc' : 'asc',
    ...(nulls === undefined ? {} : { nulls: nulls === 'last' ? 'first' : 'last' }),
  };
}
