import { expect, test } from 'vitest';
import { timeoutWithin } from '../../../src/hub/run-on-session.ts';
import { backoff } from '../../../src/hub/retry.ts';

test.each([
  ['keeps the limit of the session where it is near below', 30_000, 25_000, 25_000],
  ['lowers one beyond what is left, to whole seconds', 29_990, 30_000, 29_000],
  ['raises one far below', 29_990, 3_000, 29_000],
  ['counts short times finer', 1_490, 30_000, 1_450],
  ['never gives no limit at all, which 0 would be', 3, 30_000, 50],
])('%s', (_what, leftMs, currentMs, limitMs) => {
  expect(timeoutWithin(leftMs, currentMs)).toBe(limitMs);
});

test('each further attempt waits a random time up to four times as long', () => {
  expect([1, 2, 3].map((attempt) => backoff(attempt, () => 1))).toEqual([100, 400, 1600]);
  expect(backoff(3, () => 0)).toBe(0);
});
