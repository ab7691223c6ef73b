import type { ColumnKind, Dimension, Figure } from '../catalog/catalog.ts';
import type { CursorScope, SortTerm } from '../cursor.ts';
import type { Comparison } from '../selection/condition.ts';
import type { VisibleCondition } from './visible.ts';

/**
 * How a fetch reaches its rows: `hub`, from a table of the hub itself; `foreign`, through a foreign table of the hub.
 * Fetches that share cluster and step become one statement; today the hub runs them all.
 */
export type Route = 'hub' | 'foreign';

/** Which rows a fetch is after. */
export type Keys =
  | { readonly kind: 'all' }
  /** Rows whose column has one of these values, given with the operation. */
  | {
      readonly kind: 'values';
      readonly column: string;
      readonly columnKind: ColumnKind;
      readonly values: readonly string[];
    }
  /** Rows of the one row of another fetch: the column equals its `parentColumn`. Lets the remote walk an index in order. */
  | ParentKeys<'parent'>
  /** Rows of all rows of another fetch, in one scan: the column is any of their `parentColumn`. */
  | ParentKeys<'bind'>;

type ParentKeys<Kind> = {
  readonly kind: Kind;
  readonly column: string;
  readonly parent: ParentFetch;
  readonly parentColumn: string;
};

/** Which of these rows are wanted. Each is true or false of a row, never unknown. */
export type PlannedCondition =
  | { readonly kind: 'and' | 'or'; readonly conditions: readonly PlannedCondition[] }
  | { readonly kind: 'not'; readonly condition: PlannedCondition }
  | {
      readonly kind: 'compare';
      readonly column: string;
      readonly columnKind: ColumnKind;
      readonly comparison: Comparison;
      readonly value: string;
    }
  | {
      readonly kind: 'in';
      readonly column: string;
      readonly columnKind: ColumnKind;
      readonly values: readonly string[];
    }
  | { readonly kind: 'match'; readonly column: string; readonly pattern: string }
  /** The column's value is among the keys of another fetch. */
  | { readonly kind: 'member'; readonly column: string; readonly keys: KeysFetch };

/** A place in an ordering: the value (text) of each of its columns; null where the row has none. */
export type Position = { readonly order: readonly PositionTerm[] };
export type PositionTerm = SortTerm & { readonly value: string | null };

/** Rows strictly after a position in its ordering, or at it and before. */
export type Range = { readonly kind: 'after' | 'upTo'; readonly position: Position };

/** The first rows of each list, in an order. */
export type Page = {
  /** The order in which rows are taken: the asked one, or its reverse for the last rows. */
  readonly order: readonly SortTerm[];
  /** Whether the order of the response is the reverse of `order`. */
  readonly reversed: boolean;
  /** Rows shown. */
  readonly size: number;
  /** Rows taken: one more than shown, where it matters whether there is one. */
  readonly limit: number;
  readonly ranges: readonly Range[];
  /**
   * `limit`: there is one list, and ORDER BY with LIMIT are shipped; `ranked`: a ranked view gives each list's first rows;
   * `window`: the hub ranks, after fetching all rows of each list; `steps`: there is one list and a condition on other tables,
   * so that candidates are taken in growing blocks, each checked against the other tables, until the page is full. After the
   * last block the rest is asked for by all keys; at once, where `few` gives at most FEW_KEYS.
   * `guess`: the same with one block of `size` and no rest: where it neither fills the page nor holds all candidates, the answer is
   * short, and is asked for again without guessing;
   * `top`: the order is by a figure, highest first, so that the `take` keys with the highest figures are asked for, and all
   * figures only where these do not fill the page; `related`: the order is by a column of the hub's table, so that its first rows
   * are taken in blocks of these sizes, and the rows that hang on them, and all only where these do not fill the page.
   */
  readonly method:
    | { readonly kind: 'limit' }
    | { readonly kind: 'ranked'; readonly rank: string }
    | { readonly kind: 'window'; readonly by: string }
    | { readonly kind: 'steps'; readonly sizes: readonly number[]; readonly few?: KeysFetch }
    | { readonly kind: 'guess'; readonly size: number }
    | { readonly kind: 'top'; readonly lookup: FigureLookup; readonly take: number }
    | { readonly kind: 'related'; readonly lookup: RelatedLookup; readonly sizes: readonly number[] };
};

