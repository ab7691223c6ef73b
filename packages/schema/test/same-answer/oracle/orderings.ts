import type { ItemRow, OrderRow, ProductRow, UserRow } from '../data/rows.ts';
import { figuresOf } from './figures.ts';
import { entryOf, listOf } from './given.ts';
import type { Relations } from './relations.ts';
import { compareTexts } from './texts.ts';

/** What rows are sorted by; what is missing comes last, whatever the direction. */
export type SortKey = bigint | string | undefined;

export type Direction = 'ASC' | 'DESC';

/** One member of an ordering. */
export type Term<Row> = {
  readonly field: string;
  readonly direction: Direction;
  readonly keyOf: (row: Row) => SortKey;
};

export type Ordering<Row> = readonly Term<Row>[];

/** Reads `orderBy` of one type: what was given, each field once, then ID in the direction of the last. */
export type ReadOrdering<Row> = (orderBy: unknown) => Ordering<Row>;

export type Orderings = {
  readonly user: ReadOrdering<UserRow>;
  readonly order: ReadOrdering<OrderRow>;
  readonly product: ReadOrdering<ProductRow>;
  readonly item: () => Ordering<ItemRow>;
};

export function createOrderings({ ordersOf, userOf }: Relations): Orderings {
  return {
    user: orderingOf([by('CREATED_AT', 'DESC')], {
      ID: (row) => row.id,
      CREATED_AT: (row) => row.createdAt,
      NAME: (row) => row.name,
      EMAIL: (row) => row.email,
      COUNTRY: (row) => row.country,
      ORDER_COUNT: (row) => BigInt(ordersOf(row).length),
      ORDER_TOTAL: (row) => figuresOf(ordersOf(row)).total,
      LAST_ORDER_AT: (row) => figuresOf(ordersOf(row)).lastOrderAt,
    }),
    order: orderingOf([by('CREATED_AT', 'DESC')], {
      ID: (row) => row.id,
      CREATED_AT: (row) => row.createdAt,
      TOTAL: (row) => row.total,
      STATUS: (row) => row.status,
      USER_NAME: (row) => userOf(row)?.name,
    }),
    product: orderingOf([by('ID', 'ASC')], {
      ID: (row) => row.id,
      NAME: (row) => row.name,
      SKU: (row) => row.sku,
      CATEGORY: (row) => row.category,
      PRICE: (row) => row.price,
    }),
    item: () => [{ ...by('ID', 'ASC'), keyOf: (row) => row.id }],
  };
}

type Request = { readonly field: string; readonly direction: Direction };

function by(field: string, direction: Direction): Request {
  return { field, direction };
}

function orderingOf<Row>(
  usual: readonly Request[],
  keys: Readonly<Record<string, (row: Row) => SortKey>>,
): ReadOrdering<Row> {
  return (orderBy) => {
    const asked = listOf(orderBy).map(readRequest);
    const requests = asked.length === 0 ? usual : asked;
    const once = requests.filter(({ field }, index) => requests.findIndex((known) => known.field === field) === index);
    const all = once.some(({ field }) => field === 'ID') ? once : [...once, by('ID', once.at(-1)?.direction ?? 'ASC')];
    return all.map(({ field, direction }) => {
      const keyOf = keys[field];
      if (keyOf === undefined) throw new Error(`The oracle knows no ordering ${field}`);
      return { field, direction, keyOf };
    });
  };
}

/** One `{ field, direction }`. */
export function readRequest(input: unknown): Request {
  return by(String(entryOf(input, 'field')), entryOf(input, 'direction') === 'DESC' ? 'DESC' : 'ASC');
}

/** Below zero where `a` comes before `b`. */
export function compareRows<Row>(ordering: Ordering<Row>, a: Row, b: Row): number {
  for (const { keyOf, direction } of ordering) {
    const order = compareKeys(keyOf(a), keyOf(b), direction);
    if (order !== 0) return order;
  }
  return 0;
}

/** Below zero where `a` comes before `b` in that direction; what is missing comes last in both. */
export function compareKeys(a: SortKey, b: SortKey, direction: Direction): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  const ascending = typeof a === 'string' && typeof b === 'string' ? compareTexts(a, b) : a === b ? 0 : a < b ? -1 : 1;
  return direction === 'DESC' ? -ascending : ascending;
}
