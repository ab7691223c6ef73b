import type { CompiledQuery, Kysely } from 'kysely';
import type { Answer } from '../compile/compile-plan.ts';
import { type StatementOrigin, withComment } from './statement-comment.ts';

/** A database as the planner's statements need it: something that runs them. */
export type Hub = Pick<Kysely<never>, 'executeQuery'>;

/** For how long a statement runs, and for whom. */
type StatementOptions = {
  readonly signal?: AbortSignal | undefined;
  readonly origin?: StatementOrigin | undefined;
};

/**
 * STAGE 4. Runs the statement and reads its JSON; null where there is no row.
 * The statement is ended in the database too where `signal` aborts.
 */
export async function executeStatement(
  hub: Hub,
  statement: CompiledQuery<Answer>,
  { signal, origin }: StatementOptions,
): Promise<unknown> {
  const { rows } = await hub.executeQuery(withComment(statement, origin), {
    signal,
    inflightQueryAbortStrategy: 'cancel query',
  });
  const value = rows[0]?.value;
  return typeof value === 'string' ? JSON.parse(value) : null;
}
