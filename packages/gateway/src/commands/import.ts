import { type ImportProgress, importCsv } from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { openClusters } from '../clusters/open-clusters.ts';
import { gatherStatistics, prepareClusters } from '../clusters/prepare-clusters.ts';
import { withDataPools } from '../clusters/with-admin.ts';
import { formatCount } from '../progress/rate.ts';
import { type MakeCommand, topologyOption } from './command.ts';

/** `import DIR`: rows of one's own from CSV files, all or none. Local clusters are made ready first. */
export const importCommand: MakeCommand = (context) =>
  new Command('import')
    .summary('load rows from CSV files')
    .description(
      'Loads users.csv, products.csv, orders.csv and order_items.csv into empty tables. Where anything in them is wrong, ' +
        'file, line and column are named and nothing is loaded.',
    )
    .argument('<dir>', 'the folder of the files')
    .addOption(topologyOption())
    .action(async (dir, { topology }) => {
      const { out, err, step, stop } = context;
      await using clusters = await openClusters(topology, context);
      if (clusters.local) await prepareClusters(clusters.topology, step, stop);
      const rows = await step('Import the files', (report) =>
        withDataPools(clusters.topology, (pools) =>
          importCsv(pools, { dir, signal: stop, onProgress: (progress) => report(describe(progress)) }),
        ),
      );
      await gatherStatistics(clusters.topology, { step, err, stop });
      for (const [table, count] of Object.entries(rows)) out.write(`${table}: ${formatCount(count)} rows\n`);
    });

function describe(progress: ImportProgress): string {
  switch (progress.step) {
    case 'read': {
      const percent = progress.totalBytes === 0 ? 100 : Math.floor((100 * progress.bytes) / progress.totalBytes);
      return `reading ${progress.file}: ${formatCount(progress.rows)} rows (${percent}%)`;
    }
    case 'check':
      return 'checking keys and references';
    case 'insert':
      return `inserting ${formatCount(progress.rows)} rows into ${progress.table}`;
    case 'indexes':
      return `building index ${progress.done + 1} of ${progress.total}: ${progress.name}`;
    case 'vacuum':
      return 'all rows are in, vacuuming the tables';
  }
}
