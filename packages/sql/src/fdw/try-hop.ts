import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { actAs } from './act-as.ts';
import type { ForeignTable } from './foreign-table.ts';
import { quoteQualified } from './quote.ts';
import { foreignSchema, ownerRole } from './wanted.ts';

/** A server that takes a connection and says nothing is waited for until the statement ends; a check has to come back. */
const patienceMs = 20_000;

/**
 * Reads a row of a foreign table as the queries do, over the hop with its own login, and returns why that fails: the login was
 * closed, its password changed, the network between the clusters cut. Undefined where it works. `hub` is the admin's connection.
 */
export async function tryHop(hub: Kysely<unknown>, { cluster, name }: ForeignTable): Promise<string | undefined> {
  try {
    await hub.transaction().execute(async (transaction) => {
      await actAs(transaction, ownerRole);
      await sql`select set_config('statement_timeout', ${String(patienceMs)}, true)`.execute(transaction);
      await sql.raw(`select from ${quoteQualified(foreignSchema(cluster), name)} limit 1`).execute(transaction);
    });
    return undefined;
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    const parts = [error.message, error.detail].filter((part) => part !== undefined);
    return parts.join(': ').replaceAll(/\s+/g, ' ').trim();
  }
}
