import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from '@commander-js/extra-typings';
import { configuredTopology } from '../clusters/configured-topology.ts';
import { needsAuthentication } from '../config/access-rules.ts';
import type { Config } from '../config/config.ts';
import { needsTopology } from '../config/rules.ts';
import { openLog } from '../server/log.ts';
import { renewHopsAndLog } from '../server/renew-hop.ts';
import { serveTopology } from '../server/serve-topology.ts';
import { aborted, StopRequest } from '../server/shutdown.ts';
import type { CommandContext, MakeCommand } from './command.ts';
import { addConfigOptions } from './config-options.ts';

/** `serve`: the gateway in front of clusters that exist, as it runs in production. */
export const serveCommand: MakeCommand = (context) => {
  const command = new Command('serve')
    .summary('serve the clusters of a topology')
    .description('Serves GraphQL from the clusters of a topology until SIGINT or SIGTERM.');
  const load = addConfigOptions(command, context, { needs: [needsTopology, needsAuthentication] });
  return command.action(async () => {
    const { config } = await load();
    await runServe(config, context);
  });
};

async function runServe(config: Config, { err, stop }: CommandContext): Promise<void> {
  const log = await openLog(err);
  const topology = await configuredTopology(config.clusters);
  await using renewal = config.clusters.renewHop ? renewHopsAndLog(topology, log) : undefined;
  await using gateway = await serveTopology(topology, config, log, { hopRenewalAge: renewal?.ageSeconds });
  log({ level: 'info', message: `Serving GraphQL at ${gateway.url}` });
  await aborted(stop);
  gateway.retire();
  // A person who presses Ctrl-C has no load balancer that would have to notice.
  const isSupervised = stop.reason instanceof StopRequest && stop.reason.signal === 'SIGTERM';
  if (isSupervised && config.http.stopDelay > 0) {
    log({ level: 'info', message: `Stopping in ${config.http.stopDelay / 1000} s: /ready says so from now on` });
    await sleep(config.http.stopDelay);
  }
  log({ level: 'info', message: 'Stopping: running requests are finished first' });
}
