import {
  type RemoteStatement,
  remoteStatements,
  roundTripsOf,
  rowsOfCtes,
  runExplain,
  type StatementOptions,
} from '@causeway/sql';
import type { Hub } from '../execute/execute-statement.ts';
import { type StatementOrigin, withComment } from '../execute/statement-comment.ts';
import { foreignClusters } from '../plan/foreign-clusters.ts';
import type { Route } from '../plan/plan.ts';
import { printPlan } from '../plan/print-plan.ts';
import type { QueryEvent } from '../query-event.ts';
import { warnOfPlan } from './warn-of-plan.ts';
import { warnOfRun } from './warn-of-run.ts';
import type { Warning } from './warning.ts';

/** A statement as whoever asked for it may see it. It holds values: those of the operation, and of the caller's row rules. */
export type ExplainedStatement = {
  /** The response key of its root field. */
  readonly key: string;
  readonly plan: string;
  /** Where it was sent, and whether it read other clusters from there. */
  readonly cluster: string;
  readonly route: Route;
  readonly sql: string;
  readonly parameters: readonly unknown[];
  /** Of the run that was answered with, in milliseconds. */
  readonly durationMs: number;
  readonly failed: boolean;
  readonly warnings: readonly Warning[];
  /** What a second run under EXPLAIN ANALYZE showed; undefined where there was none, or no time left for it, or the caller may not see it. */
  readonly analyzed: AnalyzedStatement | undefined;
};

export type AnalyzedStatement = {
  /** Milliseconds in the hub; measuring makes the second longer than it is without. */
  readonly planningMs: number | undefined;
  readonly executionMs: number | undefined;
  /** Between the clusters. */
  readonly roundTrips: number;
  readonly remote: readonly RemoteStatement[];
};

/** A statement that ran, as an event told it. */
type Ran = Extract<QueryEvent, { readonly kind: 'statement' }>;

/**
 * Explains a statement that ran, by running it once more under EXPLAIN ANALYZE, in a session that can only read: so it costs about as
 * much again. A statement that failed is not run again, nor any without `analyze`. Never rejects: where the second run fails, it is left out.
 */
export async function explainStatement(
  hub: Hub,
  { key, plan, cluster, statement, durationMs, error }: Ran,
  {
    origin,
    analyze,
    ...options
  }: Omit<StatementOptions, 'foreign'> & { readonly origin?: StatementOrigin | undefined; readonly analyze: boolean },
): Promise<ExplainedStatement> {
  const foreign = foreignClusters(plan);
  const failed = error !== undefined;
  const explained =
    failed || !analyze
      ? undefined
      : await runExplain(
          { executeQuery: (query) => hub.executeQuery(withComment(query, origin), { ...options, foreign }) },
          statement,
          { analyze: true },
        ).catch(() => undefined);
  const remote = explained === undefined ? [] : remoteStatements(explained);
  return {
    key,
    plan: printPlan(plan),
    cluster,
    route: foreign.length === 0 ? 'hub' : 'foreign',
    sql: statement.sql,
    parameters: statement.parameters,
    durationMs,
    failed,
    warnings: [...warnOfPlan(plan), ...(explained === undefined ? [] : warnOfRun(remote, rowsOfCtes(explained)))],
    analyzed: explained && {
      planningMs: explained['Planning Time'],
      executionMs: explained['Execution Time'],
      roundTrips: roundTripsOf(remote),
      remote,
    },
  };
}
