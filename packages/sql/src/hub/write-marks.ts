import { type Kysely, sql } from 'kysely';

/**
 * Writes that an answer has to contain: by the cluster that was written to, the transactions that wrote, as `pg_current_xact_id()`
 * names them.
 */
export type WriteMarks = ReadonlyMap<string, readonly bigint[]>;

/** Between the first transaction that a cluster can have and the last that a bigint holds. */
export const smallestMark = 3n;
export const largestMark = 2n ** 63n - 1n;

/**
 * The mark of a write: to be asked within the transaction that writes, and to be given to the client once that is committed.
 *
 * @returns the id of the transaction
 */
export async function writeMark(transaction: Kysely<unknown>): Promise<bigint> {
  const { rows } = await sql<{ mark: string }>`select pg_current_xact_id()::text as mark`.execute(transaction);
  const [row] = rows;
  if (row === undefined) throw new Error('The database gave no transaction id.');
  return BigInt(row.mark);
}
