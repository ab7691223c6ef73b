import { fetchesOf } from './fetches-of.ts';
import type { Plan } from './plan.ts';

/** The other clusters that a plan's statement reaches through the hub, each once. */
export function foreignClusters(plan: Plan): readonly string[] {
  const reached = fetchesOf(plan).flatMap((fetch) => [fetch, ...('lookups' in fetch ? fetch.lookups : [])]);
  return [
    ...new Set(reached.flatMap((source) => ('route' in source && source.route === 'foreign' ? [source.cluster] : []))),
  ];
}
