import { CompiledQuery } from 'kysely';
import { quoteQualified } from '../fdw/quote.ts';
import type { ForeignTable } from '../fdw/foreign-table.ts';
import type { Topology } from '../topology/topology.ts';
import type { Verdict } from './cluster-watch.ts';
import { failureOf } from './failure-of.ts';
import { slowError } from './hub-error.ts';
import { seenView } from './seen-writes.ts';
import type { SessionPool } from './session-pool.ts';

/**
 * Asks clusters whether they answer: the hub itself, the others through the hub, as statements reach them. Each question has a
 * session of its own, and so a hop of its own: one that was opened before says nothing of connections that are opened now.
 *
 * @param timeoutMs how long a session may take to open, and then the answer to come
 */
export function clusterProbe(
  { hub }: Topology,
  tables: readonly ForeignTable[],
  sessions: SessionPool,
  timeoutMs: number,
): (cluster: string, stop: AbortSignal) => Promise<Verdict> {
  const ask = async (cluster: string, stop: AbortSignal): Promise<Verdict> => {
    const foreign = cluster === hub.name ? [] : [cluster];
    const limit = AbortSignal.timeout(2 * timeoutMs);
    try {
      const question = cluster === hub.name ? 'select' : questionTo(cluster, tables);
      await sessions.run(CompiledQuery.raw(question), timeoutMs, AbortSignal.any([stop, limit]));
      return { kind: 'answers' };
    } catch (error) {
      stop.throwIfAborted();
      const failure = failureOf(limit.aborted ? slowError(2 * timeoutMs) : error, hub.name, foreign);
      if (failure.kind === 'gone') return { kind: 'gone', cluster: failure.cluster, error };
      // This process has no session to ask by.
      if (failure.kind === 'busy') throw error;
      // Whatever else it says is an answer.
      if (failure.kind !== 'slow') return { kind: 'answers' };
      // A hub that fell silent on the way says nothing of what lies behind it.
      const before: Verdict = cluster === hub.name ? { kind: 'answers' } : await ask(hub.name, stop);
      return before.kind === 'gone' ? before : { kind: 'gone', cluster, error };
    }
  };
  return ask;
}

/**
 * What no lock of anybody's table can hold up: the row that is always there of what a cluster tells of its transactions. Of a cluster
 * that does not tell, a row of a table; of no other view, which may take long to give its first.
 */
function questionTo(cluster: string, tables: readonly ForeignTable[]): string {
  if (tables.some((candidate) => candidate.cluster === cluster && candidate.name === seenView)) {
    return `select from ${quoteQualified(cluster, seenView)} where block = 0 and xid = 0`;
  }
  const table = tables.find((candidate) => candidate.cluster === cluster && !candidate.isView);
  if (table === undefined) throw new Error(`The hub has no foreign table of cluster "${cluster}".`);
  return `select from ${quoteQualified(cluster, table.name)} limit 1`;
}
