import { closest, distance } from 'fastest-levenshtein';

/** What to say of a key that nothing knows: the key that was probably meant, and all that are known there. */
export function unknownKey(key: string, known: readonly string[]): string {
  const nearest = closest(key, [...known]);
  const near = distance(key, nearest) <= Math.max(2, nearest.length / 2);
  return `there is no such key: ${near ? `did you mean ${nearest}? ` : ''}Known here: ${known.join(', ')}`;
}
