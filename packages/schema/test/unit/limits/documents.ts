import type { Asked } from './refused.ts';

/** `count` parts of a document. */
export const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** `count` texts. */
export const texts = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `t${index}`);

/** `count` ids. */
export const ids = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `User:${index}`);

/** Users' orders' users' orders …: `levels` fields within each other. */
export const nest = (levels: number): string => {
  const cycle = ['orders(first: 1)', 'nodes', 'user'];
  const inner = ['nodes', ...Array.from({ length: levels - 3 }, (_, index) => cycle[index % 3])];
  return `{ users(first: 1) { ${inner.join(' { ')} { __typename }${' }'.repeat(inner.length)} }`;
};

/** A filter of users from a variable. */
export const whereUsers = (where: unknown): [string, Asked] => [
  'query ($where: UserFilter) { users(where: $where) { totalCount } }',
  { variables: { where } },
];

/** `levels` filters within each other. */
export const nestFilter = (levels: number): unknown =>
  levels === 1 ? { name: { eq: 'x' } } : { not: nestFilter(levels - 1) };

/** The same, as a document says it. */
export const nestLiteral = (levels: number) =>
  `${'{not: '.repeat(levels - 1)}{name: {eq: "x"}}${'}'.repeat(levels - 1)}`;

/** `count` filters on related rows, an even number: on orders, and on the lines of these. */
export const manyRelated = (count: number): readonly unknown[] =>
  Array.from({ length: count / 2 }, () => ({ orders: { some: { items: { none: {} } } } }));

/** `count` fields of filters: one list, two for each of its elements, and one more where that is needed. */
export const manyFilters = (count: number) => ({
  ...(count % 2 === 0 ? { tier: {} } : {}),
  or: Array.from({ length: Math.floor((count - 1) / 2) }, () => ({ name: { eq: 'x' } })),
});
