import type { CompiledQuery, Kysely } from 'kysely';
import type { Answer } from '../compile/compile-plan.ts';

/** A database as the planner's statements need it: something that runs them. */
export type Hub = Pick<Kysely<never>, 'executeQuery'>;

/**
 * STAGE 4. Runs the statement and reads its JSON; null where there is no row.
 * The statement is ended in the database too where `signal` aborts.
 */
export async function executeStatement(
  hub: Hub,
  statement: CompiledQuery<Answer>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const { rows } = await hub.executeQuery(statement, { signal, inflightQueryAbortStrategy: 'cancel query' });
  const value = rows[0]?.value;
  return typeof value === 'string' ? JSON.parse(value) : null;
}
