import { builder } from '../builder.ts';

/** The tiers, by the values that the column holds. */
export const UserTier = builder.enumType('UserTier', {
  values: { FREE: { value: 'free' }, PRO: { value: 'pro' }, ENTERPRISE: { value: 'enterprise' } },
});

const UserTierFilter = builder.enumFilter(UserTier);

builder.tableObject('users', {
  fields: (t) => ({
    id: t.globalId(),
    email: t.column('email', {
      nullable: true,
      description: 'Needs the scope users:pii; without it null, with an error FORBIDDEN.',
    }),
    name: t.column('name'),
    country: t.column('country', { description: 'ISO 3166-1 alpha-2.' }),
    tier: t.column('tier', { type: UserTier }),
    createdAt: t.column('created_at'),
    updatedAt: t.column('updated_at'),
    orders: t.connection('orders', {
      nullable: true,
      description: '[cross] Newest first unless ordered otherwise. Each user gets its own page.',
    }),
    orderStats: t.stats('orders', {
      nullable: true,
      description: '[cross] Figures over this user\'s orders; count 0 and total "0.00" where there are none.',
    }),
  }),
});

builder.tableFilter('users', {
  fields: (f) => ({
    id: f.globalId(),
    email: f.column('email'),
    name: f.column('name'),
    country: f.column('country'),
    tier: f.column('tier', { type: UserTierFilter }),
    createdAt: f.column('created_at'),
    orders: f.list('orders', { description: '[cross]' }),
    orderStats: f.stats('orders', {
      description: '[cross] Users whose figures over the orders that match `where` lie in these ranges.',
    }),
  }),
});

builder.tableOrdering('users');
