import { builder } from '../builder.ts';

/** The states of an order, by the values that the column holds. */
export const OrderStatus = builder.enumType('OrderStatus', {
  values: {
    PENDING: { value: 'pending' },
    PAID: { value: 'paid' },
    SHIPPED: { value: 'shipped' },
    DELIVERED: { value: 'delivered' },
    CANCELLED: { value: 'cancelled' },
  },
});

const OrderStatusFilter = builder.enumFilter(OrderStatus);

builder.tableObject('orders', {
  fields: (t) => ({
    id: t.globalId(),
    status: t.column('status', { type: OrderStatus }),
    total: t.column('total'),
    createdAt: t.column('created_at'),
    updatedAt: t.column('updated_at'),
    user: t.record('user', {
      nullable: true,
      description: '[cross] Null without an error where the user no longer exists: no foreign key spans two clusters.',
    }),
    items: t.connection('items', { plain: true }),
  }),
});

builder.statsObject('orders', {
  fields: (t) => ({
    count: t.figure('count'),
    total: t.figure('total'),
    average: t.figure('average', { description: 'Null where count is 0.' }),
    firstOrderAt: t.figure('firstAt'),
    lastOrderAt: t.figure('lastAt'),
  }),
});

builder.tableFilter('orders', {
  fields: (f) => ({
    id: f.globalId(),
    status: f.column('status', { type: OrderStatusFilter }),
    total: f.column('total'),
    createdAt: f.column('created_at'),
    items: f.list('items'),
    user: f.related('user', { description: '[cross] Orders whose user no longer exists match no filter here.' }),
  }),
});

builder.listFilter('orders');

builder.statsFilter('orders', {
  fields: (f) => ({ count: f.figure('count'), total: f.figure('total'), lastOrderAt: f.figure('lastAt') }),
});

builder.tableOrdering('orders');
