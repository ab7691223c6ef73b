import { type Kysely, type RawBuilder, sql } from 'kysely';

/**
 * Runs a statement, written as within PL/pgSQL, where the login may; without the right to it nothing happens, and the transaction
 * goes on. Whether it had an effect is for the caller to ask.
 */
export async function attempt(transaction: Kysely<unknown>, statement: RawBuilder<unknown>): Promise<void> {
  const body = sql`begin ${statement}; exception when insufficient_privilege then null; end`;
  await sql`do ${sql.lit(body.compile(transaction).sql)}`.execute(transaction);
}
