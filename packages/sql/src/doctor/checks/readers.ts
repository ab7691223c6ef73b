import { setTimeout as sleep } from 'node:timers/promises';
import { type Kysely, sql } from 'kysely';
import type { Cluster } from '../../topology/topology.ts';
import type { Check, Examination } from '../check.ts';
import { type Finding, fault, ok, warning } from '../finding.ts';
import { hasReader } from '../places.ts';
import { lookAtAll, Skipped } from '../trouble.ts';

const warnSeconds = 5;
const faultSeconds = 60;

/** Whether writers write and readers read, and how far the readers are behind. */
export const readersCheck: Check = {
  name: 'readers',
  title: 'Writers and readers',
  run: (examination) =>
    lookAtAll(
      examination.clusters,
      ({ name }) => name,
      async (cluster) => judge(cluster, examination),
    ),
};

type Instance = {
  readonly standby: boolean;
  readonly aurora: boolean;
};

async function judge(cluster: Cluster, { probes }: Examination): Promise<readonly Finding[]> {
  const subject = cluster.name;
  const writer = await probes.as(cluster, 'gateway', 'writer');
  if (writer === undefined) throw new Skipped('nobody can sign in');
  if ((await readInstance(writer)).standby) {
    const advice =
      "Write the cluster's writer end point into the topology; after a failover, its name leads to the new one in seconds.";
    return [fault(subject, "the writer's address leads to a standby", advice)];
  }
  if (!hasReader(cluster)) return [ok(subject, 'a writer alone: queries run on it')];
  const reader = await probes.as(cluster, 'gateway', 'reader');
  if (reader === undefined) throw new Skipped('nobody can sign in at the reader');
  const { standby, aurora } = await readInstance(reader);
  if (!standby) {
    const advice = 'Add a reader instance: until there is one, dashboards slow the writer.';
    return [warning(subject, "the reader's address leads to a writer", advice)];
  }
  const seconds = aurora ? await auroraLag(reader) : await streamingLag(writer, reader);
  const text = `writer and reader; the reader is ${seconds.toFixed(1)} s behind`;
  const advice = 'Look at the load of the reader and at long queries there: dashboards show the past by as much.';
  if (seconds < warnSeconds) return [ok(subject, text)];
  return [seconds < faultSeconds ? warning(subject, text, advice) : fault(subject, text, advice)];
}

async function readInstance(database: Kysely<unknown>): Promise<Instance> {
  const { rows } = await sql<Instance>`
    select pg_is_in_recovery() as standby, to_regproc('aurora_replica_status') is not null as aurora`.execute(database);
  return rows[0] ?? { standby: false, aurora: false };
}

/**
 * Aurora's readers share the writer's storage: it reports itself how far their caches are behind. It also goes on listing instances that
 * were removed or replaced, with their last lag: only what was updated within five minutes counts, as for AWS's own drivers.
 */
async function auroraLag(reader: Kysely<unknown>): Promise<number> {
  const { rows } = await sql<{ seconds: number }>`
    select coalesce(max(replica_lag_in_msec), 0)::float8 / 1000 as seconds
    from aurora_replica_status()
    where last_update_timestamp > now() - interval '5 minutes'`.execute(reader);
  return rows[0]?.seconds ?? 0;
}

/**
 * How long the reader takes to have what the writer has now. Where that takes too long, the age of what it replayed last, which would
 * mislead before: a writer that rested sends nothing.
 */
async function streamingLag(writer: Kysely<unknown>, reader: Kysely<unknown>): Promise<number> {
  const { rows: written } = await sql<{ lsn: string }>`select pg_current_wal_lsn()::text as lsn`.execute(writer);
  const startedAt = performance.now();
  for (;;) {
    const { rows } = await sql<{ reached: boolean; age: number }>`
      select pg_last_wal_replay_lsn() >= ${written[0]?.lsn}::pg_lsn as reached,
        coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0)::float8 as age`.execute(
      reader,
    );
    const waited = (performance.now() - startedAt) / 1000;
    if (rows[0]?.reached === true) return waited;
    if (waited >= warnSeconds) return Math.max(waited, rows[0]?.age ?? 0);
    await sleep(100);
  }
}
