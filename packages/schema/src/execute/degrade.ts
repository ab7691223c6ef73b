import type { Catalog } from '../catalog/catalog.ts';
import { fetchesOf } from '../plan/fetches-of.ts';
import type { Plan } from '../plan/plan.ts';
import { withoutCluster } from '../plan/without-cluster.ts';
import { explainDatabaseError, unavailableSource } from './database-error.ts';

/**
 * The plan for what can still be answered after a statement failed because a cluster behind the hub does not answer.
 * Throws what the failure means where nothing can: the hub itself is gone, the root field is the cluster's own, or it is
 * another kind of failure. `onUnavailable` is told of a cluster that does not answer in both cases.
 */
export function degrade(
  plan: Plan,
  catalog: Catalog,
  error: unknown,
  onUnavailable?: (cluster: string, error: unknown) => void,
): Plan {
  const foreign = fetchesOf(plan)
    .filter(({ route }) => route === 'foreign')
    .map(({ cluster }) => cluster);
  const meaning = explainDatabaseError(error, catalog.hub, [...new Set(foreign)]);
  const source = unavailableSource(meaning);
  if (source !== undefined) onUnavailable?.(source, error);
  if (source === undefined || !foreign.includes(source)) throw meaning;
  const rest = withoutCluster(plan, source);
  if (rest.root.kind === 'unavailable') throw meaning;
  return rest;
}
