import type { Condition } from './condition.ts';
import type { OrderRequest } from './read-order.ts';

/** What was asked of one row: its fields in the order of the response. */
export type RecordSelection = { readonly table: string; readonly fields: readonly FieldSelection[] };

/** One field of a row. `key` is the response key: the alias, or the field's name. */
export type FieldSelection =
  | { readonly kind: 'globalId'; readonly key: string }
  | { readonly kind: 'column'; readonly key: string; readonly column: string }
  | { readonly kind: 'record'; readonly key: string; readonly relation: string; readonly record: RecordSelection }
  | {
      readonly kind: 'connection';
      readonly key: string;
      readonly relation: string;
      readonly connection: ConnectionSelection;
    }
  | { readonly kind: 'figures'; readonly key: string; readonly relation: string; readonly figures: FiguresSelection };

/** Figures over the rows that meet a condition. */
export type FiguresSelection = { readonly where: Condition; readonly fields: readonly FigureSelection[] };

export type FigureSelection = { readonly key: string; readonly figure: string };

/** What was asked of a connection. `field` (`User.orders`) is what its cursors are bound to; `path` names it in messages. */
export type ConnectionSelection = {
  readonly field: string;
  readonly path: string;
  readonly page: PageRequest;
  readonly where: Condition;
  readonly order: readonly OrderRequest[];
  readonly fields: readonly ConnectionFieldSelection[];
};

export type ConnectionFieldSelection =
  | { readonly kind: 'nodes'; readonly key: string; readonly record: RecordSelection }
  | { readonly kind: 'edges'; readonly key: string; readonly fields: readonly EdgeFieldSelection[] }
  | { readonly kind: 'pageInfo'; readonly key: string; readonly fields: readonly PageInfoFieldSelection[] }
  | { readonly kind: 'totalCount'; readonly key: string };

export type EdgeFieldSelection =
  | { readonly kind: 'cursor'; readonly key: string }
  | { readonly kind: 'node'; readonly key: string; readonly record: RecordSelection };

export type PageInfoFieldSelection = {
  readonly kind: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor';
  readonly key: string;
};

/** A page as it was asked for: its size is within bounds, its cursors are still text. */
export type PageRequest = {
  readonly size: number;
  /** `forward`: the first rows after `after`; `backward`: the last rows before `before`. */
  readonly direction: 'forward' | 'backward';
  readonly after?: string;
  readonly before?: string;
};

/** A global id, taken apart: a table's name and the primary key as decimal digits. */
export type RecordKey = { readonly table: string; readonly key: string };

/** What was asked of a root field: one statement answers it. */
export type RootSelection =
  | { readonly kind: 'record'; readonly column: string; readonly value: string; readonly record: RecordSelection }
  | { readonly kind: 'connection'; readonly table: string; readonly connection: ConnectionSelection }
  /** `node`: at most one row, of the table that the id names. `records` has the selection for it. */
  | {
      readonly kind: 'nodes';
      readonly keys: readonly RecordKey[];
      readonly records: readonly RecordSelection[];
    }
  | { readonly kind: 'figures'; readonly table: string; readonly figures: FiguresSelection }
  | { readonly kind: 'breakdown'; readonly breakdown: BreakdownSelection };

/** Groups of rows: by what, of which rows, and the first so many in which order. */
export type BreakdownSelection = {
  readonly by: readonly string[];
  readonly where: Condition;
  readonly order?: OrderRequest;
  readonly first: number;
  readonly record: RecordSelection;
};

/** An operation's part below one root field, free of fragments, variables and directives. */
export type Selection = { readonly field: string; readonly root: RootSelection };
