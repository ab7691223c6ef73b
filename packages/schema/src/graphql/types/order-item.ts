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
