import type { ExplainedStatement } from '@causeway/schema';
import type { Explanation } from './explanation.ts';

/**
 * An explanation as text.
 *
 * @example
 * Answered in 14.2 ms: parse 0.3, validate 0.9, selection 0.1, plan 0.1, compile 0.5, execute 11.8
 *
 * user: 1 statement on users (foreign), 11.8 ms
 *   f1 users from users via hub: rows of users where id = 42
 *     f2 orders from orders via foreign: …
 *   5 round trips to other clusters
 *     f2 on orders: 2 rows, 3 round trips, 1.9 ms
 *       SELECT id, user_id … LIMIT 2::bigint
 *   ! f2: …
 */
export function printExplanation({ durationMs, stages, statements }: Explanation): string {
  const times = stages.map(({ stage, durationMs: each }) => `${stage} ${ms(each)}`).join(', ');
  return [`Answered in ${ms(durationMs)} ms: ${times}`, ...statements.map(printStatement)].join('\n\n').concat('\n');
}

function printStatement(statement: ExplainedStatement): string {
  const { key, cluster, route, durationMs, failed, plan, analyzed, warnings } = statement;
  const [, ...fetches] = plan.trimEnd().split('\n');
  return [
    `${key}: a statement to ${cluster}, route ${route}, ${ms(durationMs)} ms${failed ? ', which failed' : ''}`,
    ...fetches,
    ...(analyzed === undefined ? [] : printAnalyzed(analyzed)),
    ...warnings.map((warning) => `  ! ${warning.fetch}: ${warning.message}`),
  ].join('\n');
}

function printAnalyzed({ roundTrips, remote }: NonNullable<ExplainedStatement['analyzed']>): readonly string[] {
  if (remote.length === 0) return ['  no other cluster was asked'];
  return [
    `  ${count(roundTrips, 'round trip')} between the clusters`,
    ...remote.flatMap(({ cte, cluster, sql, loops, rows, roundTrips: trips, durationMs }) => [
      loops === 0
        ? `    ${cte} on ${cluster}: was not needed`
        : `    ${cte} on ${cluster}: ${count(rows ?? 0, 'row')}, ${count(trips ?? 0, 'round trip')}, ${ms(durationMs ?? 0)} ms`,
      `      ${sql}`,
    ]),
  ];
}

function ms(duration: number): string {
  return duration.toFixed(1);
}

function count(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`;
}
