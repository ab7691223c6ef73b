import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type AccessRules, defineAccess } from '../../../src/access/access-rules.ts';
import { createCaller } from '../../../src/access/caller.ts';
import { domainCatalog } from '../../../src/catalog/domain.ts';
import { domainAccess } from '../../../src/catalog/domain-access.ts';
import { askBoth } from '../../same-answer/ask-both.ts';
import { coverageOf } from '../../same-answer/coverage.ts';
import { insertNastyRows } from '../../same-answer/data/insert-rows.ts';
import { loadRows } from '../../same-answer/data/load-rows.ts';
import type { Rows } from '../../same-answer/data/rows.ts';
import { operations } from '../../same-answer/generator/operations.ts';
import { createPools } from '../../same-answer/generator/pools.ts';
import { createOracle } from '../../same-answer/oracle/create-oracle.ts';
import { someStatistics } from '../../same-answer/some-statistics.ts';
import { type Sight, visibleRows } from '../../same-answer/visible-rows.ts';
import { ask, schema } from '../../support/ask.ts';

/*
 * Operations over everything that the schema has, with ids and values of all rows, asked by callers who may see some: the answers
 * are those of an oracle that holds these rows and no others, with guesses as without. So no field, filter, ordering, count, figure or group tells of a row
 * that is not the caller's to see.
 */

const runs = Number(process.env['ROW_RULES_RUNS'] ?? 300);
const seed = Number(process.env['ROW_RULES_SEED'] ?? Date.now() % 2 ** 31);
/** Always the same, and enough to meet all that the schema has. */
const known = { seed: 7, runs: 500 };

type View = {
  readonly what: string;
  readonly rules: AccessRules;
  readonly claims: Readonly<Record<string, readonly string[]>>;
  readonly sight: Sight;
};

const usersAlone = defineAccess(domainCatalog, {
  users: { rows: [{ kind: 'claim', claim: 'countries', column: 'country' }] },
});

const everyTable = defineAccess(domainCatalog, {
  users: { rows: [{ kind: 'claim', claim: 'countries', column: 'country' }] },
  orders: {
    rows: [
      { kind: 'claim', claim: 'statuses', column: 'status' },
      { kind: 'through', relation: 'user' },
    ],
  },
  order_items: {
    rows: [
      { kind: 'through', relation: 'order' },
      { kind: 'through', relation: 'product' },
    ],
  },
  products: { rows: [{ kind: 'claim', claim: 'categories', column: 'category' }] },
});

const countries = ['DE', 'IS'];
const statuses = ['paid', 'delivered', 'pending'];
const categories = ['books', 'tools', '', '😀'];

const views: readonly View[] = [
  {
    what: 'a claim of countries: their users, their orders and what these hold',
    rules: domainAccess,
    claims: { countries },
    sight: { user: ({ country }) => countries.includes(country), withUser: true },
  },
  {
    what: 'a claim of no countries: products alone',
    rules: domainAccess,
    claims: { countries: [] },
    sight: { user: () => false, withUser: true },
  },
  {
    what: 'users restricted, orders not: orders of hidden users are as those of users who are gone',
    rules: usersAlone,
    claims: { countries },
    sight: { user: ({ country }) => countries.includes(country), withUser: false },
  },
  {
    what: 'all tables restricted, by their own columns and through each other',
    rules: everyTable,
    claims: { countries: ['US', 'DE'], statuses, categories },
    sight: {
      user: ({ country }) => ['US', 'DE'].includes(country),
      order: ({ status }) => statuses.includes(status),
      product: ({ category }) => categories.includes(category),
      withUser: true,
    },
  },
  {
    what: 'orders and products restricted, users not',
    rules: everyTable,
    claims: { statuses, categories },
    sight: {
      order: ({ status }) => statuses.includes(status),
      product: ({ category }) => categories.includes(category),
      withUser: false,
    },
  },
];

let databases: TestDatabases;
let rows: Rows;
let statisticsOf: Awaited<ReturnType<typeof someStatistics>>;
beforeAll(async () => {
  databases = await createTestDatabases({ data: 'empty' });
  await insertNastyRows(databases);
  statisticsOf = await someStatistics(databases);
  rows = await loadRows(databases);
});
afterAll(() => databases[Symbol.asyncDispose]());

describe('a caller is answered as if what it may not see did not exist', () => {
  const coverage = coverageOf(schema);

  test.each(views)('$what', { timeout: 120_000 + runs * 200 }, async ({ what, rules, claims, sight }) => {
    // Printed whichever the reporter: a failure has to be found again.
    process.stdout.write(`row rules (${what}): ROW_RULES_SEED=${seed} ROW_RULES_RUNS=${runs}\n`);
    const access = { caller: createCaller('test', 'all', claims), rules };
    const oracle = createOracle(schema, visibleRows(rows, sight));
    const both = {
      product: (document: string, variables: Readonly<Record<string, unknown>>) => {
        coverage.note(document, variables);
        return ask(databases, document, variables, { access, ...statisticsOf(document) });
      },
      oracle: async (document: string, variables: Readonly<Record<string, unknown>>) =>
        JSON.parse(JSON.stringify(await oracle.ask(document, variables))),
    };
    // Ids and values of all rows, those of hidden ones too.
    const arbitrary = operations(schema, createPools(createOracle(schema, rows)));
    const share = (all: number) => Math.ceil(all / views.length);
    // Each view asks other operations.
    const place = views.findIndex((view) => view.what === what);
    const checks = [known, { seed, runs }].map((lane) =>
      fc.check(
        fc.asyncProperty(arbitrary, (tree) => askBoth(both, tree)),
        { seed: lane.seed + place, numRuns: share(lane.runs) },
      ),
    );
    const failures = (await Promise.all(checks)).filter(({ failed }) => failed);
    expect(failures.map(({ errorInstance }) => String(errorInstance)).join('\n\n')).toBe('');
  });

  test('whatever the schema has was asked for', () => {
    expect(coverage.missing()).toEqual([]);
  });
});
