import type { DataCluster } from '../load-transaction.ts';
import { amount, country, id, instant, oneOf, quantity, text, uniqueText, type ValueRule } from './value-rules.ts';

/** The tables that files are imported into. */
export type CsvTableName = 'users' | 'products' | 'orders' | 'order_items';

/** What a file's column may hold, and whether the header may leave it out. */
export type CsvColumn = {
  readonly name: string;
  readonly rule: ValueRule;
  /** `required`: must be in the header. `default`: may be left out, and then takes the table's default. `nullable`: may be empty too. */
  readonly presence: 'required' | 'default' | 'nullable';
};

/** One file and the table it goes to. Names are fixed words, so that they stand in SQL as they are. */
export type CsvTable = {
  readonly file: `${CsvTableName}.csv`;
  readonly name: CsvTableName;
  readonly cluster: DataCluster;
  readonly columns: readonly CsvColumn[];
  /** Columns without repeated values. */
  readonly unique: readonly string[];
  /** Columns whose value is the id of a row in another file. */
  readonly references: readonly { readonly column: string; readonly to: CsvTableName }[];
};

const required = (name: string, rule: ValueRule): CsvColumn => ({ name, rule, presence: 'required' });
const defaulted = (name: string, rule: ValueRule): CsvColumn => ({ name, rule, presence: 'default' });
const nullable = (name: string, rule: ValueRule): CsvColumn => ({ name, rule, presence: 'nullable' });

/** The files of an import, in the order of reading: every reference leads to an earlier one. */
export const csvTables: readonly CsvTable[] = [
  {
    file: 'users.csv',
    name: 'users',
    cluster: 'users',
    columns: [
      required('id', id),
      required('email', uniqueText),
      required('name', text),
      required('country', country),
      defaulted('tier', oneOf('free', 'pro', 'enterprise')),
      defaulted('created_at', instant),
      defaulted('updated_at', instant),
    ],
    unique: ['id', 'email'],
    references: [],
  },
  {
    file: 'products.csv',
    name: 'products',
    cluster: 'orders',
    columns: [
      required('id', id),
      required('sku', uniqueText),
      required('name', text),
      required('category', text),
      required('price', amount),
    ],
    unique: ['id', 'sku'],
    references: [],
  },
  {
    file: 'orders.csv',
    name: 'orders',
    cluster: 'orders',
    columns: [
      required('id', id),
      required('user_id', id),
      required('status', oneOf('pending', 'paid', 'shipped', 'delivered', 'cancelled')),
      required('total', amount),
      defaulted('created_at', instant),
      defaulted('updated_at', instant),
      nullable('idempotency_key', uniqueText),
    ],
    unique: ['id', 'idempotency_key'],
    references: [{ column: 'user_id', to: 'users' }],
  },
  {
    file: 'order_items.csv',
    name: 'order_items',
    cluster: 'orders',
    columns: [
      required('id', id),
      required('order_id', id),
      required('product_id', id),
      required('quantity', quantity),
      required('unit_price', amount),
    ],
    unique: ['id'],
    references: [
      { column: 'order_id', to: 'orders' },
      { column: 'product_id', to: 'products' },
    ],
  },
];
