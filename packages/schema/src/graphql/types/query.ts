import { builder } from '../builder.ts';

builder.queryType({
  fields: (t) => ({
    node: t.node({ description: 'Anything that has an id.' }),
    nodes: t.nodes({
      description: 'Up to 500 ids; the answer keeps their order and number, with null where nothing is.',
    }),
    user: t.recordById('users'),
    userByEmail: t.recordByColumn('users', 'email', { argument: 'email' }),
    users: t.tableConnection('users', { nullable: false, description: 'Newest first.' }),
    order: t.recordById('orders'),
    orders: t.tableConnection('orders', { nullable: true, description: 'Newest first.' }),
    product: t.recordById('products'),
    products: t.tableConnection('products', { nullable: true, description: 'By id.' }),
  }),
});