/** So many keys are shipped without a thought. */
export const FEW_KEYS = 1000;

/** What all fetches have: a name (unique in the plan), what is read, from which cluster, by which route, and of which rows. */
type Source = {
  readonly name: string;
  readonly table: string;
  readonly cluster: string;
  readonly route: Route;
  /** The relation that is read on the hub. */
  readonly relation: string;
  readonly keys: Keys;
  readonly condition: VisibleCondition;
};

/** Rows with some of their columns. */
export type RowsFetch = Source & {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  /** Columns of other tables that order the rows. */
  readonly lookups: readonly Lookup[];
  readonly page?: Page;
};

/** A column that is not the table's own: looked up for each row by its `from`, and named `column`. */
export type Lookup = FigureLookup | RelatedLookup;

/** A column of the one row of another table whose `key` equals the own `from`; null where there is none. */
export type RelatedLookup = {
  readonly kind: 'related';
  readonly column: string;
  readonly from: string;
  readonly relation: string;
  readonly cluster: string;
  readonly route: Route;
  /** Which rows may be led to: the others are as if they were not there. */
  readonly condition: VisibleCondition;
  readonly key: string;
  readonly relatedColumn: string;
};

/** A figure over the rows that hang on each row, by key; `absent` for rows on which none hang. */
export type FigureLookup = {
  readonly kind: 'figure';
  readonly column: string;
  readonly from: string;
  readonly figure: string;
  readonly absent: string | null;
  readonly columnKind: ColumnKind;
  readonly figures: FiguresFetch & { readonly by: string };
};

/** Per list of rows: whether there is any (`exists`), or how many there are (`count`). */
export type TallyFetch = Source & {
  readonly kind: 'exists' | 'count';
  readonly lookups: readonly Lookup[];
  readonly ranges: readonly Range[];
};

/** The different values of a column, of those whose rows have figures within the ranges. */
export type KeysFetch = Source & {
  readonly kind: 'keys';
  readonly column: string;
  /** All of them hold; or, `negated`, not all. */
  readonly having: readonly Having[];
  readonly negated: boolean;
  /** Whether the column is the table's primary key, so that a key is a row. */
  readonly unique: boolean;
  /** How many of the table's rows meet the condition, as far as statistics tell. */
  readonly estimate?: Estimate;
};

/** About how many of how many rows. */
export type Estimate = { readonly rows: number; readonly of: number };

export type Having = { readonly figure: Figure; readonly comparison: Comparison; readonly value: string };

/** Figures over all rows, or by key where `keys` has a column. */
export type FiguresFetch = Source & {
  readonly kind: 'figures';
  readonly by?: string;
  /** Whether the groups are to be hashed, not read in the order of an index on their key. */
  readonly hashed?: boolean;
  readonly figures: readonly NamedFigure[];
};

export type NamedFigure = { readonly name: string; readonly figure: Figure };

/** Groups of rows with their figures; a row of it is a group. */
export type GroupsFetch = Source & {
  readonly kind: 'groups';
  readonly columns: readonly GroupColumn[];
  readonly dimensions: readonly Dimension[];
  readonly figures: readonly NamedFigure[];
  readonly related?: RelatedGroups;
  readonly order: readonly SortTerm[];
  readonly limit: number;
};

/** Where dimensions are columns of another table: that table, whose `key` the facts' `from` is, and how the two meet. */
export type RelatedGroups = {
  readonly relation: string;
  readonly cluster: string;
  readonly route: Route;
  /** Which rows may be led to: the others are as if they were not there. */
  readonly condition: VisibleCondition;
  readonly from: string;
  readonly key: string;
  /**
   * `parts`: the facts are grouped by `from`, and the hub puts these parts together. `lookup`: the facts' cluster is sent what it
   * has to know of the table, and groups by `key` where the row exists, or by `columns`; by parts where the table has more than
   * LOOKUP_KEYS rows, and, where facts `mayBeFew`, where no more than FEW_FACTS meet the condition.
   */
  readonly method:
    | { readonly kind: 'parts' }
    | { readonly kind: 'lookup'; readonly by: 'key' | 'columns'; readonly mayBeFew: boolean };
};

/** So many keys are sent as a lookup: a parameter of tens of megabytes, far below PostgreSQL's gigabyte. */
export const LOOKUP_KEYS = 2_000_000;

/** So many parts travel and are put together in less time than a lookup takes to be made. */
export const FEW_FACTS = 20_000;

