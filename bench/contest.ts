import type { createPool } from '../packages/sql/src/index.ts';
import type { BenchGateway } from './gateway.ts';
import { type Contestant, type Effort, type Measured, measure } from './measure.ts';
import type { Operation } from './operations.ts';
import type { CountRoundTrips } from './round-trips.ts';
import type { ReadCpu } from './server-cpu.ts';
import { answerRows, requireSameRows, sqlRows } from './rows.ts';

/** Hand-written SQL runs on the pool that the gateway uses. */
type Pool = ReturnType<typeof createPool>;

/** An operation of the gateway and its rivals, which have all given the same rows. */
export type Contest<Entrant = Contestant> = {
  readonly operation: Operation;
  readonly gateway: Entrant;
  readonly rivals: readonly Entrant[];
};

/** A contestant whose round trips to the other cluster are known. */
export type Counted = Contestant & { readonly roundTrips: number };

/** What came out of a contest; the fastest rival stands first. */
export type Outcome = Contest<Measured<Counted>> & { readonly rounds: number };

/**
 * Brings an operation and its rivals to the start.
 *
 * @throws where the answer is empty, or a rival's rows differ from the gateway's.
 */
export async function prepareContest(operation: Operation, gateway: BenchGateway, pool: Pool): Promise<Contest> {
  const variables = await operation.variables(gateway.ask);
  const ask = () => gateway.ask(operation.document, variables);
  const rows = answerRows(await ask());
  if (rows.length === 0) throw new Error(`${operation.name}: the answer is empty, so that nothing is compared.`);
  for (const { name, text } of operation.candidates) {
    requireSameRows(`${operation.name}.${name}.sql`, rows, sqlRows((await pool.query(text)).rows));
  }
  return {
    operation,
    gateway: {
      name: 'gateway',
      run: async () => {
        gateway.takeStatementMs();
        const ms = await timed(ask);
        return { ms, statementMs: gateway.takeStatementMs() };
      },
    },
    rivals: operation.candidates.map(({ name, text }) => ({
      name,
      run: async () => {
        const ms = await timed(() => pool.query(text));
        return { ms, statementMs: ms };
      },
    })),
  };
}

/** Counts the round trips of each contestant, which has run before: a first run may open connections. */
export async function countRoundTrips(contest: Contest, count: CountRoundTrips): Promise<Contest<Counted>> {
  const counted = async (contestant: Contestant) => ({ ...contestant, roundTrips: await count(contestant.run) });
  const gateway = await counted(contest.gateway);
  const rivals: Counted[] = [];
  for (const rival of contest.rivals) rivals.push(await counted(rival));
  return { ...contest, gateway, rivals };
}

/** Runs a contest, and says what came out. */
export async function runContest(
  { operation, ...contest }: Contest<Counted>,
  effort: Effort,
  watchCpu: () => Promise<ReadCpu>,
  stop: AbortSignal,
): Promise<Outcome> {
  // Sessions that were idle for long may be gone: each contestant opens its own before they are looked up.
  for (const { run } of [contest.gateway, ...contest.rivals]) await run();
  const { rounds, measured } = await measure([contest.gateway, ...contest.rivals], effort, await watchCpu(), stop);
  const [gateway, ...rivals] = measured;
  if (gateway === undefined) throw new Error('Who is measured comes out again.');
  return { operation, gateway, rivals: rivals.toSorted((left, right) => left.ms - right.ms), rounds };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
