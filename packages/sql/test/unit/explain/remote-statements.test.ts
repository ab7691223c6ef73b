import { expect, test } from 'vitest';
import { parsePlan } from '../../../src/explain/plan.ts';
import { remoteStatements } from '../../../src/explain/remote-statements.ts';

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

  expect(remoteStatements(plan)).toEqual([
    { cluster: 'orders', relation: 'orders_fdw.orders', sql: 'SELECT 1', loops: 1, rows: 50 },
    { cluster: 'orders', relation: 'orders_fdw.products', sql: 'SELECT 2', loops: 50, rows: 25 },
    { cluster: 'billing', relation: '(billing_fdw.a) INNER JOIN (billing_fdw.b)', sql: 'SELECT 3', loops: 0, rows: 0 },
  ]);
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
