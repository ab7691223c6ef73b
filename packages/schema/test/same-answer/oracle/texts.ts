/**
 * The order of texts, collation C: by code point. JavaScript's own `<` goes by UTF-16 unit, which puts an emoji before U+FF21;
 * the bytes of UTF-8 are in the order of code points.
 */
export function compareTexts(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/**
 * What `startsWith` and `contains` compare. On the clusters they are ILIKE, which lower-cases both sides with `lower()`; under the
 * built-in C.UTF-8 that is Unicode's simple case mapping: one code point becomes one code point, whatever stands around it.
 * JavaScript has the full mapping, so each code point is mapped by itself (a sigma is never final), and the one that the full
 * mapping makes two of, the capital I with a dot, is named. A test compares this with `lower()` for every code point.
 */
export function ignoringCase(text: string): string {
  return [...text].map((point) => (point === '\u0130' ? 'i' : point.toLowerCase())).join('');
}
