import { domainCatalog, wantedIndexes } from '@causeway/schema';
import {
  type CheckReport,
  defaultHubOptions,
  foreignTables,
  type GatewayLoad,
  runDoctor,
  TopologyError,
  worstOf,
} from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { openClusters } from '../clusters/open-clusters.ts';
import { reportAsJson, reportAsText, topologyReport } from '../doctor/report.ts';
import { type CommandContext, CommandFailure, type MakeCommand, parseCount, topologyOption } from './command.ts';

/** `doctor`: everything that queries stand on, a line each, with what to do about it. Changes nothing. */
export const doctorCommand: MakeCommand = (context) =>
  new Command('doctor')
    .summary('examine clusters, logins, hops and indexes')
    .description(
      'Examines everything that queries stand on, from the topology to the indexes, and says what to do about what is wrong. ' +
        'Changes nothing. Exit code 1 where there is a fault.',
    )
    .addOption(topologyOption())
    .option('--json', 'print the findings as JSON')
    .option('--tasks <number>', 'processes of the gateway that run at once', parseCount, 1)
    .option(
      '--local-sessions <number>',
      'hub sessions of each for its own tables',
      parseCount,
      defaultHubOptions.localSessions,
    )
    .option(
      '--hop-sessions <number>',
      'hub sessions of each for every other cluster',
      parseCount,
      defaultHubOptions.hopSessions,
    )
    .action(async ({ topology, json, ...load }) => {
      const reports = await examine(topology, load, context);
      context.out.write(json === true ? reportAsJson(reports) : reportAsText(reports, context.out));
      if (worstOf(reports) === 'fault') throw new CommandFailure('There are faults: queries fail, or will.');
    });

async function examine(
  file: string | undefined,
  load: GatewayLoad,
  context: CommandContext,
): Promise<readonly CheckReport[]> {
  try {
    await using clusters = await openClusters(file, context);
    return await context.step('Examine the clusters', () =>
      runDoctor({ topology: clusters.topology, foreignTables, indexes: wantedIndexes(domainCatalog), load }),
    );
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    return topologyReport(error);
  }
}
