import type { ItemRow, OrderRow, ProductRow, Rows, UserRow } from '../data/rows.ts';

/** The rows, and what leads from one to another. */
export type Relations = Rows & {
  readonly userOf: (order: OrderRow) => UserRow | undefined;
  readonly ordersOf: (user: UserRow) => readonly OrderRow[];
  readonly itemsOf: (order: OrderRow) => readonly ItemRow[];
  readonly orderOf: (item: ItemRow) => OrderRow;
  readonly productOf: (item: ItemRow) => ProductRow;
};

export function relate(rows: Rows): Relations {
  const users = new Map(rows.users.map((user) => [user.id, user]));
  const orders = new Map(rows.orders.map((order) => [order.id, order]));
  const products = new Map(rows.products.map((product) => [product.id, product]));
  const ordersByUser = Map.groupBy(rows.orders, ({ userId }) => userId);
  const itemsByOrder = Map.groupBy(rows.items, ({ orderId }) => orderId);
  return {
    ...rows,
    userOf: ({ userId }) => users.get(userId),
    ordersOf: ({ id }) => ordersByUser.get(id) ?? [],
    itemsOf: ({ id }) => itemsByOrder.get(id) ?? [],
    orderOf: ({ orderId }) => present(orders.get(orderId)),
    productOf: ({ productId }) => present(products.get(productId)),
  };
}

/** A row that a foreign key promises. */
function present<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A foreign key leads nowhere');
  return row;
}
