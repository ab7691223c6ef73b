import type { FieldMap, InputFieldMap, SchemaTypes } from '@pothos/core';
import type { Catalog } from '../../catalog/catalog.ts';
import type { Row } from '../../resolve/read-value.ts';
import type { FilterFieldBuilder } from './filter-field-builder.ts';
import type { TablesPlugin } from './index.ts';
import type { Refs } from './refs.ts';
import type { TableFieldBuilder } from './table-field-builder.ts';
import type {
  BreakdownNames,
  BreakdownTypes,
  ColumnOfTable,
  Described,
  RootConnectionOptions,
  TableName,
  TablesOptions,
} from './types.ts';

declare global {
  export namespace PothosSchemaTypes {
    interface UserSchemaTypes {
      /** The catalog whose tables, columns and relations may be named. */
      Catalog: Catalog;
    }

    interface ExtendDefaultTypes<PartialTypes extends Partial<UserSchemaTypes>> {
      Catalog: PartialTypes['Catalog'] extends Catalog ? PartialTypes['Catalog'] : Catalog;
    }

    interface Plugins<Types extends SchemaTypes> {
      tables: TablesPlugin<Types>;
    }

    interface SchemaBuilderOptions<Types extends SchemaTypes> {
      tables: TablesOptions<Types>;
    }

    interface SchemaBuilder<Types extends SchemaTypes> {
      /** The types of tables by reference, whether declared yet or not. */
      readonly tableRefs: Refs<Types>;

      /** Declares the GraphQL type of a table's rows, and its connection and edge types. */
      tableObject: <Name extends TableName<Types>>(
        table: Name,
        options: Described & { readonly fields: (t: TableFieldBuilder<Types, Name>) => FieldMap },
      ) => ObjectRef<Types, Row>;

      /** Declares the GraphQL type of groups, which are no nodes and stand in no connection. */
      groupObject: <Name extends TableName<Types>>(
        table: Name,
        options: Described & { readonly fields: (t: TableFieldBuilder<Types, Name>) => FieldMap },
      ) => ObjectRef<Types, Row>;

      /** Declares the GraphQL type of figures over a table's rows. */
      statsObject: <Name extends TableName<Types>>(
        table: Name,
        options: Described & { readonly fields: (t: TableFieldBuilder<Types, Name>) => FieldMap },
      ) => ObjectRef<Types, Row>;

      /** Declares the filter of a table's rows. */
      tableFilter: <Name extends TableName<Types>>(
        table: Name,
        options: Described & { readonly fields: (f: FilterFieldBuilder<Types, Name>) => InputFieldMap },
      ) => void;

      /** Declares the filter of a list of a table's rows. */
      listFilter: (table: TableName<Types>) => void;

      /** Declares the filter of figures over a table's rows. */
      statsFilter: <Name extends TableName<Types>>(
        table: Name,
        options: { readonly fields: (f: FilterFieldBuilder<Types, Name>) => InputFieldMap },
      ) => void;

      /** Declares the operators on values of an enum. */
      enumFilter: (type: EnumRef<Types, unknown>) => InputObjectRef<Types, object>;

      /** Declares by what a table's rows may be ordered: what the catalog says. */
      tableOrdering: (table: TableName<Types>) => void;

      /** Declares by what groups may be made and ordered: what the catalog says. */
      breakdownTypes: (table: TableName<Types>, names: BreakdownNames) => BreakdownTypes<Types>;

      /** Declares the operators on columns of all kinds. */
      operatorTypes: () => void;

      /** Declares what all tables share: the interface of everything that has a global id, and PageInfo. */
      sharedTypes: () => void;
    }

    interface QueryFieldBuilder<Types extends SchemaTypes, ParentShape> {
      /** One row by its global id. */
      recordById: (table: TableName<Types>, options?: Described) => FieldRef<Types, unknown>;

      /** One row by a unique column, whose value is the argument `argument`. */
      recordByColumn: <Name extends TableName<Types>>(
        table: Name,
        column: ColumnOfTable<Types, Name>,
        options: Described & { readonly argument: string },
      ) => FieldRef<Types, unknown>;

      /** All rows of a table, in pages. */
      tableConnection: (table: TableName<Types>, options: RootConnectionOptions) => FieldRef<Types, unknown>;

      /** Figures over the rows of a table. */
      tableStats: (table: TableName<Types>, options?: Described) => FieldRef<Types, unknown>;

      /** Groups of rows, of the types that breakdownTypes gave. */
      breakdown: (
        table: TableName<Types>,
        types: BreakdownTypes<Types>,
        options?: Described,
      ) => FieldRef<Types, unknown>;

      /** One row of any table by its global id. */
      node: (options?: Described) => FieldRef<Types, unknown>;

      /** Rows of any tables by their global ids, in the order of the ids. */
      nodes: (options?: Described) => FieldRef<Types, unknown>;
    }
  }
}
