import {
  applyForeignServers,
  describeChange,
  describeDrift,
  foreignTables,
  planForeignServers,
  renewHopsOnce,
  type Topology,
} from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { checkJoin } from '../clusters/check-join.ts';
import { openClusters } from '../clusters/open-clusters.ts';
import { gatherStatistics } from '../clusters/prepare-clusters.ts';
import { withAdmin } from '../clusters/with-admin.ts';
import { messageOf } from '../message-of.ts';
import { type CommandContext, CommandFailure, type MakeCommand, topologyOption } from './command.ts';

/** `fdw plan|apply|check|renew`: the hub's foreign servers, tables, views, roles and grants as wanted state, and its tokens. */
export const fdwCommand: MakeCommand = (context) => {
  const command = new Command('fdw')
    .summary('join the clusters by foreign servers, tables and views')
    .description("Compares the hub's foreign servers, tables, views, roles and grants with what the topology wants.");
  for (const { name, description, run } of actions) {
    command
      .command(name)
      .description(description)
      .addOption(topologyOption())
      .action(async ({ topology }) => {
        await using clusters = await openClusters(topology, context);
        await run(clusters.topology, context);
      });
  }
  return command;
};

type Action = {
  readonly name: string;
  readonly description: string;
  run(topology: Topology, context: CommandContext): Promise<void>;
};

const actions: readonly Action[] = [
  {
    name: 'plan',
    description: 'Prints what `apply` would change, a line each. Changes nothing.',
    async run(topology, { out }) {
      const changes = await withAdmin(topology.hub, (hub) => planForeignServers(hub, topology, foreignTables));
      print(out, changes.map(describeChange), 'Nothing to change.');
    },
  },
  {
    name: 'apply',
    description: 'Makes the changes that `plan` prints, all or none, and gathers statistics of the foreign tables.',
    async run(topology, context) {
      const changes = await withAdmin(topology.hub, (hub) => applyForeignServers(hub, topology, foreignTables));
      print(context.out, changes.map(describeChange), 'Nothing to change.');
      await gatherStatistics(topology, context);
    },
  },
  {
    name: 'check',
    description: 'Prints what differs, on the hub and on the clusters behind it. Exit code 1 where anything does.',
    async run(topology, { out }) {
      const drift = await checkJoin(topology);
      print(out, drift.map(describeDrift), 'Everything is as wanted.');
      if (drift.length > 0) {
        throw new CommandFailure(
          'The foreign servers differ from what is wanted. `causeway fdw apply` mends what is named with "hub"; ' +
            'what is named with "gateway" an administrator of the hub takes back; what another cluster changed needs a change of its tables or of the list of foreign tables.',
        );
      }
    },
  },
  {
    name: 'renew',
    description:
      'Gives each hop that signs in with IAM a new token, which lives 15 minutes. For a schedule of every five.',
    async run(topology, { out, err, stop }) {
      const renewed = await renewHopsOnce(topology, foreignTables, {
        signal: stop,
        onRetry: (error, ms) => void err.write(`${messageOf(error)}; again in ${ms / 1000} s\n`),
      });
      const lines = renewed.map(
        ({ server, user, endsAt }) => `${server}: new token of ${user}, ends ${new Date(endsAt).toISOString()}`,
      );
      print(out, lines, 'No hop signs in with IAM: nothing to renew.');
    },
  },
];

function print(out: CommandContext['out'], lines: readonly string[], none: string): void {
  out.write(`${(lines.length === 0 ? [none] : lines).join('\n')}\n`);
}
