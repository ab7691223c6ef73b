import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { rateMeter } from '../../src/progress/rate.ts';
import { stepDisplay, stoppable } from '../../src/progress/show-steps.ts';

function screen() {
  const lines: string[] = [];
  return { lines, write: (text: string) => void lines.push(text.trimEnd()) };
}

test('the rate is that of all rows since the start', () => {
  let now = 1_000;
  const describe = rateMeter(() => now);
  expect(describe(0, 1_000_000)).toBe('0 of 1,000,000 rows (0%)');
  now += 2_000;
  expect(describe(300_000, 1_000_000)).toBe('300,000 of 1,000,000 rows (30%), 150,000 rows/s');
  expect(describe(300_000)).toBe('300,000 rows, 150,000 rows/s');
});

test('without a terminal, steps are plain lines: begun, now and then where they are, and how they ended', async () => {
  const { lines, write } = screen();
  const step = stepDisplay({ write }, false, 5);
  const result = await step(
    'Load',
    async (report) => {
      report('half');
      await sleep(30);
      return 42;
    },
    (value) => `${value} rows`,
  );
  expect(result).toBe(42);
  expect(lines).toEqual(['Load ...', 'Load: half', 'Load: 42 rows']);
});

test('once a stop is asked for, no step begins, and one that fails counts as stopped', async () => {
  const controller = new AbortController();
  const reason = new Error('stop');
  const step = stoppable(stepDisplay(screen(), false), controller.signal);
  const failing = step('Load', async () => {
    controller.abort(reason);
    throw new Error('its program was interrupted');
  });
  await expect(failing).rejects.toBe(reason);
  let begun = false;
  const next = step('Next', async () => {
    begun = true;
  });
  await expect(next).rejects.toBe(reason);
  expect(begun).toBe(false);
});
