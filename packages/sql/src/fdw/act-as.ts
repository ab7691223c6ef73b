import { sql, type Transaction } from 'kysely';

/** Runs the rest of a transaction as the given role, or as the login itself where it is null. Ends with the transaction. */
export async function actAs(transaction: Transaction<unknown>, role: string | null): Promise<void> {
  await sql`select set_config('role', ${role ?? 'none'}, true)`.execute(transaction);
}
