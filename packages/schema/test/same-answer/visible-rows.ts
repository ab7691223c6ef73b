import type { Rows, UserRow } from './data/rows.ts';

/** What of each table a caller may see, said of the rows themselves. What is left out of it holds of every row. */
export type Sight = {
  readonly user?: (user: UserRow) => boolean;
  readonly order?: (order: Rows['orders'][number]) => boolean;
  readonly product?: (product: Rows['products'][number]) => boolean;
  /** Whether an order is seen only with its user. */
  readonly withUser: boolean;
};

/** The rows that a caller may see, and no others: whoever has only these cannot tell of any other. */
export function visibleRows(rows: Rows, { user = always, order = always, product = always, withUser }: Sight): Rows {
  const users = rows.users.filter(user);
  const userIds = idsOf(users);
  const orders = rows.orders.filter((row) => order(row) && (!withUser || userIds.has(row.userId)));
  const products = rows.products.filter(product);
  const [orderIds, productIds] = [idsOf(orders), idsOf(products)];
  const items = rows.items.filter(({ orderId, productId }) => orderIds.has(orderId) && productIds.has(productId));
  return { users, orders, items, products };
}

function always(): boolean {
  return true;
}

function idsOf(rows: readonly { readonly id: bigint }[]): ReadonlySet<bigint> {
  return new Set(rows.map(({ id }) => id));
}
