import type { OrderRow, ProductRow, UserRow } from '../data/rows.ts';
import { breakDown, type Group, orderDimensions, periodOf, type Sale, salesDimensions } from './breakdowns.ts';
import type { Answer } from './connections.ts';
import { averageOf, printHundredths, sum } from './decimals.ts';
import type { Filters } from './filters.ts';
import { entryOf } from './given.ts';
import { printInstant } from './instants.ts';
import type { SortKey } from './orderings.ts';
import type { Relations } from './relations.ts';

/** The two breakdowns over some orders, as their fields give them. */
export type Breakdowns = {
  readonly orders: (orders: readonly OrderRow[], args: unknown) => readonly Answer[];
  readonly sales: (orders: readonly OrderRow[], args: unknown) => readonly Answer[];
};

type Show = { readonly user: (row: UserRow) => Answer; readonly product: (row: ProductRow) => Answer };

export function createBreakdowns(relations: Relations, filters: Filters, show: Show): Breakdowns {
  const { users, products, itemsOf } = relations;

  /** What the dimensions that both have give; null where one was not asked for, or the user is gone. */
  const shared = <Fact>(group: Group<Fact>): Answer => ({
    period: shown(periodOf(group), (period) => (typeof period === 'bigint' ? printInstant(period) : null)),
    userCountry: group.keys['USER_COUNTRY'] ?? null,
    userTier: shown(group.keys['USER_TIER'], inCapitals),
  });

  const orderRow = (group: Group<OrderRow>): Answer => {
    const total = totalOf(group.facts);
    return {
      ...shared(group),
      status: shown(group.keys['STATUS'], inCapitals),
      user: () => rowOf(users, group.keys['USER'], show.user),
      count: group.facts.length,
      total: printHundredths(total),
      average: printHundredths(averageOf(total, group.facts.length)),
    };
  };

  const salesRow = (group: Group<Sale>): Answer => ({
    ...shared(group),
    product: () => rowOf(products, group.keys['PRODUCT'], show.product),
    category: group.keys['CATEGORY'] ?? null,
    quantity: Number(quantityOf(group.facts)),
    revenue: printHundredths(revenueOf(group.facts)),
    orders: new Set(group.facts.map(({ order }) => order)).size,
  });

  return {
    orders: (orders, args) => {
      const measures = { TOTAL: totalOf, COUNT: (facts: readonly OrderRow[]) => BigInt(facts.length) };
      const group = breakDown(orderDimensions(relations), measures, args);
      return group(orders.filter(filters.order(entryOf(args, 'where')))).map(orderRow);
    },
    sales: (orders, args) => {
      const group = breakDown(salesDimensions(relations), { REVENUE: revenueOf, QUANTITY: quantityOf }, args);
      const wanted = orders.filter(filters.order(entryOf(args, 'where')));
      return group(wanted.flatMap((order) => itemsOf(order).map((item) => ({ item, order })))).map(salesRow);
    },
  };
}

function totalOf(orders: readonly OrderRow[]): bigint {
  return sum(orders.map(({ total }) => total));
}

function revenueOf(sales: readonly Sale[]): bigint {
  return sum(sales.map(({ item }) => BigInt(item.quantity) * item.unitPrice));
}

function quantityOf(sales: readonly Sale[]): bigint {
  return sum(sales.map(({ item }) => BigInt(item.quantity)));
}

function rowOf<Row extends { readonly id: bigint }>(
  rows: readonly Row[],
  id: SortKey,
  show: (row: Row) => Answer,
): Answer | null {
  const row = rows.find((known) => known.id === id);
  return row === undefined ? null : show(row);
}

function shown<Shown>(key: SortKey, show: (key: bigint | string) => Shown): Shown | null {
  return key === undefined ? null : show(key);
}

function inCapitals(key: bigint | string): string {
  return String(key).toUpperCase();
}
