import type { ImplementableInterfaceRef, ImplementableObjectRef, SchemaTypes } from '@pothos/core';
import { tableOf } from '../../catalog/catalog.ts';
import type { Row } from '../../resolve/read-value.ts';

/** The GraphQL types that belong to a table, known by reference before they are declared: types may refer in circles. */
export type TableRefs<Types extends SchemaTypes> = {
  readonly object: ImplementableObjectRef<Types, Row>;
  readonly connection: ImplementableObjectRef<Types, Row>;
  readonly edge: ImplementableObjectRef<Types, Row>;
};

/** The references of one builder. */
export class Refs<Types extends SchemaTypes> {
  readonly #builder: PothosSchemaTypes.SchemaBuilder<Types>;
  readonly #tables = new Map<string, TableRefs<Types>>();
  readonly node: ImplementableInterfaceRef<Types, Row>;
  readonly pageInfo: ImplementableObjectRef<Types, Row>;

  constructor(builder: PothosSchemaTypes.SchemaBuilder<Types>) {
    this.#builder = builder;
    this.node = builder.interfaceRef<Row>('Node');
    this.pageInfo = builder.objectRef<Row>('PageInfo');
  }

  /** The types of a table's rows, pages and edges. */
  table(name: string): TableRefs<Types> {
    const known = this.#tables.get(name);
    if (known !== undefined) return known;
    const { type } = tableOf(this.#builder.options.tables.catalog, name);
    const refs: TableRefs<Types> = {
      object: this.#builder.objectRef<Row>(type),
      connection: this.#builder.objectRef<Row>(`${type}Connection`),
      edge: this.#builder.objectRef<Row>(`${type}Edge`),
    };
    this.#tables.set(name, refs);
    return refs;
  }
}
