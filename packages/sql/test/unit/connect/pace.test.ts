import { expect, test } from 'vitest';
import { createPace } from '../../../src/connect/pace.ts';

/** A pace over a clock that stands still until it is moved, and the pauses that it asked for. */
function world(random = 0.5) {
  const clock = { now: 0 };
  const pauses: number[] = [];
  const pace = createPace({
    burst: 50,
    perSecond: 100,
    now: () => clock.now,
    random: () => random,
    pause: async (ms) => pauses.push(ms),
  });
  return {
    clock,
    pauses,
    turns: (count: number, key = 'a') => Promise.all(Array.from({ length: count }, () => pace.turn(key))),
  };
}

test('a burst passes at once, and what comes with it a hundred a second', async () => {
  const { pauses, turns } = world();
  await turns(50);
  expect(pauses).toEqual([]);
  await turns(450);
  expect(pauses.slice(0, 3)).toEqual([10, 20, 30]);
  expect(pauses.at(-1)).toBe(4_500);
});

test('after a rest a burst passes again, and each key has its own', async () => {
  const { clock, pauses, turns } = world();
  await turns(60);
  expect(pauses).toHaveLength(10);
  await turns(50, 'b');
  expect(pauses).toHaveLength(10);
  clock.now += 600;
  await turns(50);
  expect(pauses).toHaveLength(10);
});

test('waiting turns come a little earlier or later by chance', async () => {
  for (const [random, pause] of [
    [0, 5],
    [1, 15],
  ] as const) {
    const { pauses, turns } = world(random);
    await turns(51);
    expect(pauses).toEqual([pause]);
  }
});
