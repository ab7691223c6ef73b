import { type FieldRef, ObjectFieldBuilder, type SchemaTypes } from '@pothos/core';
import { columnKindOf, figureOf, relationOf, tableOf } from '../../catalog/catalog.ts';
import { type Row, readRowOrNull, readValue } from '../../resolve/read-value.ts';
import { meaningExtensions } from '../../selection/field-meaning.ts';
import { connectionArguments, pageArguments } from './page-arguments.ts';
import type {
  ColumnOfTable,
  ColumnOptions,
  ConnectionOptions,
  Described,
  FigureOfTable,
  RelationOfTable,
  RelationOptions,
  TableName,
} from './types.ts';

/** Declares the fields of a table's type. Names that the catalog does not have do not compile. */
export class TableFieldBuilder<Types extends SchemaTypes, Name extends TableName<Types>> extends ObjectFieldBuilder<
  Types,
  Row
> {
  readonly #table: Name;

  constructor(builder: PothosSchemaTypes.SchemaBuilder<Types>, table: Name) {
    super(builder);
    this.#table = table;
  }

  /** The row's global id: its type, a colon, its primary key. */
  globalId(options: Described = {}): FieldRef<Types, unknown, 'Object'> {
    return this.createField({
      ...options,
      type: 'ID',
      nullable: false,
      extensions: meaningExtensions({ kind: 'globalId' }),
      resolve: (parent, _args, _context, info) => readValue(parent, info),
    });
  }

  column(column: ColumnOfTable<Types, Name>, options: ColumnOptions<Types> = {}): FieldRef<Types, unknown, 'Object'> {
    const { catalog, columnTypes, requireColumn } = this.builder.options.tables;
    const table = this.#table;
    const {
      type = columnTypes[columnKindOf(tableOf(catalog, this.#table), column)],
      nullable = false,
      ...rest
    } = options;
    return this.createField({
      ...rest,
      type,
      nullable,
      extensions: meaningExtensions({ kind: 'column', column }),
      resolve: (parent, _args, context, info) => {
        requireColumn(table, column, context, info);
        return readValue(parent, info);
      },
    });
  }

  /** The one row that a relation leads to. */
  record(
    relation: RelationOfTable<Types, Name, 'one'>,
    { nullable = false, ...options }: RelationOptions = {},
  ): FieldRef<Types, unknown, 'Object'> {
    return this.createField({
      ...options,
      type: this.builder.tableRefs.table(this.#target(relation)).object,
      nullable,
      extensions: meaningExtensions({ kind: 'record', relation }),
      resolve: (parent, _args, _context, info) => readRowOrNull(parent, info),
    });
  }

  /** The rows that a relation leads to, in pages of each row's own. */
  connection(
    relation: RelationOfTable<Types, Name, 'many'>,
    { nullable = false, plain = false, ...options }: ConnectionOptions = {},
  ): FieldRef<Types, unknown, 'Object'> {
    const target = this.#target(relation);
    return this.createField({
      ...options,
      type: this.builder.tableRefs.table(target).connection,
      nullable,
      args: plain ? pageArguments(this.arg) : connectionArguments(this.builder, target, this.arg),
      extensions: meaningExtensions({ kind: 'connection', relation }),
      resolve: (parent, _args, _context, info) => readRowOrNull(parent, info),
    });
  }

  /** Figures over the rows that a relation leads to. */
  stats(
    relation: RelationOfTable<Types, Name, 'many'>,
    { nullable = false, ...options }: RelationOptions = {},
  ): FieldRef<Types, unknown, 'Object'> {
    const { stats, filter } = this.builder.tableRefs.table(this.#target(relation));
    return this.createField({
      ...options,
      type: stats,
      nullable,
      args: { where: this.arg({ type: filter }) },
      extensions: meaningExtensions({ kind: 'figures', relation }),
      resolve: (parent, _args, _context, info) => readRowOrNull(parent, info),
    });
  }

  /** In the type of figures: one of them. */
  figure(figure: FigureOfTable<Types, Name>, options: Described = {}): FieldRef<Types, unknown, 'Object'> {
    const { catalog, columnTypes } = this.builder.options.tables;
    const { columnKind, absent } = figureOf(tableOf(catalog, this.#table), figure);
    return this.createField({
      ...options,
      type: columnTypes[columnKind],
      nullable: absent === null,
      extensions: meaningExtensions({ kind: 'figure', figure }),
      resolve: (parent, _args, _context, info) => readValue(parent, info),
    });
  }

  #target(relation: string): string {
    return relationOf(tableOf(this.builder.options.tables.catalog, this.#table), relation).to;
  }
}
