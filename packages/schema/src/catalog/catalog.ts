/** How a column's values are read, compared and written as JSON. */
export type ColumnKind = 'bigint' | 'integer' | 'text' | 'decimal' | 'instant';

export type Direction = 'asc' | 'desc';

/** One column of an ordering. `nulls` says where rows without a value stand; it is not there where all have one. */
export type OrderTerm = {
  readonly column: string;
  readonly direction: Direction;
  readonly nulls?: 'first' | 'last';
};

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

/** A number over many rows, by name, as the statistics of a relation and of breakdowns show it. */
export type Figure = {
  readonly aggregate: 'count' | 'sum' | 'average' | 'min' | 'max' | 'countDistinct';
  /** What is aggregated; `count` counts rows. */
  readonly column?: string;
  readonly columnKind: ColumnKind;
  /** Digits after the point, of a decimal. */
  readonly scale?: number;
  /** The value over no rows; null where there is none. */
  readonly absent: string | null;
};

/** By what a connection may be ordered. */
export type Ordering =
  | { readonly kind: 'column'; readonly column: string }
  /** By a figure over the rows that a relation leads to. */
  | { readonly kind: 'figure'; readonly relation: string; readonly figure: string }
  /** By a column of the one row that a relation leads to; rows without one come last, whatever the direction. */
  | { readonly kind: 'related'; readonly relation: string; readonly column: string };

/** By what a breakdown may group. `column` names it in the table of the groups. */
export type Dimension =
  /** A column of the facts. */
  | { readonly kind: 'column'; readonly column: string; readonly fact: string }
  /** A time bucket, a column of the facts; a breakdown has at most one. */
  | { readonly kind: 'period'; readonly column: string; readonly fact: string }
  /** A column of the one row that the facts' relation leads to; the primary key stands for the row itself. */
  | { readonly kind: 'related'; readonly column: string; readonly relation: string; readonly relatedColumn: string };

/** How rows of a table, or of what hangs on it, are grouped. */
export type Breakdown = {
  /** The table that a condition speaks of. */
  readonly of: string;
  /** What is aggregated: a relation with the columns of `of` under their own names, and with more. */
  readonly facts: string;
  /** The other tables whose rows are part of a fact, each with the facts' column of its key; null where they have none. */
  readonly holds: Readonly<Record<string, string | null>>;
  readonly dimensions: Readonly<Record<string, Dimension>>;
  readonly figures: Readonly<Record<string, Figure>>;
  /** What groups may be ordered by: a figure's name, or `period`. The first is the default, descending. */
  readonly orderings: Readonly<Record<string, string>>;
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
  /** What the GraphQL enum of orderings names, by the enum's value. */
  readonly orderings: Readonly<Record<string, Ordering>>;
  /** The figures that are shown over rows of this table. */
  readonly figures: Readonly<Record<string, Figure>>;
  /** Only where the rows are groups: how they come about. */
  readonly breakdown?: Breakdown;
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
      readonly orderings: {
        readonly [Name in keyof T['orderings']]:
          | { readonly kind: 'column'; readonly column: keyof T['columns'] }
          | { readonly kind: 'figure'; readonly relation: keyof T['relations']; readonly figure: string }
          | { readonly kind: 'related'; readonly relation: keyof T['relations']; readonly column: string };
      };
      readonly figures: {
        readonly [Name in keyof T['figures']]: Omit<Figure, 'column'> & { readonly column?: keyof T['columns'] };
      };
      readonly breakdown?: Breakdown;
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

/** The figure of that name; a name that the table does not have is a fault of the program. */
export function figureOf(table: Table, name: string): Figure {
  const figure = table.figures[name] ?? table.breakdown?.figures[name];
  if (figure === undefined) throw new Error(`Table "${table.relation}" has no figure "${name}"`);
  return figure;
}
