/** How a column's values are read, compared and written as JSON. */
export type ColumnKind = 'bigint' | 'integer' | 'text' | 'decimal' | 'instant';

export type Direction = 'asc' | 'desc';

/** One column of an ordering. */
export type OrderTerm = { readonly column: string; readonly direction: Direction };

/** A relation of one table to another: rows of `to` whose `key` equals the own `from`. */
export type Relation = {
  readonly to: string;
  readonly from: string;
  readonly key: string;
  /** `one`: at most one row; `many`: a connection. */
  readonly cardinality: 'one' | 'many';
};

/**
 * A ranked view: the table's rows with a rank by `order` within each value of `by`. Its owner computes the rank, since window
 * functions are not shipped; `rank <= n` is, so that the first rows of many parents travel and no others.
 */
export type RankedView = {
  readonly relation: string;
  readonly by: string;
  readonly order: readonly OrderTerm[];
  readonly rank: string;
};

/** A table as the planner knows it. */
export type Table = {
  /** The cluster that owns the rows. */
  readonly cluster: string;
  /** Where the hub reads them: a table of its own, or `<cluster>.<view>` over a foreign table. */
  readonly relation: string;
  /** The GraphQL type of a row; also the first part of its global ids. */
  readonly type: string;
  /** The primary key, a bigint. */
  readonly key: string;
  readonly columns: Readonly<Record<string, ColumnKind>>;
  /** The order of a connection that asks for none; total, because it ends with the primary key. */
  readonly order: readonly OrderTerm[];
  readonly relations: Readonly<Record<string, Relation>>;
  readonly rankedViews: readonly RankedView[];
};

/** What exists: the hub, and the tables by name. */
export type Catalog<Tables extends Readonly<Record<string, Table>> = Readonly<Record<string, Table>>> = {
  readonly hub: string;
  readonly tables: Tables;
};

/** The kinds that a column of a generated type may have. */
type KindOf<Selected> = [Selected] extends [number]
  ? 'integer'
  : [Selected] extends [Date]
    ? 'instant'
    : 'bigint' | 'decimal' | 'text';

/** The type that a select of a generated column gives (Kysely's ColumnType carries it as `__select__`). */
type Selected<Column> = Column extends { readonly __select__: infer Value } ? NonNullable<Value> : NonNullable<Column>;

type CheckedOrder<Column> = readonly { readonly column: Column; readonly direction: Direction }[];

/** `T` where all its names exist in the generated types and in the other tables; an error at the wrong name where one does not. */
type CheckedTable<
  Database,
  Tables extends Readonly<Record<string, Table>>,
  T extends Table,
> = T['relation'] extends keyof Database
  ? {
      readonly relation: T['relation'];
      readonly key: keyof T['columns'];
      readonly columns: {
        readonly [Column in keyof T['columns']]: Column extends keyof Database[T['relation']]
          ? KindOf<Selected<Database[T['relation']][Column]>>
          : never;
      };
      readonly order: CheckedOrder<keyof T['columns']>;
      readonly relations: {
        readonly [Name in keyof T['relations']]: {
          readonly to: keyof Tables;
          readonly from: keyof T['columns'];
          readonly key: T['relations'][Name]['to'] extends keyof Tables
            ? keyof Tables[T['relations'][Name]['to']]['columns']
            : never;
        };
      };
      readonly rankedViews: readonly {
        readonly relation: keyof Database;
        readonly by: keyof T['columns'];
        readonly order: CheckedOrder<keyof T['columns']>;
        readonly rank: string;
      }[];
    }
  : { readonly relation: keyof Database };

/**
 * Declares a catalog whose every name the compiler checks against the generated types of the hub.
 *
 * @example defineCatalog<DB>()({ hub: 'users', tables: { users: { relation: 'users', key: 'id', … } } })
 */
export function defineCatalog<Database>() {
  return <const Tables extends Readonly<Record<string, Table>>>(catalog: {
    readonly hub: string;
    readonly tables: Tables & { readonly [Name in keyof Tables]: CheckedTable<Database, Tables, Tables[Name]> };
  }): Catalog<Tables> => catalog;
}

/** The table of that name; a name that is not in the catalog is a fault of the program. */
export function tableOf(catalog: Catalog, name: string): Table {
  const table = catalog.tables[name];
  if (table === undefined) throw new Error(`The catalog has no table "${name}"`);
  return table;
}

/** The relation of that name; a name that the table does not have is a fault of the program. */
export function relationOf(table: Table, name: string): Relation {
  const relation = table.relations[name];
  if (relation === undefined) throw new Error(`Table "${table.relation}" has no relation "${name}"`);
  return relation;
}

/** The kind of a column; a name that the table does not have is a fault of the program. */
export function columnKindOf(table: Table, column: string): ColumnKind {
  const kind = table.columns[column];
  if (kind === undefined) throw new Error(`Table "${table.relation}" has no column "${column}"`);
  return kind;
}
