import { loadSample, readFill, type SampleProgress, type SampleSizes, type Topology } from '@causeway/sql';
import { rateMeter } from '../progress/rate.ts';
import type { Report } from '../progress/show-steps.ts';
import { withDataPools } from './with-admin.ts';

/** What became of the sample: loaded now, or not because there were rows already, in all tables or in some. */
export type SampleOutcome = 'loaded' | 'filled' | 'partial';

/** Loads the sample where the tables are empty, and reports the rows that are in and their rate. */
export async function fillSample(
  topology: Topology,
  sizes: SampleSizes,
  report: Report,
  stop: AbortSignal,
): Promise<SampleOutcome> {
  return await withDataPools(topology, async (pools) => {
    const fill = await readFill(pools);
    if (fill !== 'empty') return fill;
    await loadSample(pools, { sizes, signal: stop, onProgress: sampleReporter(sizes, report) });
    return 'loaded';
  });
}

/** Adds up the rows of all tables: clusters load at the same time, and one figure tells more than four that change. */
function sampleReporter(sizes: SampleSizes, report: Report): (progress: SampleProgress) => void {
  const rows = new Map<string, number>();
  // 1,000 products, and two items an order.
  const total = sizes.users + 1000 + 3 * sizes.orders;
  const describe = rateMeter();
  return ({ step, name, done }) => {
    if (step === 'rows') rows.set(name, done);
    const sum = [...rows.values()].reduce((left, right) => left + right, 0);
    report(step === 'rows' || sum < total ? describe(sum, total) : `all rows are in, building index ${name}`);
  };
}
