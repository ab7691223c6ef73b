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
    items: t.connection('items'),
  }),
});
