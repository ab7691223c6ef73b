import { expect, it } from 'vitest';
import { rateLimit } from '../../../../src/local/rds-iam-emulator/rate-limit.ts';

it('lets so many through in each second, and no more', () => {
  let now = 10_250;
  const limit = rateLimit(2, () => now);
  expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
  now = 10_999;
  expect(limit.take()).toBe(false);
  now = 11_000;
  expect([limit.take(), limit.take(), limit.take()]).toEqual([true, true, false]);
});
