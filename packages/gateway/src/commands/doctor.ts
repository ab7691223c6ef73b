import { domainCatalog, wantedIndexes } from '@causeway/schema';
import {
  type CheckReport,
  defaultHubOptions,
  foreignTables,
  type GatewayLoad,
  runDoctor,
  type Topology,
  TopologyError,
  worstOf,
} from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { configuredTopology } from '../clusters/configured-topology.ts';
import { openClusters } from '../clusters/open-clusters.ts';
import type { Config } from '../config/config.ts';
import { toHubOptions } from '../config/sections/hub.ts';
import { reportAsJson, reportAsText, topologyReport } from '../doctor/report.ts';
import { type CommandContext, CommandFailure, type MakeCommand, parseCount, topologyOption } from './command.ts';
import { addConfigOptions } from './config-options.ts';

/** The clusters as flags, environment and file name them, if they do. */
type NamedClusters = Pick<Config['clusters'], 'topology' | 'topologyJson'>;

/** `doctor`: everything that queries stand on, a line each, with what to do about it. Changes nothing. */
export const doctorCommand: MakeCommand = (context) => {
  const command = new Command('doctor')
    .summary('examine clusters, logins, hops and indexes')
    .description(
      'Examines everything that queries stand on, from the topology to the indexes, and says what to do about what is wrong. ' +
        'Changes nothing. Exit code 1 where there is a fault.',
    )
    .addOption(topologyOption())
    .option('--json', 'print the findings as JSON')
    .option('--tasks <number>', 'processes of the gateway that run at once', parseCount, 1);
  const readConfig = addConfigOptions(command, context, {
    without: ['clusters', 'http', 'access', 'requests', 'limits', 'observe'],
  });
  return command.action(async ({ topology, json, tasks }) => {
    const { config } = await readConfig();
    const clusters = topology === undefined ? config.clusters : { topology };
    const reports = await examine(clusters, { ...defaultHubOptions, ...toHubOptions(config.hub), tasks }, context);
    context.out.write(json === true ? reportAsJson(reports) : reportAsText(reports, context.out));
    if (worstOf(reports) === 'fault') throw new CommandFailure('There are faults: queries fail, or will.');
  });
};

async function examine(
  named: NamedClusters,
  load: GatewayLoad,
  context: CommandContext,
): Promise<readonly CheckReport[]> {
  const run = (topology: Topology) =>
    context.step('Examine the clusters', () =>
      runDoctor({ topology, foreignTables, indexes: wantedIndexes(domainCatalog), load }),
    );
  try {
    if (named.topology !== undefined || named.topologyJson !== undefined)
      return await run(await configuredTopology(named));
    await using local = await openClusters(undefined, context);
    return await run(local.topology);
  } catch (error) {
    if (!(error instanceof TopologyError)) throw error;
    return topologyReport(error);
  }
}
