import { assertNever } from '../errors.ts';
import type { Fetch, Keys, KeysFetch, Lookup, PlannedCondition, Route } from './plan.ts';

/** The fetches that a fetch's condition, order and groups need, each after what it needs itself. */
export function dependenciesOf(fetch: Fetch): readonly Fetch[] {
  return [
    ...ofCondition(fetch.condition),
    ...lookupsOf(fetch).flatMap(ofLookup),
    ...(fetch.kind === 'groups' && fetch.related !== undefined ? ofCondition(fetch.related.condition) : []),
  ];
}

/** Whether a fetch reads from a cluster, itself or through its condition, order or groups. */
export function needsCluster(fetch: Fetch, cluster: string): boolean {
  return [fetch, ...dependenciesOf(fetch)].flatMap(sourcesOf).some((source) => source.cluster === cluster);
}

/** Where a fetch reads by itself: its own table, and the tables that its order and its groups are joined with. */
export function sourcesOf(fetch: Fetch): readonly { readonly cluster: string; readonly route: Route }[] {
  return [
    fetch,
    ...lookupsOf(fetch).filter((lookup) => lookup.kind === 'related'),
    ...(fetch.kind === 'groups' && fetch.related !== undefined ? [fetch.related] : []),
  ];
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
