import { builder } from '../builder.ts';

builder.tableObject('products', {
  fields: (t) => ({
    id: t.globalId(),
    sku: t.column('sku'),
    name: t.column('name'),
    category: t.column('category'),
    price: t.column('price'),
  }),
});
