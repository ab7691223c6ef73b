/** How many rows the lists of an answer hold, those of lists within them included. */
export function countRows(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const children: readonly unknown[] = Object.values(value);
  const own = Array.isArray(value) ? value.filter((child) => typeof child === 'object' && child !== null).length : 0;
  return children.reduce<number>((sum, child) => sum + countRows(child), own);
}