/** A column of the groups; `asked` is false where the dimension was not asked for: then it is null. */
export type GroupColumn = { readonly name: string; readonly columnKind: ColumnKind; readonly asked: boolean };

/** What other fetches may hang on. */
export type ParentFetch = RowsFetch | GroupsFetch;

export type Fetch = RowsFetch | TallyFetch | KeysFetch | FiguresFetch | GroupsFetch;

/** What is shown of a row, by response key. */
export type RecordOutput = { readonly rows: ParentFetch; readonly fields: readonly FieldOutput[] };

export type FieldOutput =
  /** The row's type, where the schema says only that it is a Node. */
  | { readonly kind: 'type'; readonly key: string; readonly type: string }
  | { readonly kind: 'globalId'; readonly key: string; readonly type: string; readonly column: string }
  | { readonly kind: 'column'; readonly key: string; readonly column: string; readonly columnKind: ColumnKind }
  /** The row of another fetch whose `childColumn` equals the own `column`. */
  | {
      readonly kind: 'record';
      readonly key: string;
      readonly column: string;
      readonly childColumn: string;
      readonly record: RecordOutput;
    }
  /** The rows of another fetch whose `childColumn` equals the own `column`. */
  | {
      readonly kind: 'connection';
      readonly key: string;
      readonly column: string;
      readonly childColumn: string;
      readonly connection: ConnectionOutput;
    }
  /** Figures of another fetch whose key equals the own `column`. */
  | { readonly kind: 'figures'; readonly key: string; readonly column: string; readonly figures: FiguresOutput }
  /** What cannot be shown because a cluster's part is missing. */
  | ({ readonly kind: 'unavailable'; readonly key: string } & Absence);

/**
 * A cluster that has no part in an answer, and why: it does not answer, it took too long, too many statements wait for it already, or it
 * lacks a write that the answer is to contain.
 */
export type Absence = { readonly cluster: string; readonly because: 'gone' | 'slow' | 'busy' | 'behind' };

/** What is shown of a connection. Only fetches that something asked for are there. */
export type ConnectionOutput = {
  readonly scope: CursorScope;
  readonly rows: RowsFetch;
  /** Whether rows stand before the page, or after it: known by a fetch, by the row taken beyond the page, or never true. */
  readonly previous: Neighbour;
  readonly next: Neighbour;
  readonly total?: TallyFetch;
  readonly fields: readonly ConnectionFieldOutput[];
};

/** How it is known whether rows stand beside the page: any of these says yes. */
export type Neighbour = { readonly beyond: boolean; readonly exists?: TallyFetch };

export type ConnectionFieldOutput =
  | { readonly kind: 'nodes'; readonly key: string; readonly record: RecordOutput }
  | { readonly kind: 'edges'; readonly key: string; readonly fields: readonly EdgeFieldOutput[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly fields: readonly PageInfoFieldOutput[] }
  | { readonly kind: 'totalCount'; readonly key: string };

export type EdgeFieldOutput =
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly record: RecordOutput };

export type PageInfoFieldOutput = {
  readonly kind: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor';
  readonly key: string;
};

/** What is shown of figures, by response key. */
export type FiguresOutput = { readonly fetch: FiguresFetch; readonly fields: readonly FigureOutput[] };
export type FigureOutput = NamedFigure & { readonly key: string };

export type RootOutput =
  | { readonly kind: 'record'; readonly record: RecordOutput }
  | { readonly kind: 'connection'; readonly connection: ConnectionOutput }
  | { readonly kind: 'figures'; readonly figures: FiguresOutput }
  /** One record a group. */
  | { readonly kind: 'groups'; readonly groups: GroupsFetch; readonly record: RecordOutput }
  /** For each key, in order, its table's record; null where there is no such row. */
  | {
      readonly kind: 'nodes';
      readonly keys: readonly { readonly table: string; readonly key: string }[];
      readonly records: readonly RecordOutput[];
      /** The tables whose records cannot be shown because their cluster's part is missing. */
      readonly unavailable: readonly ({ readonly table: string } & Absence)[];
    }
  /** The root itself lies in a cluster whose part is missing. */
  | ({ readonly kind: 'unavailable' } & Absence);

/** How to answer one root field: what is shown, and within it the fetches that it is shown of. */
export type Plan = { readonly field: string; readonly root: RootOutput };
