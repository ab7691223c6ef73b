/** The limits on one operation, by name. Each is checked before anything of the operation is planned. */
export const limitNames = [
  /** Levels of fields within each other, the innermost included. */
  'depth',
  /** Fields, aliases counted, and those of a fragment wherever it is spread. */
  'fields',
  /** Rows in all pages together, from page sizes down the tree: the most that the answer can hold. */
  'rows',
  /** Values in all these rows together: fields times rows. */
  'values',
  /** Breakdowns, statistics and total counts: each reads all rows that it is about, of a table or of a page's parents. */
  'aggregates',
  /** Ids in one argument of `nodes`. */
  'ids',
  /** Elements of one list in an argument, `in` and `or` included. */
  'listLength',
  /** Filters within each other: `and`, `or`, `not`, and those of related rows. */
  'filterDepth',
  /** Fields of all filters together, counted wherever a variable or fragment brings them in. */
  'filterFields',
  /** What all filters together ask of other tables: each is one scan or a few, and one more within it each as well. */
  'relatedFilters',
  /** UTF-16 units of one text in an argument. */
  'textLength',
  /** Characters of all arguments' values together, counted wherever a variable or fragment brings them in. */
  'argumentLength',
] as const;

export type LimitName = (typeof limitNames)[number];

/** The most that one operation may ask for, inclusive. */
export type OperationLimits = Readonly<Record<LimitName, number>>;

/**
 * What an operation may ask for unless configured otherwise. `depth`, `fields` and `ids` are promised to clients. `rows` lets four
 * connections of the default size stand within each other (168,420 rows), and is a few tens of megabytes of JSON.
 */
export const defaultLimits: OperationLimits = {
  depth: 20,
  fields: 500,
  rows: 200_000,
  values: 2_000_000,
  aggregates: 20,
  ids: 500,
  listLength: 1_000,
  filterDepth: 10,
  filterFields: 200,
  relatedFilters: 50,
  textLength: 10_000,
  argumentLength: 500_000,
};
