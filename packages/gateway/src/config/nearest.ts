import { closestMatch } from 'leven';

/** How many letters may differ for one name to be taken for another. */
const maxDistance = 4;

/** What to say about a name that nobody knows: the nearest one, or, where none is near, all there are. */
export function adviseName(unknown: string, known: readonly string[]): string {
  const byLowerCase = new Map(known.map((name) => [name.toLowerCase(), name]));
  const nearest = closestMatch(unknown.toLowerCase(), [...byLowerCase.keys()], { maxDistance });
  const name = nearest === undefined ? undefined : byLowerCase.get(nearest);
  return name === undefined ? `remove it; known here: ${known.join(', ')}` : `did you mean ${name}?`;
}
