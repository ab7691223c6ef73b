import { assertNever } from '../errors.ts';
import type { Fetch, Keys, KeysFetch, Lookup, PlannedCondition } from './plan.ts';

/** The fetches that a fetch's condition, order and groups need, each after what it needs itself. */
export function dependenciesOf(fetch: Fetch): readonly Fetch[] {
  return [
    ...ofCondition(fetch.condition),
    ...lookupsOf(fetch).flatMap(ofLookup),
    ...(fetch.kind === 'groups' && fetch.related !== undefined ? ofCondition(fetch.related.condition) : []),
  ];
}

/** Whether a fetch reads from a cluster, itself or through its condition or order. */
export function needsCluster(fetch: Fetch, cluster: string): boolean {
  return (
    [fetch, ...dependenciesOf(fetch)].some((needed) => needed.cluster === cluster) ||
    lookupsOf(fetch).some((lookup) => lookup.kind === 'related' && lookup.cluster === cluster)
  );
}

function ofCondition(condition: PlannedCondition): readonly Fetch[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return condition.conditions.flatMap(ofCondition);
    case 'not':
      return ofCondition(condition.condition);
    case 'member':
      return ofKeys(condition.keys);
    case 'compare':
    case 'in':
    case 'match':
      return [];
    default:
      return assertNever(condition);
  }
}

function ofKeys(keys: KeysFetch): readonly Fetch[] {
  return [...dependenciesOf(keys), keys];
}

function ofLookup(lookup: Lookup): readonly Fetch[] {
  switch (lookup.kind) {
    case 'figure':
      return [...parentOf(lookup.figures.keys), ...dependenciesOf(lookup.figures), lookup.figures];
    case 'related':
      return ofCondition(lookup.condition);
    default:
      return assertNever(lookup);
  }
}

/** The rows whose keys a fetch is bound to, where it does not hang below them. */
function parentOf(keys: Keys): readonly Fetch[] {
  return keys.kind === 'bind' ? [...dependenciesOf(keys.parent), keys.parent] : [];
}

function lookupsOf(fetch: Fetch): readonly Lookup[] {
  return 'lookups' in fetch ? fetch.lookups : [];
}
