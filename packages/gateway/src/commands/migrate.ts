import { Command } from '@commander-js/extra-typings';
import { migrateClusters } from '../clusters/migrate-clusters.ts';
import { openClusters } from '../clusters/open-clusters.ts';
import { type MakeCommand, topologyOption } from './command.ts';

/** `migrate`: brings each cluster's tables, views and roles to the newest migration. */
export const migrateCommand: MakeCommand = ({ out, step, stop }) =>
  new Command('migrate')
    .summary("bring the clusters' tables up to date")
    .description(
      "Brings each cluster's tables, views and roles to the newest migration. Running it again changes nothing.",
    )
    .addOption(topologyOption())
    .action(async ({ topology }) => {
      await using clusters = await openClusters(topology, step);
      for (const { cluster, applied } of await migrateClusters(clusters, stop)) {
        out.write(`${cluster}: ${describe(applied)}\n`);
      }
    });

function describe(applied: readonly string[] | undefined): string {
  if (applied === undefined) return 'brings its own tables';
  return applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`;
}
