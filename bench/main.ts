import { parseArgs } from 'node:util';
import { stepDisplay, stoppable } from '../packages/gateway/src/progress/show-steps.ts';
import { listenForShutdown } from '../packages/gateway/src/server/shutdown.ts';
import { createPool, type Topology } from '../packages/sql/src/index.ts';
import { openBenchClusters } from './clusters.ts';
import { type Contest, countRoundTrips, type Outcome, prepareContest, runContest } from './contest.ts';
import { createBenchGateway } from './gateway.ts';
import { readOperations } from './operations.ts';
import { withRoundTrips } from './round-trips.ts';
import { printTable } from './table.ts';

const effort = { minRounds: 15, maxRounds: 301, ms: 4_000 };

const { values, positionals } = parseArgs({
  options: { fresh: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const operations = (await readOperations()).filter(
  ({ name }) => positionals.length === 0 || positionals.includes(name),
);
const unknown = positionals.filter((wanted) => !operations.some(({ name }) => name === wanted));
if (unknown.length > 0) throw new Error(`No operation is named ${unknown.join(', ')}: see bench/operations.`);

using shutdown = listenForShutdown();
const step = stoppable(stepDisplay(process.stderr, process.stderr.isTTY === true), shutdown.signal);
await using clusters = await openBenchClusters(values.fresh, step, shutdown.signal);
const { topology } = clusters;
await using stack = new AsyncDisposableStack();
const pool = stack.adopt(createPool(topology.hub, { purpose: 'query', role: 'reader' }), (opened) => opened.end());
const gateway = createBenchGateway(pool);

const contests: Contest[] = [];
await step('Compare the answers', async () => {
  for (const operation of operations) contests.push(await prepareContest(operation, gateway, pool));
});
const roundTrips = await step('Count the round trips', () =>
  withRoundTrips(clusterNamed(topology, 'orders'), (count) => countRoundTrips(contests, count)),
);
const outcomes: Outcome[] = [];
for (const contest of contests) {
  outcomes.push(await step(contest.operation.title, () => runContest(contest, roundTrips, effort)));
}
process.stdout.write(printTable(outcomes));

function clusterNamed({ others }: Topology, wanted: string) {
  const found = others.find(({ name }) => name === wanted);
  if (found === undefined) throw new Error(`The topology has no cluster "${wanted}".`);
  return found;
}
