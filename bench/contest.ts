import type { createPool } from '../packages/sql/src/index.ts';
import type { BenchGateway } from './gateway.ts';
import { type Contestant, type Effort, type Measured, measure } from './measure.ts';
import type { Operation } from './operations.ts';
import type { CountRoundTrips } from './round-trips.ts';
import { answerRows, requireSameRows, sqlRows } from './rows.ts';

/** Hand-written SQL runs on the pool that the gateway uses. */
type Pool = ReturnType<typeof createPool>;

/** Who takes part in one operation: the gateway first, then its rivals. */
export type Contest = { readonly operation: Operation; readonly contestants: readonly [Contestant, ...Contestant[]] };

/** What came out: the gateway and its rivals, each with its round trips to the other cluster. */
export type Outcome = {
  readonly title: string;
  readonly rounds: number;
  readonly gateway: Result;
  /** The fastest first. */
  readonly rivals: readonly Result[];
};

/** A contestant's medians and its round trips. */
export type Result = Measured & { readonly roundTrips: number };

/**
 * Brings an operation and its rivals to the start: variables are known, and all have given the same rows.
 *
 * @throws where a rival's rows differ from the gateway's.
 */
export async function prepareContest(operation: Operation, gateway: BenchGateway, pool: Pool): Promise<Contest> {
  const variables = await operation.variables(gateway.ask);
  const ask = () => gateway.ask(operation.document, variables);
  const rows = answerRows(await ask());
  if (rows.length === 0) throw new Error(`${operation.name}: the answer is empty, so that nothing is compared.`);
  for (const { name, text } of operation.candidates) {
    requireSameRows(`${operation.name}.${name}`, rows, sqlRows((await pool.query(text)).rows));
  }
  const own: Contestant = {
    name: 'gateway',
    run: async () => {
      gateway.takeStatementMs();
      const ms = await timed(ask);
      return { ms, statementMs: gateway.takeStatementMs() };
    },
  };
  const rivals = operation.candidates.map(({ name, text }) => ({
    name,
    run: async () => {
      const ms = await timed(() => pool.query(text));
      return { ms, statementMs: ms };
    },
  }));
  return { operation, contestants: [own, ...rivals] };
}

/** Runs a contest, and says what came out. Round trips are those that were counted before. */
export async function runContest(
  { operation, contestants }: Contest,
  roundTrips: ReadonlyMap<Contestant, number>,
  effort: Effort,
): Promise<Outcome> {
  const { rounds, measured } = await measure(contestants, effort);
  const results = measured.map((result, index) => {
    const contestant = contestants[index];
    return { ...result, roundTrips: (contestant && roundTrips.get(contestant)) ?? Number.NaN };
  });
  const [gateway, ...rivals] = results;
  if (gateway === undefined) throw new Error('A contest has contestants');
  return { title: operation.title, rounds, gateway, rivals: rivals.toSorted((left, right) => left.ms - right.ms) };
}

/** Counts the round trips of each contestant: by its second run, since the first may open connections. */
export async function countRoundTrips(
  contests: readonly Contest[],
  count: CountRoundTrips,
): Promise<ReadonlyMap<Contestant, number>> {
  const counted = new Map<Contestant, number>();
  for (const contestant of contests.flatMap(({ contestants }) => contestants)) {
    counted.set(contestant, await count(contestant.run));
  }
  return counted;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
