import pg, { type ClientBase } from 'pg';
import type { DataCluster } from '../load-transaction.ts';
import { requireEmpty } from '../require-empty.ts';
import { suspendIndexes } from '../suspend-indexes.ts';
import { ImportError } from './import-error.ts';
import type { ImportWatch } from './import-watch.ts';
import type { StagedTable } from './stage-file.ts';

/**
 * Fills one cluster's tables from their staged rows, and moves the identities on. The tables are locked
 * from here to the end of the transaction, and looked at again: while the files were read, others could use them.
 */
export async function insertStaged(
  client: ClientBase,
  cluster: DataCluster,
  staged: readonly StagedTable[],
  { onProgress, signal }: ImportWatch,
): Promise<void> {
  const own = staged.filter(({ table }) => table.cluster === cluster);
  const tables = own.map(({ table }) => `public.${table.name}`);
  await client.query(`lock table ${tables.join(', ')} in access exclusive mode`);
  await requireEmpty(client, cluster);
  const rebuild = await suspendIndexes(client, tables);
  for (const { table, columns, rows } of own) {
    signal?.throwIfAborted();
    onProgress?.({ step: 'insert', cluster, table: table.name, rows });
    const names = columns.map(({ name }) => name).join(', ');
    try {
      await client.query(
        `insert into public.${table.name} (${names}) overriding system value select ${names} from staged_${table.name}`,
      );
    } catch (error) {
      // A constraint that somebody added to the table: no rule here knows it, and so neither the line.
      if (!(error instanceof pg.DatabaseError)) throw error;
      const message = [error.message, error.detail].filter((part) => part !== undefined).join(': ');
      throw new ImportError([{ file: table.file, message: `the database refuses a row: ${message}` }], {
        cause: error,
      });
    }
    await client.query(
      `select setval(pg_get_serial_sequence('public.${table.name}', 'id'), max(id)) from public.${table.name}
       having count(*) > 0`,
    );
  }
  await rebuild((progress) => {
    signal?.throwIfAborted();
    onProgress?.({ step: 'indexes', cluster, ...progress });
  });
}
