import { builder } from '../builder.ts';

builder.tableObject('order_items', {
  fields: (t) => ({
    id: t.globalId(),
    quantity: t.column('quantity'),
    unitPrice: t.column('unit_price'),
    order: t.record('order'),
    product: t.record('product'),
  }),
});

builder.tableFilter('order_items', {
  fields: (f) => ({
    quantity: f.column('quantity'),
    unitPrice: f.column('unit_price'),
    product: f.related('product'),
  }),
});

builder.listFilter('order_items');
