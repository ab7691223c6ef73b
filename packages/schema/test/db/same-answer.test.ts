import { foreignTables, renewHops } from '@causeway/sql';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askBoth, type Both } from '../same-answer/ask-both.ts';
import { insertNastyRows } from '../same-answer/data/insert-rows.ts';
import { loadRows } from '../same-answer/data/load-rows.ts';
import { operations } from '../same-answer/generator/operations.ts';
import { createPools } from '../same-answer/generator/pools.ts';
import { withoutTypes } from '../same-answer/generator/without-types.ts';
import { createOracle, type Oracle } from '../same-answer/oracle/create-oracle.ts';
import { someStatistics } from '../same-answer/some-statistics.ts';
import { ask, schema } from '../support/ask.ts';

const runs = Number(process.env['SAME_ANSWER_RUNS'] ?? 2_000);
const seed = Number(process.env['SAME_ANSWER_SEED'] ?? Date.now() % 2 ** 31);
/** Side by side, each with a seed of its own: the answers are worked out in other processes. */
const lanes = 4;

/** Tables that the oracle has no rows of, by the names of their types: nothing of them is asked. */
const beyondOracle: readonly string[] = [];

let databases: TestDatabases;
/** Many operations take longer than the hop's token lives. */
let renewal: NodeJS.Timeout;
let oracle: Oracle;
let both: Both;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'empty' });
  renewal = setInterval(() => renewHops(databases.admin('users'), databases.topology, foreignTables), 300_000);
  await insertNastyRows(databases);
  const statisticsOf = await someStatistics(databases);
  oracle = createOracle(schema, await loadRows(databases));
  both = {
    product: (document, variables) => ask(databases, document, variables, statisticsOf(document)),
    oracle: async (document, variables) => JSON.parse(JSON.stringify(await oracle.ask(document, variables))),
  };
});
afterAll(async () => {
  clearInterval(renewal);
  await databases[Symbol.asyncDispose]();
});

describe('every answer is what one database holding all the tables would have answered', () => {
  test(`${runs} generated operations, SAME_ANSWER_SEED=${seed}`, { timeout: 120_000 + runs * 200 }, async () => {
    // Printed whichever the reporter: a failure has to be found again.
    process.stdout.write(`same answer: SAME_ANSWER_SEED=${seed} SAME_ANSWER_RUNS=${runs}\n`);
    const arbitrary = operations(withoutTypes(schema, beyondOracle), createPools(oracle));
    const checks = Array.from({ length: lanes }, (_, lane) =>
      fc.check(
        fc.asyncProperty(arbitrary, (tree) => askBoth(both, tree)),
        { seed: seed + lane, numRuns: Math.ceil(runs / lanes) },
      ),
    );
    const failures = (await Promise.all(checks)).filter(({ failed }) => failed);
    expect(failures.map(({ errorInstance }) => String(errorInstance)).join('\n\n')).toBe('');
  });

  test.each([['figures of which none is shown, over no rows', '{ orderStats(where: {or: []}) { __typename } }']])(
    '%s',
    async (_what, document) => {
      const [product, expected] = await Promise.all([both.product(document, {}), both.oracle(document, {})]);
      expect(product).toEqual(expected);
    },
  );
});
