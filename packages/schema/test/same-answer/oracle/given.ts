/** The entries of an input object that count: an explicit null is as if it were not given. */
export function given(input: unknown): readonly (readonly [name: string, value: unknown])[] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).filter(([, value]) => value !== null && value !== undefined);
}

/** A list as it was given; none and null are empty. */
export function listOf(input: unknown): readonly unknown[] {
  return Array.isArray(input) ? input : [];
}

/** One entry of an input object; undefined where it is null or not given. */
export function entryOf(input: unknown, name: string): unknown {
  return given(input).find(([known]) => known === name)?.[1];
}
