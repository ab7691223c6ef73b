import { builder } from '../builder.ts';
import { OrderStatus } from './order.ts';
import { UserTier } from './user.ts';

/** What `Query.orderBreakdown` takes. */
export const orderBreakdownTypes = builder.breakdownTypes('order_groups', {
  dimension: 'OrderDimension',
  measure: 'OrderMeasure',
  orderBy: 'OrderBreakdownOrderBy',
});

builder.groupObject('order_groups', {
  description: 'One row a group; the fields of dimensions that were not asked for are null.',
  fields: (t) => ({
    status: t.column('status', { type: OrderStatus, nullable: true }),
    period: t.column('period', { nullable: true }),
    user: t.record('user', { nullable: true, description: '[cross] Null for the orders whose user no longer exists.' }),
    userCountry: t.column('user_country', { nullable: true }),
    userTier: t.column('user_tier', { type: UserTier, nullable: true }),
    count: t.column('count'),
    total: t.column('total'),
    average: t.column('average'),
  }),
});
