import { readTopology } from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { openLog } from '../server/log.ts';
import { renewHopsAndLog } from '../server/renew-hop.ts';
import { serveTopology } from '../server/serve-topology.ts';
import { aborted } from '../server/shutdown.ts';
import { type MakeCommand, parsePort, topologyOption } from './command.ts';

/** `serve`: the gateway in front of clusters that exist, as it runs in production. */
export const serveCommand: MakeCommand = ({ err, stop }) =>
  new Command('serve')
    .summary('serve the clusters of a topology')
    .description('Serves GraphQL from the clusters of a topology until SIGINT or SIGTERM.')
    .addOption(topologyOption().makeOptionMandatory())
    .option('--port <number>', 'TCP port', parsePort, 4000)
    .option('--host <address>', 'address to listen on', '0.0.0.0')
    .option('--renew-hop', "renew the hops' IAM tokens every five minutes; of several processes, one does")
    .action(async ({ topology: file, port, host, renewHop }) => {
      const log = await openLog(err);
      const topology = await readTopology(file);
      await using _renewal = renewHop === true ? renewHopsAndLog(topology, log) : undefined;
      await using gateway = await serveTopology(topology, { host, port, otherPort: false }, log);
      log({ level: 'info', message: `Serving GraphQL at ${gateway.url}` });
      await aborted(stop);
      log({ level: 'info', message: 'Stopping: running requests are finished first' });
    });
