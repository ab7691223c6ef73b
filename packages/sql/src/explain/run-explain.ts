import { CompiledQuery } from 'kysely';
import { type ExplainedPlan, parsePlan } from './plan.ts';

/** How a statement is explained. */
export type ExplainOptions = {
  /** Runs the statement too, so that the plan has rows, loops and times. */
  readonly analyze?: boolean;
};

/** Something that runs the statement: a database, or one of its sessions. */
type Runner = {
  executeQuery(query: CompiledQuery<Readonly<Record<string, unknown>>>): Promise<{ readonly rows: readonly unknown[] }>;
};

/**
 * The plan of a compiled query with its own parameters, so the plan is the one that the query gets. Rejects with the database's
 * error where the query itself is faulty.
 */
export async function runExplain(
  database: Runner,
  query: CompiledQuery,
  { analyze = false }: ExplainOptions = {},
): Promise<ExplainedPlan> {
  const options = `${analyze ? 'analyze, ' : ''}verbose, format json`;
  const explain = CompiledQuery.raw(`explain (${options}) ${query.sql}`, [...query.parameters]);
  const { rows } = await database.executeQuery(explain);
  const [row] = rows;
  return parsePlan(typeof row === 'object' && row !== null && 'QUERY PLAN' in row ? row['QUERY PLAN'] : row);
}
