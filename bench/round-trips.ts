import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, createPool } from '../packages/sql/src/index.ts';
import { recordRemote } from '../packages/sql/src/testing/index.ts';

/** Gives the number of commands that a cluster received from the hop while `work` ran; each is a round trip. */
export type CountRoundTrips = (work: () => Promise<unknown>) => Promise<number>;

/**
 * Runs `work` while a cluster logs what it receives: START TRANSACTION, DECLARE, FETCH, CLOSE, COMMIT. The log is off again
 * afterwards, so that it costs nobody time while the clock runs.
 */
export async function withRoundTrips<Result>(
  cluster: Cluster,
  work: (count: CountRoundTrips) => Promise<Result>,
): Promise<Result> {
  await setLogging(cluster, 'all');
  try {
    return await work(async (counted) => {
      const recording = await recordRemote(cluster);
      await counted();
      return (await recording.statements()).length;
    });
  } finally {
    await setLogging(cluster, 'none');
  }
}

async function setLogging(cluster: Cluster, wanted: 'all' | 'none'): Promise<void> {
  const pool = createPool(cluster, { purpose: 'admin', role: 'writer' });
  try {
    await pool.query(`alter system set log_statement = '${wanted}'`);
    await pool.query('select pg_reload_conf()');
    while ((await pool.query('show log_statement')).rows[0]?.log_statement !== wanted) await sleep(10);
  } finally {
    await pool.end();
  }
}
