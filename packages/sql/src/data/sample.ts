import type { ClientBase } from 'pg';
import { type DataCluster, type DataPools, loadTogether } from './load-transaction.ts';
import { dataTables, requireEmpty } from './require-empty.ts';
import { runTogether } from './run-together.ts';
import { generateItems, generateOrders, generateProducts, generateUsers } from './sample-rows.ts';
import { suspendIndexes } from './suspend-indexes.ts';
import { vacuumTables } from './vacuum-tables.ts';

/** How many users and orders; there are 1,000 products, and two items an order. */
export type SampleSizes = { readonly users: number; readonly orders: number };

/**
 * How far one cluster's load is. `rows`: `done` of `total` rows of table `name` are in; `indexes`: `done` of `total` indexes and
 * constraints are rebuilt, and `name` is next.
 */
export type SampleProgress = {
  readonly cluster: DataCluster;
  readonly step: 'rows' | 'indexes';
  readonly name: string;
  readonly done: number;
  readonly total: number;
};

export type SampleOptions = {
  readonly sizes: SampleSizes;
  readonly onProgress?: (progress: SampleProgress) => void;
  /** Aborting it ends the load after the batch that runs; nothing stays. */
  readonly signal?: AbortSignal;
};

/** Rows a statement: often enough for a progress display, and seldom enough to cost nothing. */
const batchRows = 10_000;

const products = 1000;

/**
 * Fills both clusters' empty tables with the deterministic sample: the same rows and ids for the same sizes, skewed as real
 * shops are (user 1 owns 1% of all orders, the first 1% of users 20% of them). Both clusters load at the same time, each in one
 * transaction, so that an interrupted load leaves nothing; the tables are vacuumed and analyzed afterwards.
 *
 * Throws RangeError for sizes that make no sense, {@link TablesNotEmptyError} where a table holds rows, and what
 * {@link loadTogether} and {@link vacuumTables} throw.
 */
export async function loadSample(pools: DataPools, options: SampleOptions): Promise<void> {
  const { users, orders } = options.sizes;
  for (const [what, size] of Object.entries({ users, orders })) {
    if (!Number.isSafeInteger(size) || size < 1) {
      throw new RangeError(`The sample's number of ${what} must be a whole number from 1, got ${size}.`);
    }
  }
  await loadTogether(pools, async (clients) => {
    await runTogether(options.signal, [
      (signal) =>
        fill(clients.users, 'users', { ...options, signal }, async (insert) => {
          await insert('users', users, generateUsers, []);
        }),
      (signal) =>
        fill(clients.orders, 'orders', { ...options, signal }, async (insert) => {
          await insert('products', products, generateProducts, []);
          await insert('orders', orders, generateOrders, [users]);
          await insert('order_items', 2 * orders, generateItems, [orders]);
        }),
    ]);
  });
  await vacuumTables(pools);
}

type Insert = (table: string, total: number, statement: string, sizes: readonly number[]) => Promise<void>;

async function fill(
  client: ClientBase,
  cluster: DataCluster,
  { onProgress, signal }: SampleOptions,
  insertAll: (insert: Insert) => Promise<void>,
): Promise<void> {
  const tables = dataTables[cluster].map((table) => `public.${table}`);
  await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
  await requireEmpty(client, cluster);
  // An earlier load that was rolled back has moved the identities on all the same.
  for (const table of tables) await client.query(`alter table ${table} alter column id restart`);
  const rebuild = await suspendIndexes(client, tables);
  await insertAll(async (table, total, statement, sizes) => {
    for (let done = 0; done < total; ) {
      signal?.throwIfAborted();
      const upTo = Math.min(done + batchRows, total);
      await client.query(statement, [done + 1, upTo, ...sizes]);
      done = upTo;
      onProgress?.({ cluster, step: 'rows', name: table, done, total });
    }
  });
  await rebuild((progress) => {
    signal?.throwIfAborted();
    onProgress?.({ cluster, step: 'indexes', ...progress });
  });
}
