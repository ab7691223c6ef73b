import { readTopology } from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { logTo } from '../server/log.ts';
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
    .action(async ({ topology, port, host }) => {
      const log = logTo(err);
      await using gateway = await serveTopology(await readTopology(topology), { host, port, otherPort: false }, log);
      log({ level: 'info', message: `Serving GraphQL at ${gateway.url}` });
      await aborted(stop);
      log({ level: 'info', message: 'Stopping: running requests are finished first' });
    });
