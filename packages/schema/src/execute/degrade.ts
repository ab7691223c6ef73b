import { failureOf } from '@causeway/sql';
import type { Catalog } from '../catalog/catalog.ts';
import { assertNever } from '../errors.ts';
import { foreignClusters } from '../plan/foreign-clusters.ts';
import type { Absence, Plan } from '../plan/plan.ts';
import { withoutCluster } from '../plan/without-cluster.ts';
import { absenceError, overloadedError, timeoutError } from './absence.ts';

/**
 * The plan for what can still be answered after a statement failed because of the clusters behind the hub: one does not answer, or
 * they took too long, no session to them was free, or one lacks a write. Throws what the failure means where nothing can be answered without them: the
 * hub itself is gone, the root field is the cluster's own, or it is another kind of failure.
 */
export function degrade(plan: Plan, catalog: Catalog, error: unknown): Plan {
  const foreign = foreignClusters(plan);
  const failure = failureOf(error, catalog.hub, foreign);
  switch (failure.kind) {
    case 'gone':
    case 'behind': {
      const absence: Absence = { cluster: failure.cluster, because: failure.kind };
      if (!foreign.includes(failure.cluster)) throw absenceError(absence, error);
      return without(plan, [absence], error);
    }
    case 'slow':
      if (foreign.length === 0) throw timeoutError(error);
      return without(plan, absences(foreign, 'slow'), error);
    case 'busy':
    case 'full':
      if (foreign.length === 0) throw overloadedError(error);
      return without(plan, absences(foreign, 'busy'), error);
    case 'conflict':
      throw overloadedError(error);
    case 'refused':
    case 'other':
      throw error;
    default:
      return assertNever(failure);
  }
}

/** The plan without the clusters of which it is known that they do not answer: nobody waits for them. Throws where nothing is left. */
export function withoutGone(plan: Plan, isGone: (cluster: string) => boolean): Plan {
  return without(plan, absences(foreignClusters(plan).filter(isGone), 'gone'));
}

function absences(clusters: readonly string[], because: Absence['because']): readonly Absence[] {
  return clusters.map((cluster) => ({ cluster, because }));
}

function without(plan: Plan, missing: readonly Absence[], error?: unknown): Plan {
  const rest = missing.reduce(withoutCluster, plan);
  if (rest.root.kind === 'unavailable') throw absenceError(rest.root, error);
  return rest;
}
