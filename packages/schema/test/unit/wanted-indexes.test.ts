import { expect, test } from 'vitest';
import { domainCatalog } from '../../src/catalog/domain.ts';
import { wantedIndexes } from '../../src/catalog/wanted-indexes.ts';

test('every key, relation, ranked view and default ordering has its index, and none is named twice', () => {
  const lines = wantedIndexes(domainCatalog).map(({ cluster, table, columns, purpose }) => {
    const parts = columns.map(({ column, direction }) => (direction === 'desc' ? `${column} desc` : column));
    return `${cluster}.${table} (${parts.join(', ')}): ${purpose}`;
  });
  expect(lines).toEqual([
    'users.users (created_at desc, id desc): lists of users',
    'users.users (id): users by id, users of orders',
    'orders.orders (user_id, created_at desc, id desc): the first orders by user_id, orders of users',
    'orders.orders (created_at desc, id desc): lists of orders',
    'orders.orders (id): orders by id, orders of order_items',
    'orders.order_items (order_id, id): the first order_items by order_id, order_items of orders',
    'orders.order_items (id): order_items by id, lists of order_items',
    'orders.products (id): products by id, products of order_items, lists of products',
  ]);
});
