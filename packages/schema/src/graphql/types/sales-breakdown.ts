import { builder } from '../builder.ts';
import { UserTier } from './user.ts';

/** What `Query.salesBreakdown` takes. */
export const salesBreakdownTypes = builder.breakdownTypes('sales_groups', {
  dimension: 'SalesDimension',
  measure: 'SalesMeasure',
  orderBy: 'SalesBreakdownOrderBy',
});

builder.groupObject('sales_groups', {
  description: 'Item-level: revenue is the sum of quantity x unitPrice, orders the number of distinct orders.',
  fields: (t) => ({
    product: t.record('product', { nullable: true }),
    category: t.column('category', { nullable: true }),
    period: t.column('period', { nullable: true }),
    userCountry: t.column('user_country', { nullable: true }),
    userTier: t.column('user_tier', { type: UserTier, nullable: true }),
    quantity: t.column('quantity'),
    revenue: t.column('revenue'),
    orders: t.column('orders'),
  }),
});
