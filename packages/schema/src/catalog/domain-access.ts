import { type AccessRules, claimsOf, defineAccess, readableTypes, withReadScopes } from '../access/access-rules.ts';
import { domainCatalog } from './domain.ts';

/**
 * Who may read what of the sample domain. A caller with a claim `countries` sees the users of these countries, their orders and
 * what these hold; an order whose user it may not see, or who is gone, is not there for it. Products are everybody's.
 *
 * Without the rule of orders they would all be seen, with `user: null` where the user may not be.
 */
export const domainAccess = defineAccess(domainCatalog, {
  users: {
    rows: [{ kind: 'claim', claim: 'countries', column: 'country' }],
    columns: { email: 'users:pii' },
  },
  orders: { rows: [{ kind: 'through', relation: 'user' }] },
  order_items: { rows: [{ kind: 'through', relation: 'order' }] },
});

/** The GraphQL types whose reading may be made to need a scope. */
export const domainReadableTypes = readableTypes(domainCatalog);

/** The same rules, with the scopes that reading a type needs: `{ Order: 'orders:read' }`. Without one, everybody may. */
export function domainAccessFor(readScopes: Readonly<Record<string, string>>): AccessRules {
  return withReadScopes(domainCatalog, domainAccess, readScopes);
}

/** The claims that the row rules speak of. */
export const domainRowClaims = claimsOf(domainAccess);
