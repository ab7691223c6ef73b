import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import type { Cluster } from '../topology/topology.ts';
import { onServer } from './templates.ts';

/** A statement as the other cluster's log holds it. */
export type RemoteStatement = {
  readonly text: string;
  /** The log's detail of bound values, as `Parameters: $1 = '{1,2}'`; absent where none were bound. */
  readonly parameters?: string;
};

/** What the hop sent to one database since the recording began, in the order of its arrival. */
export type RemoteRecording = {
  /** Every statement with its bound values: settings, transactions, cursors. */
  entries(): Promise<readonly RemoteStatement[]>;
  /** The text of every statement. */
  statements(): Promise<readonly string[]>;
  /** The remote queries alone, without `DECLARE … CURSOR FOR`: one for each scan of a foreign table. */
  queries(): Promise<readonly string[]>;
};

/**
 * Begins to record what postgres_fdw sends to this database, of any hub session. Reading the record may be repeated.
 * The server's own log is the witness. A marker statement is sent to it and waited for at both ends: the log collector
 * writes in the order of arrival, so that all before the marker is written when the marker is.
 */
export async function recordRemote(cluster: Cluster): Promise<RemoteRecording> {
  const start = await onServer(cluster, async (server) => {
    const size = await logSize(server);
    return (await readToMarker(server, size)).end;
  });
  const entries = async () => {
    const { lines } = await onServer(cluster, (server) => readToMarker(server, start));
    return lines.flatMap((line) => toStatement(line, cluster.database));
  };
  const statements = async () => (await entries()).map(({ text }) => text);
  const queries = async () => (await statements()).flatMap(toQuery);
  return { entries, statements, queries };
}

type LogPart = { readonly lines: readonly string[]; readonly end: number };

/** The log's complete lines from an offset up to a marker that is sent now; `end` is the offset after the marker. */
async function readToMarker(server: Kysely<unknown>, from: number): Promise<LogPart> {
  const marker = `marker ${randomUUID()}`;
  await sql`select ${sql.lit(marker)}`.execute(server);
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    const bytes = await readLog(server, from);
    const found = bytes.indexOf(marker);
    const end = found === -1 ? -1 : bytes.indexOf('\n', found);
    if (end !== -1) return { lines: bytes.subarray(0, end).toString().split('\n'), end: from + end + 1 };
    await sleep(10);
  }
  throw new Error('The log of the cluster does not show a statement that was sent to it: is log_statement = all set?');
}

async function logSize(server: Kysely<unknown>): Promise<number> {
  const result = await sql<{ size: string }>`
    select size from pg_stat_file(pg_current_logfile('jsonlog'))`.execute(server);
  return Number(result.rows[0]?.size);
}

/** Reading the log may not grow it: the reader's own statements would be in it, each repeating this one's text. */
async function readLog(server: Kysely<unknown>, from: number): Promise<Buffer> {
  const result = await server.transaction().execute(async (transaction) => {
    await sql`set local log_statement = 'none'`.execute(transaction);
    return await sql<{ bytes: Buffer }>`
      select pg_read_binary_file(pg_current_logfile('jsonlog'), ${from}, 1000000000) as bytes`.execute(transaction);
  });
  return result.rows[0]?.bytes ?? Buffer.alloc(0);
}

const entryShape = z.object({
  application_name: z.literal('postgres_fdw'),
  dbname: z.string(),
  message: z.string(),
  detail: z.string().optional(),
});

/** `statement: …` is the simple protocol's, `execute <name>: …` the extended one's. */
const logged = /^(?:statement|execute [^:]*): (.*)$/s;

function toStatement(line: string, database: string): readonly RemoteStatement[] {
  const entry = entryShape.safeParse(JSON.parse(line));
  const text = entry.success && entry.data.dbname === database ? logged.exec(entry.data.message)?.[1] : undefined;
  if (text === undefined) return [];
  return [entry.data?.detail === undefined ? { text } : { text, parameters: entry.data.detail }];
}

function toQuery(statement: string): readonly string[] {
  const query = /^DECLARE \S+ CURSOR FOR\s+(.*)$/s.exec(statement)?.[1];
  return query === undefined ? [] : [query];
}
