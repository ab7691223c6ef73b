/** The values of each claim that row rules speak of. */
export type RowClaims = Readonly<Record<string, readonly string[]>>;

/** A claim as a list of texts: one text is a list of one. Undefined where it is neither. */
export function readClaim(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
