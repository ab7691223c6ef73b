import type { InputType, SchemaTypes, TypeParam } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { ColumnKind } from '../../catalog/catalog.ts';

export type Described = { readonly description?: string };

/** What the plugin is told with the builder. */
export type TablesOptions<Types extends SchemaTypes> = {
  readonly catalog: Types['Catalog'];
  /** The GraphQL type of each kind of column. */
  readonly columnTypes: Readonly<Record<ColumnKind, TypeParam<Types>>>;
  /** The GraphQL type of the operands on each kind of column. */
  readonly columnInputs: Readonly<Record<'integer' | 'decimal' | 'instant', InputType<Types>>>;
  /** Throws FORBIDDEN where the column may not be shown. */
  readonly requireColumn: (table: string, column: string, context: Types['Context'], info: GraphQLResolveInfo) => void;
  /** Answers a field of Query: JSON in the shape of the response. */
  readonly answer: (info: GraphQLResolveInfo, context: Types['Context']) => Promise<unknown>;
};

export type TableName<Types extends SchemaTypes> = keyof Types['Catalog']['tables'] & string;

/** The names of a table's columns. */
export type ColumnOfTable<
  Types extends SchemaTypes,
  Name extends TableName<Types>,
> = keyof Types['Catalog']['tables'][Name]['columns'] & string;

/** The names of a table's figures. */
export type FigureOfTable<
  Types extends SchemaTypes,
  Name extends TableName<Types>,
> = keyof Types['Catalog']['tables'][Name]['figures'] & string;

/** The names of a table's relations that lead to one row, or to many. */
export type RelationOfTable<Types extends SchemaTypes, Name extends TableName<Types>, Cardinality> = {
  [Relation in keyof Types['Catalog']['tables'][Name]['relations'] &
    string]: Types['Catalog']['tables'][Name]['relations'][Relation]['cardinality'] extends Cardinality
    ? Relation
    : never;
}[keyof Types['Catalog']['tables'][Name]['relations'] & string];

/** A column is not null unless said so; its GraphQL type follows from its kind unless given, for instance an enum. */
export type ColumnOptions<Types extends SchemaTypes> = Described & {
  readonly type?: TypeParam<Types>;
  readonly nullable?: boolean;
};

/** A relation that needs another cluster is nullable, so that a cluster that is down costs only its own fields. */
export type RelationOptions = Described & { readonly nullable?: boolean };

/** A connection takes `where` and `orderBy` unless `plain`. */
export type ConnectionOptions = RelationOptions & { readonly plain?: boolean };

export type RootConnectionOptions = Described & { readonly nullable: boolean };

/** The names of a breakdown's enums and of its ordering. */
export type BreakdownNames = { readonly dimension: string; readonly measure: string; readonly orderBy: string };

/** The types of a breakdown's arguments. */
export type BreakdownTypes<Types extends SchemaTypes> = {
  readonly dimension: InputType<Types>;
  readonly orderBy: InputType<Types>;
};
