import { InputFieldBuilder, type InputFieldRef, type InputType, type SchemaTypes } from '@pothos/core';
import { columnKindOf, relationOf, tableOf } from '../../catalog/catalog.ts';
import { filterExtensions } from '../../selection/filter-meaning.ts';
import type { ColumnOfTable, Described, FigureOfTable, RelationOfTable, TableName } from './types.ts';

/** Declares the fields of a table's filter. Names that the catalog does not have do not compile. */
export class FilterFieldBuilder<Types extends SchemaTypes, Name extends TableName<Types>> extends InputFieldBuilder<
  Types,
  'InputObject'
> {
  readonly #builder: PothosSchemaTypes.SchemaBuilder<Types>;
  readonly #table: Name;

  constructor(builder: PothosSchemaTypes.SchemaBuilder<Types>, table: Name) {
    super(builder, 'InputObject');
    this.#builder = builder;
    this.#table = table;
  }

  /** By the row's global id. */
  globalId(options: Described = {}): InputFieldRef<Types, unknown> {
    const { id } = this.#builder.tableRefs.operators;
    return this.field({ ...options, type: id, extensions: filterExtensions({ kind: 'globalId' }) });
  }

  /** By a column; the operators follow from its kind unless given, for instance those of an enum. */
  column(
    column: ColumnOfTable<Types, Name>,
    { type, ...options }: Described & { readonly type?: InputType<Types> } = {},
  ): InputFieldRef<Types, unknown> {
    const kind = columnKindOf(tableOf(this.#builder.options.tables.catalog, this.#table), column);
    return this.field({
      ...options,
      type: type ?? this.#builder.tableRefs.operators[kind],
      extensions: filterExtensions({ kind: 'column', column }),
    });
  }

  /** By the one row that a relation leads to. */
  related(relation: RelationOfTable<Types, Name, 'one'>, options: Described = {}): InputFieldRef<Types, unknown> {
    const { filter } = this.#builder.tableRefs.table(this.#target(relation));
    return this.field({ ...options, type: filter, extensions: filterExtensions({ kind: 'related', relation }) });
  }

  /** By the rows that a relation leads to. */
  list(relation: RelationOfTable<Types, Name, 'many'>, options: Described = {}): InputFieldRef<Types, unknown> {
    const { listFilter } = this.#builder.tableRefs.table(this.#target(relation));
    return this.field({ ...options, type: listFilter, extensions: filterExtensions({ kind: 'list', relation }) });
  }

  /** By figures over the rows that a relation leads to. */
  stats(relation: RelationOfTable<Types, Name, 'many'>, options: Described = {}): InputFieldRef<Types, unknown> {
    const { statsFilter } = this.#builder.tableRefs.table(this.#target(relation));
    return this.field({ ...options, type: statsFilter, extensions: filterExtensions({ kind: 'stats', relation }) });
  }

  /** In a filter of figures: by one of them. */
  figure(figure: FigureOfTable<Types, Name>, options: Described = {}): InputFieldRef<Types, unknown> {
    const { columnKind } = tableOf(this.#builder.options.tables.catalog, this.#table).figures[figure] ?? {};
    if (columnKind === undefined) throw new Error(`Table "${this.#table}" has no figure "${figure}"`);
    return this.field({
      ...options,
      type: this.#builder.tableRefs.operators[columnKind],
      extensions: filterExtensions({ kind: 'statsFigure', figure }),
    });
  }

  #target(relation: string): string {
    return relationOf(tableOf(this.#builder.options.tables.catalog, this.#table), relation).to;
  }
}
