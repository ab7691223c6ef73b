import type { SchemaTypes, TypeParam } from '@pothos/core';
import type { GraphQLResolveInfo } from 'graphql';
import type { ColumnKind } from '../../catalog/catalog.ts';

export type Described = { readonly description?: string };

/** What the plugin is told with the builder. */
export type TablesOptions<Types extends SchemaTypes> = {
  readonly catalog: Types['Catalog'];
  /** The GraphQL type of each kind of column. */
  readonly columnTypes: Readonly<Record<ColumnKind, TypeParam<Types>>>;
  /** Answers a field of Query: JSON in the shape of the response. */
  readonly answer: (info: GraphQLResolveInfo, context: Types['Context']) => Promise<unknown>;
};

export type TableName<Types extends SchemaTypes> = keyof Types['Catalog']['tables'] & string;

/** The names of a table's columns. */
export type ColumnOfTable<
  Types extends SchemaTypes,
  Name extends TableName<Types>,
> = keyof Types['Catalog']['tables'][Name]['columns'] & string;

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

export type RootConnectionOptions = Described & { readonly nullable: boolean };
