import { expect, test } from 'vitest';
import { type Verdict, watchClusters } from '../../../src/hub/cluster-watch.ts';
import type { HubError } from '../../../src/hub/hub-error.ts';
import type { HubEvent } from '../../../src/hub/hub-event.ts';

/** A watch over clusters of which those in `silent` do not answer. */
function watchOver(silent: Set<string>, suspectMs = 10, probeMs = 10) {
  const events: HubEvent[] = [];
  const probes: string[] = [];
  const watch = watchClusters({
    suspectMs,
    probeMs,
    onEvent: (event) => events.push(event),
    probe: async (cluster): Promise<Verdict> => {
      probes.push(cluster);
      return silent.has(cluster) ? { kind: 'gone', cluster, error: 'silence' } : { kind: 'answers' };
    },
  });
  return { watch, events, probes, [Symbol.asyncDispose]: () => watch[Symbol.asyncDispose]() };
}

test('a statement that takes long is given up where its cluster does not answer, and so is every other that reaches it', async () => {
  await using world = watchOver(new Set(['orders']));
  const given: HubError[] = [];
  using _first = world.watch.attend(['users', 'orders'], (error) => given.push(error));
  using _second = world.watch.attend(['users', 'orders'], (error) => given.push(error));
  using _local = world.watch.attend(['users'], () => expect.unreachable());
  await expect.poll(() => given).toHaveLength(2);
  expect(given.map(({ failure }) => failure)).toEqual(Array(2).fill({ kind: 'gone', cluster: 'orders' }));
  expect(world.events).toEqual([{ kind: 'gone', cluster: 'orders', error: 'silence' }]);
  expect(world.watch.isGone('orders')).toBe(true);
  expect(world.watch.isGone('users')).toBe(false);
});

test('a statement that takes long goes on where its cluster answers, and the cluster is asked once for all of them', async () => {
  await using world = watchOver(new Set(), 40);
  const statements = Array.from({ length: 50 }, () => world.watch.attend(['users'], () => expect.unreachable()));
  await expect.poll(() => world.probes.length).toBeGreaterThan(1);
  for (const statement of statements) statement[Symbol.dispose]();
  expect(world.probes.length).toBeLessThan(10);
  expect(world.events).toEqual([]);
});

test('a statement that ended is watched over no more', async () => {
  await using world = watchOver(new Set(['users']), 5);
  world.watch.attend(['users'], () => expect.unreachable())[Symbol.dispose]();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(world.probes).toEqual([]);
});

test('a cluster that was lost is asked until it answers; it is told once that it went, and once that it is back', async () => {
  const silent = new Set(['orders']);
  await using world = watchOver(silent);
  for (const error of [1, 2, 3]) world.watch.lost('orders', error);
  await expect.poll(() => world.probes.length).toBeGreaterThan(2);
  silent.clear();
  await expect.poll(() => world.watch.isGone('orders')).toBe(false);
  expect(world.events).toEqual([
    { kind: 'gone', cluster: 'orders', error: 1 },
    { kind: 'back', cluster: 'orders' },
  ]);
});
