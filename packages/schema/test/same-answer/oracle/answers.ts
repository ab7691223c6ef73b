import type { ItemRow, OrderRow, ProductRow, Rows, UserRow } from '../data/rows.ts';
import { createBreakdowns } from './answer-breakdowns.ts';
import { badInput } from './bad-input.ts';
import { type Answer, connectionOf } from './connections.ts';
import { printHundredths } from './decimals.ts';
import { figuresOf } from './figures.ts';
import { createFilters } from './filters.ts';
import { entryOf, listOf } from './given.ts';
import { parseId, parseIdOf, printId } from './ids.ts';
import { printInstant } from './instants.ts';
import { createOrderings } from './orderings.ts';
import { relate } from './relations.ts';

export type Answers = {
  /** What the fields of Query give. */
  readonly query: Answer;
  /** Reads the arguments of a field, `User.orders`, below whatever parent; BAD_USER_INPUT where they cannot stand so. */
  readonly checks: Readonly<Record<string, (args: unknown) => unknown>>;
  /** Every row of every type with an id, as its type's fields give it. */
  readonly nodes: () => readonly Answer[];
};

/** Answers every field by plain loops over arrays. */
export function createAnswers(rows: Rows): Answers {
  const relations = relate(rows);
  const { users, orders, items, products, userOf, ordersOf, itemsOf, orderOf, productOf } = relations;
  const filters = createFilters(relations);
  const orderings = createOrderings(relations);

  const user = (row: UserRow): Answer => ({
    __typename: 'User',
    id: printId('User', row.id),
    email: row.email,
    name: row.name,
    country: row.country,
    tier: row.tier.toUpperCase(),
    createdAt: printInstant(row.createdAt),
    updatedAt: printInstant(row.updatedAt),
    orders: (args: unknown) => orderPages('User.orders', ordersOf(row), args),
    orderStats: (args: unknown) => stats(ordersOf(row), args),
  });

  const order = (row: OrderRow): Answer => ({
    __typename: 'Order',
    id: printId('Order', row.id),
    status: row.status.toUpperCase(),
    total: printHundredths(row.total),
    createdAt: printInstant(row.createdAt),
    updatedAt: printInstant(row.updatedAt),
    user: () => showOrNull(userOf(row), user),
    items: (args: unknown) => itemPages(itemsOf(row), args),
  });

  const item = (row: ItemRow): Answer => ({
    __typename: 'OrderItem',
    id: printId('OrderItem', row.id),
    quantity: row.quantity,
    unitPrice: printHundredths(row.unitPrice),
    order: () => order(orderOf(row)),
    product: () => product(productOf(row)),
  });

  const product = (row: ProductRow): Answer => ({
    __typename: 'Product',
    id: printId('Product', row.id),
    sku: row.sku,
    name: row.name,
    category: row.category,
    price: printHundredths(row.price),
  });

  const stats = (all: readonly OrderRow[], args: unknown): Answer => {
    const { count, total, average, firstOrderAt, lastOrderAt } = figuresOf(
      all.filter(filters.order(entryOf(args, 'where'))),
    );
    return {
      count,
      total: printHundredths(total),
      average: showOrNull(average, printHundredths),
      firstOrderAt: showOrNull(firstOrderAt, printInstant),
      lastOrderAt: showOrNull(lastOrderAt, printInstant),
    };
  };

  const userPages = (all: readonly UserRow[], args: unknown): Answer => {
    const list = all.filter(filters.user(entryOf(args, 'where')));
    const ordering = orderings.user(entryOf(args, 'orderBy'));
    return connectionOf({ field: 'Query.users', rows: list, all: users, ordering }, args, user);
  };
  const orderPages = (field: string, some: readonly OrderRow[], args: unknown): Answer => {
    const list = some.filter(filters.order(entryOf(args, 'where')));
    const ordering = orderings.order(entryOf(args, 'orderBy'));
    return connectionOf({ field, rows: list, all: orders, ordering }, args, order);
  };
  const itemPages = (some: readonly ItemRow[], args: unknown): Answer =>
    connectionOf({ field: 'Order.items', rows: some, all: items, ordering: orderings.item() }, args, item);
  const productPages = (all: readonly ProductRow[], args: unknown): Answer => {
    const list = all.filter(filters.product(entryOf(args, 'where')));
    const ordering = orderings.product(entryOf(args, 'orderBy'));
    return connectionOf({ field: 'Query.products', rows: list, all: products, ordering }, args, product);
  };

  const userById = (id: bigint) =>
    showOrNull(
      users.find((row) => row.id === id),
      user,
    );
  const orderById = (id: bigint) =>
    showOrNull(
      orders.find((row) => row.id === id),
      order,
    );
  const itemById = (id: bigint) =>
    showOrNull(
      items.find((row) => row.id === id),
      item,
    );
  const productById = (id: bigint) =>
    showOrNull(
      products.find((row) => row.id === id),
      product,
    );
  const byType = { User: userById, Order: orderById, OrderItem: itemById, Product: productById };
  const node = (id: unknown) => {
    const { type, key } = parseId(id);
    return byType[type](key);
  };
  const nodes = (ids: readonly unknown[]) => {
    if (ids.length > 500) throw badInput('At most 500 ids');
    return ids.map(node);
  };

  const breakdowns = createBreakdowns(relations, filters, { user, product });
  const fields = {
    node: (args: unknown) => node(entryOf(args, 'id')),
    nodes: (args: unknown) => nodes(listOf(entryOf(args, 'ids'))),
    user: (args: unknown) => userById(parseIdOf('User', entryOf(args, 'id'))),
    userByEmail: (args: unknown) =>
      showOrNull(
        users.find(({ email }) => email === entryOf(args, 'email')),
        user,
      ),
    order: (args: unknown) => orderById(parseIdOf('Order', entryOf(args, 'id'))),
    product: (args: unknown) => productById(parseIdOf('Product', entryOf(args, 'id'))),
  };
  return {
    query: {
      ...fields,
      users: (args: unknown) => userPages(users, args),
      orders: (args: unknown) => orderPages('Query.orders', orders, args),
      products: (args: unknown) => productPages(products, args),
      orderStats: (args: unknown) => stats(orders, args),
      orderBreakdown: (args: unknown) => breakdowns.orders(orders, args),
      salesBreakdown: (args: unknown) => breakdowns.sales(orders, args),
    },
    checks: {
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [`Query.${name}`, field])),
      'Query.users': (args) => userPages([], args),
      'Query.orders': (args) => orderPages('Query.orders', [], args),
      'Query.products': (args) => productPages([], args),
      'Query.orderStats': (args) => stats([], args),
      'Query.orderBreakdown': (args) => breakdowns.orders([], args),
      'Query.salesBreakdown': (args) => breakdowns.sales([], args),
      'User.orders': (args) => orderPages('User.orders', [], args),
      'User.orderStats': (args) => stats([], args),
      'Order.items': (args) => itemPages([], args),
    },
    nodes: () => [...users.map(user), ...orders.map(order), ...items.map(item), ...products.map(product)],
  };
}

/** Null where nothing is. */
export function showOrNull<Value, Shown>(value: Value | undefined, show: (value: Value) => Shown): Shown | null {
  return value === undefined ? null : show(value);
}
