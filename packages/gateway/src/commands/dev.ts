import { type Drift, describeDrift, type LocalClusters, type LocalProgress, startLocalClusters } from '@causeway/sql';
import { Command } from '@commander-js/extra-typings';
import { checkJoin } from '../clusters/check-join.ts';
import { fillSample, type SampleOutcome } from '../clusters/fill-sample.ts';
import { gatherStatistics, prepareClusters } from '../clusters/prepare-clusters.ts';
import { publishTopology } from '../clusters/topology-file.ts';
import type { Config } from '../config/config.ts';
import type { Report } from '../progress/show-steps.ts';
import { openLog } from '../server/log.ts';
import { renewHopsAndLog } from '../server/renew-hop.ts';
import { serveTopology } from '../server/serve-topology.ts';
import { aborted, StopRequest } from '../server/shutdown.ts';
import { type CommandContext, CommandFailure, type MakeCommand, parseCount } from './command.ts';
import { addConfigOptions } from './config-options.ts';
import { signInReporter } from './sign-in-reporter.ts';
import { welcome } from './welcome.ts';

type DevOptions = {
  readonly fresh?: true;
  readonly empty?: true;
  readonly users: number;
  readonly orders: number;
  readonly showSignIns?: true;
  readonly standby?: true;
};

/** For a developer's own machine, which nobody else reaches. */
const devDefaults = {
  'http.host': '127.0.0.1',
  'requests.introspection': true,
  'requests.graphiql': true,
  'requests.rateLimit': 0,
};

/** `dev`: everything on this machine, from nothing to an address to open; data stays for the next start. */
export const devCommand: MakeCommand = (context) => {
  const command = new Command('dev')
    .summary('run two local clusters and the gateway')
    .description('Runs two PostgreSQL clusters of this machine, joined and filled with a sample, and the gateway.')
    .option('--fresh', 'remove the data of earlier starts first')
    .option('--empty', 'leave empty tables empty: no sample')
    .option('--users <number>', "the sample's users", parseCount, 100_000)
    .option('--orders <number>', "the sample's orders; each has two items", parseCount, 300_000)
    .option('--standby', 'give the hub a streaming standby, which queries run on')
    .option('--show-sign-ins', 'print who signs in to the clusters, how, and over which TLS');
  const load = addConfigOptions(command, context, { defaults: devDefaults, without: ['clusters'] });
  return command.action(async (options) => {
    const { config } = await load();
    try {
      await runDev(options, config, context);
    } catch (error) {
      // To stop is how this command ends, at whatever point: no failure.
      if (!(error instanceof StopRequest)) throw error;
    }
    context.err.write('Stopped. The data stays for the next start.\n');
  });
};

async function runDev(options: DevOptions, config: Config, { out, err, step, stop }: CommandContext): Promise<void> {
  await using clusters = await step('Start the clusters', (report) =>
    startLocalClusters({
      fresh: options.fresh === true,
      onProgress: clusterReporter(report),
      standbys: options.standby === true ? ['users'] : [],
      ...(options.showSignIns === true ? { onSignIn: signInReporter(err) } : {}),
    }),
  );
  const { topology, stateDir } = clusters;
  const changed = await prepareClusters(topology, step, stop);
  const sample =
    options.empty === true
      ? undefined
      : await step('Load the sample', (report) => fillSample(topology, options, report, stop), describeSample);
  if (changed || sample?.kind === 'loaded') await gatherStatistics(topology, { step, err, stop });
  await using _published = await publishTopology(stateDir, topology);
  const log = await openLog(err);
  // Successes every five minutes are no news to a person who watches a terminal.
  await using renewal = renewHopsAndLog(topology, (event) => (event.level === 'error' ? log(event) : undefined));
  await renewal.first;
  // A hop signs in when a query needs it, which may be long after the start that is to show it.
  if (options.showSignIns === true) await step('Cross the hops', () => checkJoin(topology), describeDrifts);
  await using gateway = await step('Start the gateway', () =>
    serveTopology(topology, config, log, { otherPort: true, hopRenewalAge: renewal.ageSeconds }),
  );
  out.write(welcome(gateway.url, clusters));
  await Promise.race([aborted(stop), clusterEnd(clusters)]);
  err.write('Stopping ...\n');
}

function clusterReporter(report: Report): (progress: LocalProgress) => void {
  const steps = new Map<string, string>();
  return ({ cluster, step }) => {
    steps.set(cluster, step);
    report([...steps].map(([name, state]) => `${name}: ${state}`).join(', '));
  };
}

function describeDrifts(drifts: readonly Drift[]): string {
  return drifts.length === 0 ? 'the hub reads every cluster' : drifts.map(describeDrift).join('; ');
}

function describeSample({ kind, rows }: SampleOutcome): string {
  const kept = 'the rows that are there stay (--fresh begins anew)';
  const texts = { loaded: rows, filled: kept, partial: `some tables are empty; ${kept}` };
  return texts[kind];
}

/** Fails once a cluster ends by itself: a gateway without it would only look alive. */
async function clusterEnd({ clusters, standbys }: LocalClusters): Promise<never> {
  const servers = [...Object.values(clusters), ...Object.values(standbys)];
  const name = await Promise.race(servers.map((server) => server.exited.then(() => server.name)));
  throw new CommandFailure(`The cluster "${name}" ended. Its log is in its folder; start again with \`causeway dev\`.`);
}
