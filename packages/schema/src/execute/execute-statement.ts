import type { StatementOptions } from '@causeway/sql';
import type { CompiledQuery } from 'kysely';
import type { Answer } from '../compile/compile-plan.ts';
import { type StatementOrigin, withComment } from './statement-comment.ts';

/** The hub as the planner's statements need it: something that runs them. */
export type Hub = {
  executeQuery<Row extends Readonly<Record<string, unknown>>>(
    statement: CompiledQuery<Row>,
    options: StatementOptions,
  ): Promise<{ readonly rows: readonly Row[] }>;
  /** Whether it is known that a cluster does not answer at the moment; where absent, each statement finds out itself. */
  readonly isGone?: (cluster: string) => boolean;
  /** The clusters whose writes an answer can be made to contain; none where absent. */
  readonly markedClusters?: readonly string[];
};

/** What a statement gave: the root field's JSON, null where there is no row; `short` where pages were guessed and may lack rows. */
export type Executed = { readonly value: unknown; readonly short: boolean };

/** What a root field's statement brings along. */
type RootOptions = Omit<StatementOptions, 'sameAs'> & {
  readonly origin: StatementOrigin | undefined;
  /** The `rightsKey` of whoever asks. */
  readonly rights: string;
  readonly alone: boolean | undefined;
};

/**
 * STAGE 4. Runs the statement and reads its JSON.
 * The statement is ended in the clusters too where `signal` aborts, or its deadline passes, unless it is somebody else's too, of
 * the same rights. (Row rules stand in its text and parameters; naming the rights as well holds also for rules that may come to stand elsewhere.)
 */
export async function executeStatement(
  hub: Hub,
  statement: CompiledQuery<Answer>,
  { origin, rights, alone, ...options }: RootOptions,
): Promise<Executed> {
  const sameAs = alone === true ? undefined : { statement, rights };
  const { rows } = await hub.executeQuery(withComment(statement, origin), { ...options, sameAs });
  const [row] = rows;
  if (row?.short === true) return { value: null, short: true };
  return { value: typeof row?.value === 'string' ? JSON.parse(row.value) : null, short: false };
}
