import { expect, test } from 'vitest';
import { parsePlan } from '../../../src/explain/plan.ts';
import { remoteStatements, roundTripsOf, rowsOfCtes } from '../../../src/explain/remote-statements.ts';

const scan = (more: object): object => ({ 'Node Type': 'Foreign Scan', 'Plan Rows': 10, ...more });

test('lists each remote statement with its cluster, in the order of the plan', () => {
  const plan = parsePlan([
    {
      Plan: {
        'Node Type': 'Nested Loop',
        'Plan Rows': 1,
        'Actual Loops': 1,
        'Actual Rows': 7,
        Plans: [
          scan({
            Schema: 'orders_fdw',
            'Relation Name': 'orders',
            'Remote SQL': 'SELECT 1',
            'Actual Loops': 1,
            'Actual Rows': 50,
            'Actual Total Time': 3.5,
            'Subplan Name': 'CTE f2',
          }),
          scan({
            Schema: 'orders_fdw',
            'Relation Name': 'products',
            'Remote SQL': 'SELECT 2',
            'Actual Loops': 50,
            'Actual Rows': 0.5,
          }),
          scan({
            Relations: '(billing_fdw.a) INNER JOIN (billing_fdw.b)',
            'Remote SQL': 'SELECT 3',
            'Actual Loops': 0,
            'Actual Rows': 0,
          }),
        ],
      },
    },
  ]);

  const statements = remoteStatements(plan);
  expect(statements).toMatchObject([
    { cluster: 'orders', relation: 'orders_fdw.orders', sql: 'SELECT 1', loops: 1, rows: 50, cte: 'f2' },
    { cluster: 'orders', relation: 'orders_fdw.products', sql: 'SELECT 2', loops: 50, rows: 25, cte: null },
    { cluster: 'billing', relation: '(billing_fdw.a) INNER JOIN (billing_fdw.b)', sql: 'SELECT 3', loops: 0, rows: 0 },
  ]);
  expect(statements.map(({ roundTrips }) => roundTrips)).toEqual([3, 150, 0]);
  expect(statements[0]?.durationMs).toBe(3.5);
  expect(roundTripsOf(statements)).toBe(155);
  expect([...rowsOfCtes(plan)]).toEqual([['f2', 50]]);
});

test('rows come in batches, and a full batch asks for another', () => {
  const tripsFor = (rows: number) =>
    remoteStatements(parsePlan([{ Plan: scan({ 'Remote SQL': 'x', 'Actual Loops': 1, 'Actual Rows': rows }) }]))[0]
      ?.roundTrips;
  expect([0, 9_999, 10_000, 25_000].map(tripsFor)).toEqual([3, 3, 4, 5]);
});

test('has no loops and rows where the statement did not run', () => {
  const plan = parsePlan(
    JSON.stringify([{ Plan: scan({ Schema: 'orders_fdw', 'Relation Name': 'orders', 'Remote SQL': 'SELECT 1' }) }]),
  );

  expect(remoteStatements(plan)).toMatchObject([{ loops: null, rows: null }]);
});

test('refuses what is not a plan', () => {
  expect(() => parsePlan([{ plan: 1 }])).toThrow();
});
