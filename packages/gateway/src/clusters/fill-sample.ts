import { loadSample, readFill, type SampleProgress, type SampleSizes, type Topology } from '@causeway/sql';
import { type RateMeter, rateMeter } from '../progress/rate.ts';
import type { Report } from '../progress/show-steps.ts';
import { withDataPools } from './with-admin.ts';

/** What became of the sample: loaded now, or not because there were rows already, in all tables or in some. */
export type SampleOutcome = {
  readonly kind: 'loaded' | 'filled' | 'partial';
  /** How many rows were loaded, and how fast; empty where none were. */
  readonly rows: string;
};

/** Loads the sample where the tables are empty, and reports the rows that are in and their rate. */
export async function fillSample(
  topology: Topology,
  sizes: SampleSizes,
  report: Report,
  stop: AbortSignal,
): Promise<SampleOutcome> {
  return await withDataPools(topology, async (pools) => {
    const fill = await readFill(pools);
    if (fill !== 'empty') return { kind: fill, rows: '' };
    const describe = rateMeter();
    await loadSample(pools, { sizes, signal: stop, onProgress: sampleReporter(sizes, describe, report) });
    return { kind: 'loaded', rows: describe(totalRows(sizes)) };
  });
}

/** There are 1,000 products, and two items an order. */
function totalRows({ users, orders }: SampleSizes): number {
  return users + 1000 + 3 * orders;
}

/** Adds up the rows of all tables: clusters load at the same time, and one figure tells more than four that change. */
function sampleReporter(sizes: SampleSizes, describe: RateMeter, report: Report): (progress: SampleProgress) => void {
  const rows = new Map<string, number>();
  const total = totalRows(sizes);
  return ({ step, name, done }) => {
    if (step === 'rows') rows.set(name, done);
    const sum = [...rows.values()].reduce((left, right) => left + right, 0);
    report(step === 'rows' || sum < total ? describe(sum, total) : `all rows are in, building index ${name}`);
  };
}
