/** Counts stop here: fragments that spread each other double with each, beyond what a number holds. */
export const UNCOUNTABLE = Number.MAX_SAFE_INTEGER;

/** The sum of counts, exact up to UNCOUNTABLE. */
export function plus(...counts: readonly number[]): number {
  return Math.min(
    counts.reduce((sum, count) => sum + count, 0),
    UNCOUNTABLE,
  );
}

/** The product of two counts, exact up to UNCOUNTABLE. */
export function times(a: number, b: number): number {
  return Math.min(a * b, UNCOUNTABLE);
}
