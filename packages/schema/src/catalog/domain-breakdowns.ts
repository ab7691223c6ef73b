import type { Breakdown, Dimension } from './catalog.ts';

const periods = {
  DAY: { kind: 'period', column: 'period', fact: 'day' },
  WEEK: { kind: 'period', column: 'period', fact: 'week' },
  MONTH: { kind: 'period', column: 'period', fact: 'month' },
} as const satisfies Readonly<Record<string, Dimension>>;

const ofUsers = {
  USER_COUNTRY: { kind: 'related', column: 'user_country', relation: 'user', relatedColumn: 'country' },
  USER_TIER: { kind: 'related', column: 'user_tier', relation: 'user', relatedColumn: 'tier' },
} as const satisfies Readonly<Record<string, Dimension>>;

/** Orders by status, time and user. */
export const orderBreakdown = {
  of: 'orders',
  facts: 'orders.order_facts',
  holds: {},
  dimensions: {
    STATUS: { kind: 'column', column: 'status', fact: 'status' },
    ...periods,
    USER: { kind: 'related', column: 'user_id', relation: 'user', relatedColumn: 'id' },
    ...ofUsers,
  },
  figures: {
    count: { aggregate: 'count', columnKind: 'integer', absent: '0' },
    total: { aggregate: 'sum', column: 'total', columnKind: 'decimal', scale: 2, absent: '0.00' },
    average: { aggregate: 'average', column: 'total', columnKind: 'decimal', scale: 2, absent: null },
  },
  orderings: { TOTAL: 'total', COUNT: 'count', PERIOD: 'period' },
} as const satisfies Breakdown;

/** Order lines by product, category, time and user. */
export const salesBreakdown = {
  of: 'orders',
  facts: 'orders.order_line_facts',
  holds: { order_items: null, products: 'product_id' },
  dimensions: {
    PRODUCT: { kind: 'column', column: 'product_id', fact: 'product_id' },
    CATEGORY: { kind: 'column', column: 'category', fact: 'category' },
    ...periods,
    ...ofUsers,
  },
  figures: {
    quantity: { aggregate: 'sum', column: 'quantity', columnKind: 'integer', absent: '0' },
    revenue: { aggregate: 'sum', column: 'revenue', columnKind: 'decimal', scale: 2, absent: '0.00' },
    orders: { aggregate: 'countDistinct', column: 'id', columnKind: 'integer', absent: '0' },
  },
  orderings: { REVENUE: 'revenue', QUANTITY: 'quantity', PERIOD: 'period' },
} as const satisfies Breakdown;
