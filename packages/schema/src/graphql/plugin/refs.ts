import type { ImplementableInterfaceRef, ImplementableObjectRef, InputObjectRef, SchemaTypes } from '@pothos/core';
import { type ColumnKind, tableOf } from '../../catalog/catalog.ts';
import type { Row } from '../../resolve/read-value.ts';

/** The GraphQL types that belong to a table, known by reference before they are declared: types may refer in circles. */
export type TableRefs<Types extends SchemaTypes> = {
  readonly object: ImplementableObjectRef<Types, Row>;
  readonly connection: ImplementableObjectRef<Types, Row>;
  readonly edge: ImplementableObjectRef<Types, Row>;
  /** Figures over rows of the table. */
  readonly stats: ImplementableObjectRef<Types, Row>;
  readonly filter: InputObjectRef<Types, object>;
  /** Conditions on a list of rows of the table. */
  readonly listFilter: InputObjectRef<Types, object>;
  /** Conditions on figures over rows of the table. */
  readonly statsFilter: InputObjectRef<Types, object>;
  readonly orderBy: InputObjectRef<Types, object>;
};

/** The operators on a column, by its kind. */
export type OperatorRefs<Types extends SchemaTypes> = Readonly<
  Record<ColumnKind | 'id', InputObjectRef<Types, object>>
>;

/** The references of one builder. */
export class Refs<Types extends SchemaTypes> {
  readonly #builder: PothosSchemaTypes.SchemaBuilder<Types>;
  readonly #tables = new Map<string, TableRefs<Types>>();
  readonly node: ImplementableInterfaceRef<Types, Row>;
  readonly pageInfo: ImplementableObjectRef<Types, Row>;
  readonly operators: OperatorRefs<Types>;

  constructor(builder: PothosSchemaTypes.SchemaBuilder<Types>) {
    this.#builder = builder;
    this.node = builder.interfaceRef<Row>('Node');
    this.pageInfo = builder.objectRef<Row>('PageInfo');
    const text = builder.inputRef<object>('StringFilter');
    const id = builder.inputRef<object>('IDFilter');
    this.operators = {
      id,
      bigint: id,
      text,
      integer: builder.inputRef<object>('IntFilter'),
      decimal: builder.inputRef<object>('DecimalFilter'),
      instant: builder.inputRef<object>('DateTimeFilter'),
    };
  }

  /** The types of a table's rows, pages, edges, filters and orderings. */
  table(name: string): TableRefs<Types> {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const { type } = tableOf(this.#builder.options.tables.catalog, name);
    const object = (typeName: string): ImplementableObjectRef<Types, Row> => this.#builder.objectRef<Row>(typeName);
    const input = (typeName: string): InputObjectRef<Types, object> => this.#builder.inputRef<object>(typeName);
    const refs: TableRefs<Types> = {
      object: object(type),
      connection: object(`${type}Connection`),
      edge: object(`${type}Edge`),
      stats: object(`${type}Stats`),
      filter: input(`${type}Filter`),
      listFilter: input(`${type}ListFilter`),
      statsFilter: input(`${type}StatsFilter`),
      orderBy: input(`${type}OrderBy`),
    };
    this.#tables.set(name, refs);
    return refs;
  }
}
