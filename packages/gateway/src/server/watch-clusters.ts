import { setTimeout as sleep } from 'node:timers/promises';
import { type DB, foreignTables, type Topology } from '@causeway/sql';
import { type Kysely, sql } from 'kysely';
import type { Log } from './log.ts';

/** Tells the log which clusters are gone and which are back: a line for each change, however many requests meet it. */
export type ClusterWatch = AsyncDisposable & {
  /** To be told of each failure that is taken for a cluster's absence. */
  lost(cluster: string, error: unknown): void;
};

/** Between two looks at a cluster that is gone, in milliseconds. */
const usualProbeMs = 5_000;

/**
 * Watches the clusters as the gateway reaches them: the hub by its pool, the others through the hub. A cluster that was lost is
 * asked again and again until it answers, one question at a time; the others are not asked at all.
 */
export function watchClusters(topology: Topology, hub: Kysely<DB>, log: Log, probeMs = usualProbeMs): ClusterWatch {
  const stop = new AbortController();
  const gone = new Map<string, Promise<void>>();
  const answers = async (cluster: string): Promise<boolean> => {
    try {
      const statement = cluster === topology.hub.name ? sql`select 1` : probeOf(cluster);
      const options = { signal: stop.signal, inflightQueryAbortStrategy: 'cancel query' } as const;
      await hub.executeQuery(statement.compile(hub), options);
      return true;
    } catch {
      return false;
    }
  };
  const waitFor = async (cluster: string): Promise<void> => {
    do {
      await sleep(probeMs, undefined, { signal: stop.signal }).catch(() => {});
      if (stop.signal.aborted) return;
    } while (!(await answers(cluster)));
    gone.delete(cluster);
    log({ level: 'info', message: `Cluster "${cluster}" answers again` });
  };
  return {
    lost(cluster, error) {
      if (gone.has(cluster) || stop.signal.aborted) return;
      log({ level: 'error', message: `Cluster "${cluster}" does not answer`, error });
      gone.set(cluster, waitFor(cluster));
    },
    async [Symbol.asyncDispose]() {
      stop.abort();
      await Promise.all(gone.values());
    },
  };
}

/** A row of a table of the cluster; of no view, which may take long to give its first. */
function probeOf(cluster: string) {
  const table = foreignTables.find((candidate) => candidate.cluster === cluster && !candidate.isView);
  if (table === undefined) throw new Error(`The hub has no foreign table of cluster "${cluster}".`);
  return sql`select from ${sql.id(cluster, table.name)} limit 1`;
}
