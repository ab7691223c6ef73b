import type { ForeignColumn, ForeignTable } from './foreign-table.ts';

const column = (name: string, type: string): ForeignColumn => ({ name, type, notNull: true });

const orders: readonly ForeignColumn[] = [
  column('id', 'bigint'),
  column('user_id', 'bigint'),
  column('status', 'text'),
  column('total', 'numeric(12,2)'),
  column('created_at', 'timestamp with time zone'),
  column('updated_at', 'timestamp with time zone'),
];
const orderItems: readonly ForeignColumn[] = [
  column('id', 'bigint'),
  column('order_id', 'bigint'),
  column('product_id', 'bigint'),
  column('quantity', 'integer'),
  column('unit_price', 'numeric(12,2)'),
];
const products: readonly ForeignColumn[] = [
  column('id', 'bigint'),
  column('sku', 'text'),
  column('name', 'text'),
  column('category', 'text'),
  column('price', 'numeric(12,2)'),
];
const rank = column('rn', 'bigint');
const periods: readonly ForeignColumn[] = ['day', 'week', 'month'].map((name) =>
  column(name, 'timestamp with time zone'),
);
const line: readonly ForeignColumn[] = [
  column('product_id', 'bigint'),
  column('category', 'text'),
  column('quantity', 'integer'),
  column('revenue', 'numeric'),
];

/** What a server has seen of transactions: clients ask for answers that contain their own writes. */
const seen: readonly ForeignColumn[] = [
  column('block', 'bigint'),
  column('xid', 'bigint'),
  { name: 'status', type: 'text', notNull: false },
  column('oldest', 'bigint'),
];

/**
 * What the hub sees of the sample domain. Add a service's table here, then apply the foreign servers and generate the table
 * types. `orders.idempotency_key` stays out: only writes need it, and they go to the owning cluster.
 */
export const foreignTables: readonly ForeignTable[] = [
  { cluster: 'orders', name: 'orders', remoteSchema: 'public', columns: orders, isView: false },
  { cluster: 'orders', name: 'order_items', remoteSchema: 'public', columns: orderItems, isView: false },
  { cluster: 'orders', name: 'products', remoteSchema: 'public', columns: products, isView: false },
  { cluster: 'orders', name: 'orders_by_user', remoteSchema: 'hop', columns: [...orders, rank], isView: true },
  {
    cluster: 'orders',
    name: 'order_items_by_order',
    remoteSchema: 'hop',
    columns: [...orderItems, rank],
    isView: true,
  },
  { cluster: 'orders', name: 'order_facts', remoteSchema: 'hop', columns: [...orders, ...periods], isView: true },
  {
    cluster: 'orders',
    name: 'order_line_facts',
    remoteSchema: 'hop',
    columns: [...orders, ...periods, ...line],
    isView: true,
  },
  { cluster: 'orders', name: 'seen_transactions', remoteSchema: 'hop', columns: seen, isView: true },
];
