import type { GraphQLFieldExtensions, GraphQLObjectTypeExtensions } from 'graphql';

/** What a GraphQL field asks of the planner. The Pothos plugin writes it on the field, reading the selection finds it there. */
export type FieldMeaning =
  /** The row's global id, `User:42`. */
  | { readonly kind: 'globalId' }
  | { readonly kind: 'column'; readonly column: string }
  /** The one row that a relation leads to. */
  | { readonly kind: 'record'; readonly relation: string }
  /** The rows that a relation leads to, in pages. */
  | { readonly kind: 'connection'; readonly relation: string }
  /** Figures over the rows that a relation leads to. */
  | { readonly kind: 'figures'; readonly relation: string }
  /** One of the figures. */
  | { readonly kind: 'figure'; readonly figure: string }
  | ConnectionMeaning
  | EdgeMeaning
  | PageInfoMeaning
  | RootMeaning;

/** The fields of a connection. */
export type ConnectionMeaning = { readonly kind: 'nodes' | 'edges' | 'pageInfo' | 'totalCount' };

/** The fields of an edge. */
export type EdgeMeaning = { readonly kind: 'cursor' | 'edgeNode' };

/** The fields of PageInfo. */
export type PageInfoMeaning = { readonly kind: 'hasNextPage' | 'hasPreviousPage' | 'startCursor' | 'endCursor' };

/** The fields of Query: where a statement begins. */
export type RootMeaning =
  /** One row by its global id. */
  | { readonly kind: 'recordById'; readonly table: string }
  /** One row by a unique column, whose value is the argument of that name. */
  | { readonly kind: 'recordByColumn'; readonly table: string; readonly column: string; readonly argument: string }
  /** All rows of a table, in pages. */
  | { readonly kind: 'tableConnection'; readonly table: string }
  /** One row of any table by its global id. */
  | { readonly kind: 'node' }
  /** Rows of any tables by their global ids, in the order of the ids. */
  | { readonly kind: 'nodesByIds' }
  /** Figures over the rows of a table. */
  | { readonly kind: 'tableFigures'; readonly table: string }
  /** Groups of rows, as the table of the groups says. */
  | { readonly kind: 'breakdown'; readonly table: string };

/** The key under which both stand in a field's and a type's `extensions`. */
const KEY = 'causeway';

/** The extensions of a field that means `meaning`. */
export function meaningExtensions(meaning: FieldMeaning): { readonly [KEY]: FieldMeaning } {
  return { [KEY]: meaning };
}

/** The extensions of a GraphQL type whose values are rows of `table`. */
export function tableExtensions(table: string): { readonly [KEY]: { readonly table: string } } {
  return { [KEY]: { table } };
}

declare module 'graphql' {
  // The library's own interfaces, opened so that what the plugin writes is what reading the selection finds.
  interface GraphQLFieldExtensions<_TSource, _TContext, _TArgs> {
    [KEY]?: FieldMeaning;
  }
  interface GraphQLObjectTypeExtensions<_TSource, _TContext> {
    [KEY]?: { readonly table: string };
  }
}

/** What a field means; undefined where it is none of the planner's. */
export function meaningOf(extensions: GraphQLFieldExtensions<unknown, unknown>): FieldMeaning | undefined {
  return extensions[KEY];
}

/** The table whose rows a type's values are; undefined where they are none. */
export function tableNameOf(extensions: GraphQLObjectTypeExtensions): string | undefined {
  return extensions[KEY]?.table;
}
