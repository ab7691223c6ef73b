import type { ColumnKind } from '../catalog/catalog.ts';

export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** Which rows of a table are wanted, as a filter said it. Each is true or false of a row, never unknown. */
export type Condition =
  /** All of them hold; of none, everything is wanted. */
  | { readonly kind: 'and'; readonly conditions: readonly Condition[] }
  /** At least one of them holds; of none, nothing is wanted. */
  | { readonly kind: 'or'; readonly conditions: readonly Condition[] }
  | { readonly kind: 'not'; readonly condition: Condition }
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
  /** The text matches an ILIKE pattern. */
  | { readonly kind: 'match'; readonly column: string; readonly pattern: string }
  /** A row that the relation leads to meets the condition. */
  | { readonly kind: 'some'; readonly relation: string; readonly condition: Condition }
  /** The figures over the rows that the relation leads to, and that meet `where`, lie in all the ranges. */
  | {
      readonly kind: 'figures';
      readonly relation: string;
      readonly where: Condition;
      readonly ranges: readonly FigureRange[];
    };

export type FigureRange = { readonly figure: string; readonly comparison: Comparison; readonly value: string };

/** Every row is wanted. */
export const EVERYTHING: Condition = { kind: 'and', conditions: [] };
