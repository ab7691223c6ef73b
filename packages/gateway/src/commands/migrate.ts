import { Command } from '@commander-js/extra-typings';
import { migrateClusters } from '../clusters/migrate-clusters.ts';
import { openClusters } from '../clusters/open-clusters.ts';
import { type MakeCommand, topologyOption } from './command.ts';

/** `migrate`: brings each cluster's tables, views and roles to the newest migration, and lets the roles sign in. */
export const migrateCommand: MakeCommand = ({ out, err, step, stop, environment }) =>
  new Command('migrate')
    .summary("bring the clusters' tables up to date")
    .description(
      "Brings each cluster's tables, views and roles to the newest migration. Running it again changes nothing.",
    )
    .addOption(topologyOption())
    .action(async ({ topology }) => {
      await using clusters = await openClusters(topology, { step, environment });
      for (const { cluster, applied, logins } of await migrateClusters(clusters.topology, stop)) {
        out.write(`${cluster}: ${describe(applied)}\n`);
        for (const { user, kind } of logins) {
          if (kind === 'opened') out.write(`${cluster}: ${user} signs in by token from now on\n`);
          else
            err.write(
              `${cluster}: ${user} cannot sign in by token yet; as an administrator: grant rds_iam to ${user}\n`,
            );
        }
      }
    });

function describe(applied: readonly string[] | undefined): string {
  if (applied === undefined) return 'brings its own tables';
  return applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`;
}
