import { type Kysely, sql } from 'kysely';

/** One process at a time changes the hub's foreign servers and mappings, until its transaction ends. */
export async function lockForeignServers(transaction: Kysely<unknown>): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('causeway foreign servers', 0))`.execute(transaction);
}
