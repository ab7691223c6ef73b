import { join } from 'node:path';
import { type DataPools, type LoadClients, loadTogether } from '../load-transaction.ts';
import { requireEmpty } from '../require-empty.ts';
import { runTogether } from '../run-together.ts';
import { vacuumTables } from '../vacuum-tables.ts';
import { type CsvTableName, csvTables } from './csv-tables.ts';
import { findRowFaults } from './find-row-faults.ts';
import { ImportError, type ImportFault, maxFaults } from './import-error.ts';
import type { ImportWatch } from './import-watch.ts';
import { insertStaged } from './insert-staged.ts';
import { type StagedTable, stageFile } from './stage-file.ts';

export type ImportOptions = ImportWatch & {
  /** The folder of users.csv, products.csv, orders.csv and order_items.csv. */
  readonly dir: string;
};

/**
 * Imports the four files into both clusters' empty tables, and returns the rows of each. A row keeps its id, and the next one
 * inserted gets the highest id plus one. The header names the columns in any order; columns with a default may be left out.
 *
 * Each file is streamed by COPY into a temporary table beside its line numbers, in constant memory; everything is checked there,
 * and only then inserted, in one transaction a cluster; the tables are vacuumed and analyzed afterwards. Throws {@link ImportError}
 * with each fault's file, line and column, {@link TablesNotEmptyError}, what {@link loadTogether} throws, which says what happens
 * when the second commit fails, and what {@link vacuumTables} throws.
 */
export async function importCsv(
  pools: DataPools,
  { dir, ...watch }: ImportOptions,
): Promise<Readonly<Record<CsvTableName, number>>> {
  const loaded = await loadTogether(pools, async (clients) => {
    await requireEmpty(clients.users, 'users');
    await requireEmpty(clients.orders, 'orders');
    const staged = await stageAll(clients, dir, watch);
    watch.onProgress?.({ step: 'check' });
    const faults = await findRowFaults(clients);
    if (faults.length > 0) throw new ImportError(faults);
    await runTogether(watch.signal, [
      (signal) => insertStaged(clients.users, 'users', staged, { ...watch, signal }),
      (signal) => insertStaged(clients.orders, 'orders', staged, { ...watch, signal }),
    ]);
    const rows = { users: 0, products: 0, orders: 0, order_items: 0 };
    for (const { table, rows: count } of staged) rows[table.name] = count;
    return rows;
  });
  watch.onProgress?.({ step: 'vacuum' });
  await vacuumTables(pools);
  return loaded;
}

async function stageAll(clients: LoadClients, dir: string, watch: ImportWatch): Promise<readonly StagedTable[]> {
  const faults: ImportFault[] = [];
  const staged: StagedTable[] = [];
  for (const table of csvTables) {
    if (faults.length >= maxFaults) break;
    staged.push(await stageFile(clients[table.cluster], table, join(dir, table.file), faults, watch));
  }
  if (faults.length > 0) throw new ImportError(faults);
  return staged;
}
