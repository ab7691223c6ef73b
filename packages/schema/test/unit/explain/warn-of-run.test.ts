import type { RemoteStatement } from '@causeway/sql';
import { expect, test } from 'vitest';
import { warnOfRun } from '../../../src/explain/warn-of-run.ts';

const statement = (more: Partial<RemoteStatement>): RemoteStatement => ({
  cluster: 'orders',
  relation: 'orders_fdw.orders',
  sql: 'SELECT 1',
  loops: 1,
  rows: 10,
  roundTrips: 3,
  durationMs: 1,
  cte: 'f2',
  ...more,
});

test('few rows, or rows that were of use, are no news', () => {
  expect(warnOfRun([statement({}), statement({ rows: 0, loops: 0 })], new Map([['f2', 1]]))).toEqual([]);
  expect(warnOfRun([statement({ rows: 5_000 })], new Map([['f2', 4_000]]))).toEqual([]);
});

test('many rows that travelled for few are', () => {
  expect(warnOfRun([statement({ rows: 30_000 }), statement({ rows: 10_000 })], new Map([['f2', 50]]))).toEqual([
    { fetch: 'f2', kind: 'many rows travel', message: '40000 rows travelled from orders, of which 50 were kept.' },
  ]);
});

test('a statement for each row of something is, however few', () => {
  expect(warnOfRun([statement({ loops: 50, cte: null })], new Map())).toEqual([
    {
      fetch: '',
      kind: 'sent repeatedly',
      message: 'The same statement was sent to orders 50 times, once for each row of something.',
    },
  ]);
});
