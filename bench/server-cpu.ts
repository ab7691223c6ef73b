import { readFileSync } from 'node:fs';
import { type Cluster, createPool, type Topology } from '../packages/sql/src/index.ts';

/** Milliseconds of CPU that the clusters' sessions have used so far; undefined where the system does not tell. */
export type ReadCpu = () => number | undefined;

/**
 * Looks up the server processes of all sessions that are open now, those of the hop too, and gives what reads their CPU time: what other
 * work on the machine changes far less than it changes the time on the clock. Only Linux tells it.
 */
export async function watchServerCpu({ hub, others }: Topology): Promise<ReadCpu> {
  const pids = (await Promise.all([hub, ...others].map(sessionsOf))).flat();
  return () => {
    const times = pids.map(cpuOf);
    const known = times.filter((time) => time !== undefined);
    return known.length === 0 ? undefined : known.reduce((sum, time) => sum + time, 0);
  };
}

async function sessionsOf(cluster: Cluster): Promise<readonly number[]> {
  const pool = createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 });
  try {
    const { rows } = await pool.query<{ pid: number }>(
      `select pid from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows.map(({ pid }) => pid);
  } finally {
    await pool.end();
  }
}

/** A process that has ended counts no more. */
function cpuOf(pid: number): number | undefined {
  try {
    const [nanoseconds] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return undefined;
  }
}
