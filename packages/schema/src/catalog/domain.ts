import type { DB } from '@causeway/sql';
import { defineCatalog } from './catalog.ts';

/** The sample domain: users in the hub, orders with their items and products in a cluster of their own. */
export const domainCatalog = defineCatalog<DB>()({
  hub: 'users',
  tables: {
    users: {
      cluster: 'users',
      relation: 'users',
      type: 'User',
      key: 'id',
      columns: {
        id: 'bigint',
        email: 'text',
        name: 'text',
        country: 'text',
        tier: 'text',
        created_at: 'instant',
        updated_at: 'instant',
      },
      order: [
        { column: 'created_at', direction: 'desc' },
        { column: 'id', direction: 'desc' },
      ],
      relations: { orders: { to: 'orders', from: 'id', key: 'user_id', cardinality: 'many' } },
      rankedViews: [],
    },
    orders: {
      cluster: 'orders',
      relation: 'orders.orders',
      type: 'Order',
      key: 'id',
      columns: {
        id: 'bigint',
        user_id: 'bigint',
        status: 'text',
        total: 'decimal',
        created_at: 'instant',
        updated_at: 'instant',
      },
      order: [
        { column: 'created_at', direction: 'desc' },
        { column: 'id', direction: 'desc' },
      ],
      relations: {
        user: { to: 'users', from: 'user_id', key: 'id', cardinality: 'one' },
        items: { to: 'order_items', from: 'id', key: 'order_id', cardinality: 'many' },
      },
      rankedViews: [
        {
          relation: 'orders.orders_by_user',
          by: 'user_id',
          order: [
            { column: 'created_at', direction: 'desc' },
            { column: 'id', direction: 'desc' },
          ],
          rank: 'rn',
        },
      ],
    },
    order_items: {
      cluster: 'orders',
      relation: 'orders.order_items',
      type: 'OrderItem',
      key: 'id',
      columns: {
        id: 'bigint',
        order_id: 'bigint',
        product_id: 'bigint',
        quantity: 'integer',
        unit_price: 'decimal',
      },
      order: [{ column: 'id', direction: 'asc' }],
      relations: {
        order: { to: 'orders', from: 'order_id', key: 'id', cardinality: 'one' },
        product: { to: 'products', from: 'product_id', key: 'id', cardinality: 'one' },
      },
      rankedViews: [
        {
          relation: 'orders.order_items_by_order',
          by: 'order_id',
          order: [{ column: 'id', direction: 'asc' }],
          rank: 'rn',
        },
      ],
    },
    products: {
      cluster: 'orders',
      relation: 'orders.products',
      type: 'Product',
      key: 'id',
      columns: { id: 'bigint', sku: 'text', name: 'text', category: 'text', price: 'decimal' },
      order: [{ column: 'id', direction: 'asc' }],
      relations: {},
      rankedViews: [],
    },
  },
});
