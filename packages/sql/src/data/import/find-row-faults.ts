import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { LoadClients } from '../load-transaction.ts';
import { type CsvTable, csvTables } from './csv-tables.ts';
import { type ImportFault, maxFaults, showValue } from './import-error.ts';

/**
 * The faults that show only with all rows together: values that must be unique and are not, and references to rows that are in
 * no file. It asks the staged rows, which know their lines, inside the databases, and so takes no memory here.
 *
 * `orders.user_id` is held to users.csv too. No constraint spans clusters, and a user may be gone later; an import brings both,
 * so that an unknown user in it is a mistake.
 */
export async function findRowFaults(clients: LoadClients): Promise<readonly ImportFault[]> {
  const faults: ImportFault[] = [];
  for (const table of csvTables) {
    for (const column of table.unique) faults.push(...(await findRepeated(clients, table, column)));
    for (const { column, to } of table.references) {
      const target = csvTables.find(({ name }) => name === to);
      if (target === undefined) continue;
      const find = target.cluster === table.cluster ? findDangling : findDanglingElsewhere;
      faults.push(...(await find(clients, table, column, target)));
    }
    if (faults.length >= maxFaults) break;
  }
  return faults;
}

type LineOfValue = { readonly line: string; readonly value: string };

async function findRepeated(clients: LoadClients, table: CsvTable, column: string): Promise<readonly ImportFault[]> {
  const { rows } = await clients[table.cluster].query<LineOfValue & { readonly first: string }>(
    `with repeated as (
       select ${column}, min(line) as first from staged_${table.name}
        where ${column} is not null group by ${column} having count(*) > 1
     )
     select line, ${column}::text as value, first
       from staged_${table.name} join repeated using (${column})
      where line > first order by line limit $1`,
    [maxFaults],
  );
  return rows.map(({ line, value, first }) => ({
    file: table.file,
    line: Number(line),
    column,
    message: `${showValue(value)} is on line ${first} already, and may be there only once`,
  }));
}

async function findDangling(
  clients: LoadClients,
  table: CsvTable,
  column: string,
  target: CsvTable,
): Promise<readonly ImportFault[]> {
  const { rows } = await clients[table.cluster].query<LineOfValue>(
    `select line, ${column}::text as value from staged_${table.name} referring
      where not exists (select from staged_${target.name} where id = referring.${column})
      order by line limit $1`,
    [maxFaults],
  );
  return danglingFaults(rows, table, column, target);
}

/** Streams each distinct reference with its first line to the other cluster, which has the rows that are referred to. */
async function findDanglingElsewhere(
  clients: LoadClients,
  table: CsvTable,
  column: string,
  target: CsvTable,
): Promise<readonly ImportFault[]> {
  const there = clients[target.cluster];
  const referring = `referring_${table.name}`;
  await there.query(`create temporary table ${referring} (id bigint, line bigint) on commit drop`);
  await pipeline(
    clients[table.cluster].query(
      copyTo(`copy (select ${column}, min(line) from staged_${table.name} group by ${column}) to stdout`),
    ),
    there.query(copyFrom(`copy ${referring} (id, line) from stdin`)),
  );
  await there.query(`analyze ${referring}`);
  const { rows } = await there.query<LineOfValue>(
    `select line, id::text as value from ${referring}
      where not exists (select from staged_${target.name} where id = ${referring}.id)
      order by line limit $1`,
    [maxFaults],
  );
  return danglingFaults(rows, table, column, target);
}

function danglingFaults(
  rows: readonly LineOfValue[],
  table: CsvTable,
  column: string,
  target: CsvTable,
): readonly ImportFault[] {
  return rows.map(({ line, value }) => ({
    file: table.file,
    line: Number(line),
    column,
    message: `${target.file} has no row with the id ${value}`,
  }));
}
