import type { DB } from '@causeway/sql';
import { defineCatalog } from './catalog.ts';
import { orderBreakdown, salesBreakdown } from './domain-breakdowns.ts';

/** The columns of breakdowns' groups, which no table holds: they are made on the way. */
type Groups = {
  'order groups': {
    status: string | null;
    period: Date | null;
    user_id: string | null;
    user_country: string | null;
    user_tier: string | null;
    count: number;
    total: string;
    average: string;
  };
  'sales groups': {
    product_id: string | null;
    category: string | null;
    period: Date | null;
    user_country: string | null;
    user_tier: string | null;
    quantity: number;
    revenue: string;
    orders: number;
  };
};

/** The sample domain: users in the hub, orders with their items and products in a cluster of their own. */
export const domainCatalog = defineCatalog<DB & Groups>()({
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
      orderings: {
        ID: { kind: 'column', column: 'id' },
        CREATED_AT: { kind: 'column', column: 'created_at' },
        NAME: { kind: 'column', column: 'name' },
        EMAIL: { kind: 'column', column: 'email' },
        COUNTRY: { kind: 'column', column: 'country' },
        ORDER_COUNT: { kind: 'figure', relation: 'orders', figure: 'count' },
        ORDER_TOTAL: { kind: 'figure', relation: 'orders', figure: 'total' },
        LAST_ORDER_AT: { kind: 'figure', relation: 'orders', figure: 'lastAt' },
      },
      figures: {},
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
      orderings: {
        ID: { kind: 'column', column: 'id' },
        CREATED_AT: { kind: 'column', column: 'created_at' },
        TOTAL: { kind: 'column', column: 'total' },
        STATUS: { kind: 'column', column: 'status' },
        USER_NAME: { kind: 'related', relation: 'user', column: 'name' },
      },
      figures: {
        count: { aggregate: 'count', columnKind: 'integer', absent: '0' },
        total: { aggregate: 'sum', column: 'total', columnKind: 'decimal', scale: 2, absent: '0.00' },
        average: { aggregate: 'average', column: 'total', columnKind: 'decimal', scale: 2, absent: null },
        firstAt: { aggregate: 'min', column: 'created_at', columnKind: 'instant', absent: null },
        lastAt: { aggregate: 'max', column: 'created_at', columnKind: 'instant', absent: null },
      },
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
      orderings: {},
      figures: {},
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
      orderings: {
        ID: { kind: 'column', column: 'id' },
        NAME: { kind: 'column', column: 'name' },
        SKU: { kind: 'column', column: 'sku' },
        CATEGORY: { kind: 'column', column: 'category' },
        PRICE: { kind: 'column', column: 'price' },
      },
      figures: {},
    },
    order_groups: {
      cluster: 'orders',
      relation: 'order groups',
      type: 'OrderBreakdownRow',
      key: 'user_id',
      columns: {
        status: 'text',
        period: 'instant',
        user_id: 'bigint',
        user_country: 'text',
        user_tier: 'text',
        count: 'integer',
        total: 'decimal',
        average: 'decimal',
      },
      order: [],
      relations: { user: { to: 'users', from: 'user_id', key: 'id', cardinality: 'one' } },
      rankedViews: [],
      orderings: {},
      figures: {},
      breakdown: orderBreakdown,
    },
    sales_groups: {
      cluster: 'orders',
      relation: 'sales groups',
      type: 'SalesBreakdownRow',
      key: 'product_id',
      columns: {
        product_id: 'bigint',
        category: 'text',
        period: 'instant',
        user_country: 'text',
        user_tier: 'text',
        quantity: 'integer',
        revenue: 'decimal',
        orders: 'integer',
      },
      order: [],
      relations: { product: { to: 'products', from: 'product_id', key: 'id', cardinality: 'one' } },
      rankedViews: [],
      orderings: {},
      figures: {},
      breakdown: salesBreakdown,
    },
  },
});
