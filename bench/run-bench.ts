import type { ShowStep } from '../packages/gateway/src/progress/show-steps.ts';
import { type Cluster, createPool, openHub, type Topology } from '../packages/sql/src/index.ts';
import type { Arguments } from './arguments.ts';
import { openBenchClusters } from './clusters.ts';
import { type Contest, type Counted, countRoundTrips, prepareContest, runContest } from './contest.ts';
import { createBenchGateway } from './gateway.ts';
import { withRoundTrips } from './round-trips.ts';
import { watchServerCpu } from './server-cpu.ts';
import { printHead, printOutcome } from './table.ts';

/** Rounds of an operation: 11 where one takes a second, up to 301 where 4 s allow it. */
const effort = { minRounds: 11, maxRounds: 301, ms: 4_000 };

/** Runs the operations against their rivals, one after the other, and writes the table, each line when it is known. */
export async function runBench(
  { fresh, operations }: Arguments,
  write: (text: string) => unknown,
  step: ShowStep,
  stop: AbortSignal,
): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const { topology } = stack.use(await openBenchClusters(fresh, step, stop));
  const options = { purpose: 'query', role: 'reader' } as const;
  const pool = stack.adopt(createPool(topology.hub, options), (opened) => opened.end());
  const gateway = await createBenchGateway(stack.use(openHub(topology)));

  const contests: Contest<Counted>[] = [];
  await withRoundTrips(ordersOf(topology), async (count) => {
    for (const operation of operations) {
      const contest = await step(`Compare the answers: ${operation.name}`, () =>
        prepareContest(operation, gateway, pool),
      );
      contests.push(await countRoundTrips(contest, count));
    }
  });
  write(printHead());
  for (const contest of contests) {
    const title = `Take the time: ${contest.operation.name}`;
    write(printOutcome(await step(title, () => runContest(contest, effort, () => watchServerCpu(topology), stop))));
  }
}

function ordersOf({ others }: Topology): Cluster {
  const orders = others.find(({ name }) => name === 'orders');
  if (orders === undefined) throw new Error('The topology has no cluster "orders", which the operations ask for.');
  return orders;
}
