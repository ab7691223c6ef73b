import { builder } from '../builder.ts';

/** The tiers, by the values that the column holds. */
export const UserTier = builder.enumType('UserTier', {
  values: { FREE: { value: 'free' }, PRO: { value: 'pro' }, ENTERPRISE: { value: 'enterprise' } },
});

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
      description: '[cross] Newest first. Each user gets its own page.',
    }),
  }),
});
