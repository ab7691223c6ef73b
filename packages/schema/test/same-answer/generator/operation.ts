/** A generated operation, before it is written as a document: small values that shrink by themselves. */
export type OperationTree = { readonly selections: readonly SelectionTree[] };

export type SelectionTree = FieldTree | FragmentTree;

export type FieldTree = {
  readonly kind: 'field';
  readonly name: string;
  /** The field's type: two fields under one response key need the same. */
  readonly type: string;
  readonly alias: string | undefined;
  readonly directive: Directive | undefined;
  readonly args: readonly NamedInput[];
  /** Only of connections. */
  readonly cursors: readonly CursorTree[];
  readonly selections: readonly SelectionTree[];
};

/** An inline or a named fragment; without `on` it stands for the type around it. */
export type FragmentTree = {
  readonly kind: 'fragment';
  readonly on: string;
  readonly form: 'inline' | 'inline without type' | 'named';
  readonly directive: Directive | undefined;
  readonly selections: readonly SelectionTree[];
};

export type Directive = { readonly name: 'skip' | 'include'; readonly if: boolean; readonly variable: boolean };

/** A cursor that an answer has to give first. */
export type CursorTree = {
  readonly argument: 'after' | 'before';
  /** Which one of the cursors that the answer gave. */
  readonly pick: number;
  /** Taken from the field without its filter, so that its row may be none of the list's. */
  readonly unfiltered: boolean;
  /** Taken from any connection of the operation: most often one that does not fit. */
  readonly foreign: boolean;
};

export type NamedInput = { readonly name: string; readonly input: InputTree };

/** A value at a place in the arguments. */
export type InputTree = {
  /** The type of the place. */
  readonly type: string;
  /** Written down, passed as a variable, the default of a variable, or a variable that is declared and not passed. */
  readonly mode: 'literal' | 'variable' | 'default' | 'absent';
  readonly value: InputValue;
};

export type InputValue =
  | { readonly kind: 'null' }
  | { readonly kind: 'scalar'; readonly value: string | number }
  | { readonly kind: 'enum'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly InputTree[] }
  | { readonly kind: 'object'; readonly fields: readonly NamedInput[] };
