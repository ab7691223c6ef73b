import { builder } from '../builder.ts';
import { orderBreakdownTypes } from './order-breakdown.ts';
import { salesBreakdownTypes } from './sales-breakdown.ts';

builder.queryType({
  fields: (t) => ({
    node: t.node({ description: 'Anything that has an id.' }),
    nodes: t.nodes({
      description: 'Up to 500 ids; the answer keeps their order and number, with null where nothing is.',
    }),
    user: t.recordById('users'),
    userByEmail: t.recordByColumn('users', 'email', { argument: 'email' }),
    users: t.tableConnection('users', { nullable: false, description: 'Newest first unless ordered otherwise.' }),
    order: t.recordById('orders'),
    orders: t.tableConnection('orders', { nullable: true, description: 'Newest first unless ordered otherwise.' }),
    product: t.recordById('products'),
    products: t.tableConnection('products', { nullable: true, description: 'By id unless ordered otherwise.' }),
    orderStats: t.tableStats('orders'),
    orderBreakdown: t.breakdown('order_groups', orderBreakdownTypes, {
      description: 'Orders in groups, for charts. Time buckets begin at 00:00 UTC, weeks on Monday.',
    }),
    salesBreakdown: t.breakdown('sales_groups', salesBreakdownTypes, {
      description: 'Order lines in groups, for charts.',
    }),
  }),
});
