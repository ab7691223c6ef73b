import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { ClientBase } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { checkFile } from './check-file.ts';
import type { CsvColumn, CsvTable } from './csv-tables.ts';
import type { ImportFault } from './import-error.ts';
import type { ImportWatch } from './import-watch.ts';

/** A file whose good rows stand in the temporary table `staged_<table>`, each with its line; the columns are the header's. */
export type StagedTable = { readonly table: CsvTable; readonly columns: readonly CsvColumn[]; readonly rows: number };

/**
 * Streams the good rows of a file into a temporary table of the client's transaction, and pushes what is wrong to `faults`. After
 * a fault the COPY still ends well, so that the transaction goes on and the next file can be looked at.
 */
export async function stageFile(
  client: ClientBase,
  table: CsvTable,
  path: string,
  faults: ImportFault[],
  { onProgress, signal }: ImportWatch,
): Promise<StagedTable> {
  const staging = `staged_${table.name}`;
  await client.query(
    `create temporary table ${staging} on commit drop as select 0::bigint as line, * from public.${table.name} with no data`,
  );
  const totalBytes = await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
  let columns: readonly CsvColumn[] = [];
  let staged = 0;
  const copyLines = async function* () {
    for await (const { copyLines, rows, bytes, header } of checkFile(path, table, faults)) {
      signal?.throwIfAborted();
      columns = header;
      staged = rows;
      if (copyLines !== '') yield copyLines;
      onProgress?.({ step: 'read', file: table.file, rows, bytes, totalBytes });
    }
  };
  const names = table.columns.map(({ name }) => name).join(', ');
  await pipeline(copyLines, client.query(copyFrom(`copy ${staging} (line, ${names}) from stdin`)));
  await client.query(`analyze ${staging}`);
  return { table, columns, rows: staged };
}
