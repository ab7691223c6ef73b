import { fetchesOf } from './fetches-of.ts';
import type { Plan } from './plan.ts';

/**
 * How many fetches of a plan go through foreign tables, by cluster: the scans that it means to cost there, known without asking the
 * database. A walk in steps may need more, and a branch that never runs fewer; `explain` counts what ran.
 */
export function remoteScans(plan: Plan): ReadonlyMap<string, number> {
  const scans = new Map<string, number>();
  for (const { route, cluster } of fetchesOf(plan)) {
    if (route === 'foreign') scans.set(cluster, (scans.get(cluster) ?? 0) + 1);
  }
  return scans;
}

/** Opening a cursor, one fetch of its rows, closing it. */
const tripsOfScan = 3;

/** Beginning and ending a transaction on the cluster. */
const tripsOfTransaction = 2;

/** The round trips between the clusters that these scans cost, where the rows of each come with one fetch. */
export function roundTripsOfScans(scans: number): number {
  return scans === 0 ? 0 : tripsOfTransaction + scans * tripsOfScan;
}
