import { setTimeout as sleep } from 'node:timers/promises';
import type { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { foreignTables } from '../fdw/foreign-tables.ts';
import type { Topology } from '../topology/topology.ts';
import { type Role, runAfterWrites } from './after-writes.ts';
import { watchClusters } from './cluster-watch.ts';
import { codeOf, failureOf } from './failure-of.ts';
import { busyError, goneError, slowError } from './hub-error.ts';
import type { HubEvent, PoolReading } from './hub-event.ts';
import { defaultHubOptions, type HubOptions } from './hub-options.ts';
import { hubPools } from './hub-pools.ts';
import { clusterProbe } from './probe-cluster.ts';
import { backoff, passes } from './retry.ts';
import { markedClusters, readAfter } from './seen-writes.ts';
import { shareStatements } from './share-statements.ts';
import { type Stop, Stopper } from './stop.ts';
import type { WriteMarks } from './write-marks.ts';

/** What a statement brings along to the hub. */
export type StatementOptions = {
  /** The other clusters that it reaches; none where absent. */
  readonly foreign?: readonly string[] | undefined;
  /** When its answer is due, as `performance.now()` tells the time; by default, the hub's `deadlineMs` from now. */
  readonly deadline?: number | undefined;
  /** Writes that the answer has to contain. */
  readonly after?: WriteMarks | undefined;
  /** Aborts when nobody waits for the answer any more: the statement is ended in the clusters too. */
  readonly signal?: AbortSignal | undefined;
  /**
   * The statement without what differs by who asks, such as a comment, and what it may be answered with, as text. Where another one runs
   * that is the same in both, in `foreign` and in `after`, that one's answer is this one's too. Where absent, it runs by itself.
   */
  readonly sameAs?: { readonly statement: CompiledQuery; readonly rights: string } | undefined;
};

/** The hub as queries reach it. Disposing lets running statements end. */
export type Hub = AsyncDisposable & {
  /**
   * Runs a statement that only reads, again where its failure passes by itself.
   *
   * @throws HubError where a limit or a cluster's absence left it without an answer; the signal's reason; the database's own errors
   */
  executeQuery<R extends pg.QueryResultRow>(
    query: CompiledQuery<R>,
    options?: StatementOptions,
  ): Promise<{ readonly rows: readonly R[] }>;
  /** Whether it is known that a cluster does not answer at the moment. */
  isGone(cluster: string): boolean;
  /** Asks a cluster whether it answers, unless that is known or was asked a moment ago; `isGone` knows afterwards. Never rejects. */
  look(cluster: string): Promise<void>;
  /** The clusters whose writes an answer can be made to contain. */
  readonly markedClusters: readonly string[];
  /** How its pools stand at this moment. */
  readings(): readonly PoolReading[];
};

/**
 * Opens the hub for queries, on its reader and, where that lacks a write that an answer is to contain, on its writer: sessions apart for
 * statements that stay on the hub and for those that reach another cluster, within limits of number and time. It opens also
 * while the hub does not answer; that is told of its reader, without which no statement begins.
 *
 * @throws TopologyError where the hub's CA file cannot be read.
 */
export function openHub(
  topology: Topology,
  options: Partial<HubOptions> = {},
  onEvent: (event: HubEvent) => void = () => {},
): Hub {
  const limits = { ...defaultHubOptions, ...options };
  const { name: hub, reader, writer } = topology.hub;
  const hasReader = reader.host !== writer.host || reader.port !== writer.port;
  const pools = hubPools(topology.hub, limits, onEvent);
  const probe = clusterProbe(topology, foreignTables, pools.probe, limits.probeTimeoutMs);
  const watch = watchClusters({ ...limits, probe, onEvent });
  const shared = shareStatements();

  const attempt = async <R extends pg.QueryResultRow>(
    query: CompiledQuery<R>,
    foreign: readonly string[],
    leftMs: number,
    { signal, after }: StatementOptions,
  ): Promise<{ readonly rows: readonly R[] }> => {
    const reached = [hub, ...foreign] as const;
    const gone = reached.find(watch.isGone);
    if (gone !== undefined) throw goneError(gone);
    signal?.throwIfAborted();
    const stop = new Stopper();
    const leave = () => stop.abort(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    const timer = setTimeout(() => stop.abort(slowError(leftMs)), leftMs);
    using _attended = watch.attend(reached, (error) => stop.abort(error));
    try {
      if (after === undefined) return await pools.of(foreign).run(query, leftMs, stop);
      const run = (role: Role, patience: Stop, found: () => void) =>
        pools.of(foreign, role).run(query, leftMs, patience, readAfter(after, hub, foreign, found));
      const waitMs = Math.min(limits.behindMs, leftMs);
      return await runAfterWrites(run, { hub, foreign, hasReader, waitMs, stop });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    }
  };

  /** Runs a statement for `limitMs`, again where its failure passes by itself. */
  const run = async <R extends pg.QueryResultRow>(
    query: CompiledQuery<R>,
    foreign: readonly string[],
    limitMs: number,
    options: Pick<StatementOptions, 'signal' | 'after'>,
  ): Promise<{ readonly rows: readonly R[] }> => {
    const { signal } = options;
    const due = performance.now() + limitMs;
    for (let tries = 1; ; tries += 1) {
      const leftMs = due - performance.now();
      if (leftMs <= 0) throw slowError(limitMs);
      try {
        return await attempt(query, foreign, leftMs, options);
      } catch (error) {
        if (signal?.aborted === true) throw error;
        const failure = failureOf(error, hub, foreign);
        const waitMs = backoff(tries);
        const known = failure.kind === 'gone' && watch.isGone(failure.cluster);
        if (passes(failure) && !known && tries < limits.attempts && performance.now() + waitMs < due) {
          onEvent({ kind: 'retried', pool: pools.of(foreign).reading().pool, code: codeOf(error), attempt: tries });
          await sleep(waitMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
          continue;
        }
        switch (failure.kind) {
          case 'gone':
            watch.lost(failure.cluster, error);
            throw goneError(failure.cluster, error);
          case 'slow':
            throw slowError(limitMs, error);
          case 'full':
            throw busyError('the server has no room for another', error);
          case 'behind':
          case 'busy':
          case 'conflict':
          case 'refused':
          case 'other':
            throw error;
        }
      }
    }
  };

  return {
    async executeQuery(query, options = {}) {
      const { foreign = [], deadline = performance.now() + limits.deadlineMs, signal, after, sameAs } = options;
      const share = foreign.length === 0 ? 1 : limits.hopShare;
      const limitMs = (deadline - performance.now()) * share;
      if (sameAs === undefined || !limits.sharing || limitMs <= 0) return await run(query, foreign, limitMs, options);
      const { sql, parameters } = sameAs.statement;
      const due = performance.now() + limitMs;
      return await shared.answer(
        { sql, parameters, rest: [sameAs.rights, foreign, after] },
        {
          due,
          signal,
          late: () => slowError(limitMs),
          onShared: () => onEvent({ kind: 'shared', pool: pools.of(foreign).reading().pool }),
        },
        // Whoever begins it may have the least time: the others need it for longer.
        (stop) => run(query, foreign, Math.max(limitMs, limits.deadlineMs * share), { after, signal: stop }),
      );
    },
    isGone: watch.isGone,
    look: watch.look,
    markedClusters: markedClusters(hub, foreignTables),
    readings: pools.readings,
    async [Symbol.asyncDispose]() {
      await watch[Symbol.asyncDispose]();
      await pools[Symbol.asyncDispose]();
    },
  };
}
