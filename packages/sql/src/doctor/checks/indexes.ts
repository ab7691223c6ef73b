import { type Kysely, sql } from 'kysely';
import { quoteName, quoteQualified } from '../../fdw/quote.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { look, Skipped } from '../trouble.ts';
import { type IndexColumn, type PresentIndex, serves, type WantedIndex } from '../wanted-index.ts';

/** Below so many rows a table is read whole in a few milliseconds. */
const smallRows = 10_000;

/** Whether each relation and each default ordering has its index, in the cluster that owns the table. */
export const indexesCheck: Check = {
  name: 'indexes',
  title: 'Indexes',
  async run(examination) {
    const looks = examination.clusters.map(async (cluster) => {
      const wanted = examination.indexes.filter((index) => index.cluster === cluster.name);
      const read = Promise.all(
        [...new Set(wanted.map(({ table }) => table))].map((table) => readTable(examination, cluster.name, table)),
      );
      read.catch(() => {});
      return await Promise.all(
        wanted.map((index) => {
          const subject = `${index.cluster}.${index.table}`;
          return look(subject, async () =>
            judge(
              subject,
              index,
              (await read).find(({ name }) => name === index.table),
            ),
          );
        }),
      );
    });
    return (await Promise.all(looks)).flat(2);
  },
};

type Table = {
  readonly schema: string;
  readonly name: string;
  /** As the last ANALYZE saw them; -1 where there was none, and something to see. */
  readonly rows: number;
  readonly indexes: readonly PresentIndex[];
};

function judge(subject: string, index: WantedIndex, table: Table | undefined): Finding {
  if (table === undefined) throw new Skipped('there is no such table');
  const columns = index.columns.map(describeColumn).join(', ');
  if (table.indexes.some((present) => serves(index, present))) return ok(subject, `(${columns}) for ${index.purpose}`);
  const rows = table.rows < 0 ? 'an unknown number of rows' : `${table.rows} rows`;
  const text = `no index on (${columns}), which ${index.purpose} need: a table of ${rows} is read whole`;
  const quoted = index.columns
    .map((column) => describeColumn({ ...column, column: quoteName(column.column) }))
    .join(', ');
  const advice = `At ${index.cluster}: create index concurrently on ${quoteQualified(table.schema, table.name)} (${quoted})`;
  return table.rows >= 0 && table.rows < smallRows ? warning(subject, text, advice) : fault(subject, text, advice);
}

function describeColumn({ column, direction }: IndexColumn): string {
  return direction === 'desc' ? `${column} desc` : column;
}

async function readTable(
  { topology, foreignTables, probes }: Examination,
  cluster: string,
  table: string,
): Promise<Table> {
  const owner = [topology.hub, ...topology.others].find(({ name }) => name === cluster);
  if (owner === undefined) throw new Skipped('the topology has no such cluster');
  const foreign = foreignTables.find((candidate) => candidate.cluster === cluster && candidate.name === table);
  const read = await readIndexes(await probes.catalogs(owner), foreign?.remoteSchema ?? 'public', table);
  if (read === undefined) throw new Skipped(`${table} is no table there`);
  return read;
}

async function readIndexes(database: Kysely<unknown>, schema: string, table: string): Promise<Table | undefined> {
  const { rows } = await sql<Table>`
    select n.nspname as schema, c.relname as name, coalesce((
      select jsonb_agg(jsonb_build_object('columns', (
        select jsonb_agg(jsonb_build_object(
          'column', a.attname, 'direction', case when i.indoption[k.place - 1] & 1 = 1 then 'desc' else 'asc' end
        ) order by k.place)
        from unnest(i.indkey) with ordinality k (attnum, place)
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum and k.attnum > 0
        where k.place <= i.indnkeyatts
      )))
      from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam and m.amname = 'btree'
      where i.indrelid = c.oid and i.indisvalid and i.indpred is null
    ), '[]') as indexes,
    case when c.relkind = 'r' and pg_relation_size(c.oid) = 0 then 0 else c.reltuples::float8 end as rows
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = ${schema} and c.relname = ${table} and c.relkind in ('r', 'p')`.execute(database);
  return rows[0];
}
