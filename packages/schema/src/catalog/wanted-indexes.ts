import type { WantedIndex } from '@causeway/sql';
import type { Catalog, Table } from './catalog.ts';
import { relationOf, tableOf } from './catalog.ts';

/**
 * The indexes that queries count on, each in the cluster that owns the table: behind every key, every relation (rows are looked up by
 * their parents' keys), every ranked view and every default ordering. Orderings that a query has to ask for are left out: whether one is worth
 * an index, its use decides.
 *
 * @example orders: (id); (user_id, created_at desc, id desc); (created_at desc, id desc)
 */
export function wantedIndexes(catalog: Catalog): readonly WantedIndex[] {
  const tables = Object.values(catalog.tables).filter(({ breakdown }) => breakdown === undefined);
  return tables.flatMap((table) => withoutParts(indexesOf(catalog, tables, table)));
}

function indexesOf(catalog: Catalog, tables: readonly Table[], table: Table): readonly WantedIndex[] {
  const index = (purpose: string, columns: WantedIndex['columns']): WantedIndex => ({
    cluster: table.cluster,
    table: nameOf(table),
    columns,
    purpose,
  });
  const many = nameOf(table);
  const relations = tables.flatMap((parent) =>
    Object.keys(parent.relations)
      .map((name) => relationOf(parent, name))
      .filter(({ to }) => tableOf(catalog, to) === table)
      .map(({ key }) => index(`${many} of ${nameOf(parent)}`, [{ column: key }])),
  );
  // One column alone is read both ways, whatever its direction.
  const [first, ...further] = table.order;
  const order =
    first !== undefined && further.length === 0
      ? [{ column: first.column }]
      : table.order.map(({ column, direction }) => ({ column, direction }));
  return [
    index(`${many} by id`, [{ column: table.key }]),
    ...relations,
    ...table.rankedViews.map((view) =>
      index(`the first ${many} by ${view.by}`, [
        { column: view.by },
        ...view.order.map(({ column, direction }) => ({ column, direction })),
      ]),
    ),
    ...(order.length === 0 ? [] : [index(`lists of ${many}`, order)]),
  ];
}

/** An index whose columns are the first of another's is served by that one. */
function withoutParts(indexes: readonly WantedIndex[]): readonly WantedIndex[] {
  const kept: WantedIndex[] = [];
  for (const index of indexes.toSorted((left, right) => right.columns.length - left.columns.length)) {
    const at = kept.findIndex(({ columns }) => index.columns.every((part, place) => isPart(part, columns[place])));
    const whole = kept[at];
    if (whole === undefined) kept.push(index);
    else if (!whole.purpose.split(', ').includes(index.purpose)) {
      kept[at] = { ...whole, purpose: `${whole.purpose}, ${index.purpose}` };
    }
  }
  return kept;
}

type Column = WantedIndex['columns'][number];

/** A column that is looked up by its value is served whatever its direction. */
function isPart(part: Column, other: Column | undefined): boolean {
  return other?.column === part.column && (part.direction === undefined || part.direction === other.direction);
}

/** The table's name in its own cluster, without the hub's schema for it. */
function nameOf({ relation }: Table): string {
  return relation.slice(relation.indexOf('.') + 1);
}
