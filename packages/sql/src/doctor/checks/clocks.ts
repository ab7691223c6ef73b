import { sql } from 'kysely';
import type { Check } from '../check.ts';
import { fault, ok, warning } from '../finding.ts';
import { lookAtAll } from '../trouble.ts';

const warnMs = 30_000;

/** AWS refuses what is signed five minutes ahead; a token that is used for ten minutes of its 15 has no more than that behind. */
const faultMs = 5 * 60_000;

/** How far each cluster's clock is from this machine's: tokens are signed by one clock and judged by another. */
export const clocksCheck: Check = {
  name: 'clocks',
  title: 'Clocks',
  run: ({ clusters, probes, now }) =>
    lookAtAll(
      clusters,
      ({ name }) => name,
      async (cluster) => {
        const database = await probes.catalogs(cluster);
        const before = now();
        const { rows } = await sql<{ time: number }>`
          select (extract(epoch from clock_timestamp()) * 1000)::float8 as time`.execute(database);
        const after = now();
        // The server read its clock somewhere between.
        const ahead = (rows[0]?.time ?? Number.NaN) - (before + after) / 2;
        const difference = Math.abs(ahead);
        const text = `${format(difference)} ${ahead < 0 ? 'behind' : 'ahead of'} this machine`;
        if (difference < warnMs) return ok(cluster.name, text);
        const advice = 'Set the clock of this machine by NTP: tokens are refused from five minutes of difference on.';
        return difference < faultMs ? warning(cluster.name, text, advice) : fault(cluster.name, text, advice);
      },
    ),
};

function format(ms: number): string {
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`;
}
