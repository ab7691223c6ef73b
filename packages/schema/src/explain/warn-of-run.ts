import type { RemoteStatement } from '@causeway/sql';
import type { Warning } from './warning.ts';

/** Fewer rows travel in one batch and in no time. */
const manyRows = 1_000;

/** So many of the rows that travelled, or more, were of no use. */
const wasteful = 10;

/** What turned out to cost much when a statement ran: from its remote statements, and the rows that each of its CTEs gave. Pure. */
export function warnOfRun(
  remote: readonly RemoteStatement[],
  rowsOfCtes: ReadonlyMap<string, number>,
): readonly Warning[] {
  const repeated = remote.flatMap(({ cte, cluster, loops }): Warning[] => {
    if (loops === null || loops <= 1) return [];
    const message = `The same statement was sent to ${cluster} ${loops} times, once for each row of something.`;
    return [{ fetch: cte ?? '', kind: 'sent repeatedly', message }];
  });
  const parts = Map.groupBy(remote, ({ cte }) => cte ?? '');
  const heavy = [...parts].flatMap(([fetch, statements]): Warning[] => {
    const rows = statements.reduce((sum, statement) => sum + (statement.rows ?? 0), 0);
    const kept = rowsOfCtes.get(fetch);
    if (rows < manyRows || (kept !== undefined && kept * wasteful > rows)) return [];
    const clusters = [...new Set(statements.map(({ cluster }) => cluster))].join(', ');
    const use = kept === undefined ? '' : `, of which ${kept} were kept`;
    return [{ fetch, kind: 'many rows travel', message: `${rows} rows travelled from ${clusters}${use}.` }];
  });
  return [...repeated, ...heavy];
}
