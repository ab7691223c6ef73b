import { sourcesOf } from './dependencies-of.ts';
import { fetchesOf } from './fetches-of.ts';
import type { Plan } from './plan.ts';

/** The other clusters that a plan's statement reaches through the hub, each once. */
export function foreignClusters(plan: Plan): readonly string[] {
  const foreign = fetchesOf(plan)
    .flatMap(sourcesOf)
    .filter(({ route }) => route === 'foreign');
  return [...new Set(foreign.map(({ cluster }) => cluster))];
}
