import { describe, expect, test } from 'vitest';
import type { Catalog } from '../../../src/catalog/catalog.ts';
import { domainCatalog } from '../../../src/catalog/domain.ts';
import { foreignClusters } from '../../../src/plan/foreign-clusters.ts';
import { withoutCluster } from '../../../src/plan/without-cluster.ts';
import { plansOf } from '../../support/plans-of.ts';

/** The domain with its users in a third cluster: every statement reaches two clusters, or one. */
const usersElsewhere: Catalog = {
  ...domainCatalog,
  tables: {
    ...domainCatalog.tables,
    users: { ...domainCatalog.tables.users, cluster: 'people' },
  },
};

describe('a statement reaches every cluster that it reads', () => {
  test.each([
    ['a page', '{ orders { nodes { id } } }', ['orders']],
    ['a nested row', '{ orders { nodes { user { name } } } }', ['orders', 'people']],
    ['an order by another table', '{ orders(orderBy: [{ field: USER_NAME }]) { nodes { id } } }', ['orders', 'people']],
    ['groups by another table', '{ orderBreakdown(by: [USER_COUNTRY]) { count } }', ['orders', 'people']],
  ])('%s', (_what, document, clusters) => {
    const [plan] = plansOf(document, undefined, usersElsewhere);
    expect(plan === undefined ? [] : [...foreignClusters(plan)].sort()).toEqual(clusters);
  });

  test('and groups by another table need that table’s cluster', () => {
    const [plan] = plansOf('{ orderBreakdown(by: [USER_COUNTRY]) { count } }', undefined, usersElsewhere);
    const without = plan === undefined ? undefined : withoutCluster(plan, { cluster: 'people', because: 'gone' });
    expect(without?.root.kind).toBe('unavailable');
  });
});
