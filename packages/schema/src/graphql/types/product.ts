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

builder.tableFilter('products', {
  fields: (f) => ({
    id: f.globalId(),
    sku: f.column('sku'),
    name: f.column('name'),
    category: f.column('category'),
    price: f.column('price'),
  }),
});

builder.tableOrdering('products');
