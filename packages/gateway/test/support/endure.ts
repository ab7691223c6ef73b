import { setTimeout as sleep } from 'node:timers/promises';
import type { HubEvent } from '@causeway/sql';
import type { FaultClusters } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect } from 'vitest';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { describeOutcomes, type LoadOperation, startLoad } from './fault-load.ts';
import { loopbackConfig } from './loopback-config.ts';
import { post, readAnswer } from './post.ts';

/** What a cluster meets. */
export type Fault = {
  readonly cluster: 'users' | 'orders';
  readonly begin: () => Promise<void> | void;
  readonly end: () => Promise<void> | void;
};

const clients = 100;
const deadlineMs = 15_000;

/** Beyond the deadline, what a machine with more to do than it can needs to write an answer. */
const slackMs = 5_000;

/**
 * A gateway under load: for two seconds in peace, for seven while the fault lasts, and then until all is whole again. Every answer has
 * to be right, in time, and none may lack more than the cluster's own part. Writes the figures beside the test.
 */
export async function endure(
  { topology }: FaultClusters,
  { cluster, begin, end }: Fault,
  annotate: (text: string) => Promise<unknown>,
): Promise<void> {
  const events: HubEvent[] = [];
  const options = { onHubEvent: (event: HubEvent) => void events.push(event) };
  const config = loopbackConfig({ hub: { deadline: `${deadlineMs}ms` } });
  await using gateway = await serveTopology(topology, config, () => {}, options);
  const load = startLoad(gateway.url, clients, await operations(gateway.url, cluster));
  await sleep(2_000);
  const from = load.now();
  await begin();
  await sleep(7_000);
  await end();
  const to = load.now();
  const lastPartial = () => load.outcomes.findLast(({ kind }) => kind !== 'whole')?.at ?? 0;
  // Each client has asked and been answered since.
  const wholeSince = () => load.outcomes.length - 1 - load.outcomes.findLastIndex(({ kind }) => kind !== 'whole');
  await expect.poll(wholeSince, { timeout: 30_000, interval: 100 }).toBeGreaterThan(clients);
  await load.stop();

  const during = load.outcomes.filter(({ at }) => at >= from && at < to);
  for (const [name, outcomes] of Map.groupBy(during, ({ operation }) => operation)) {
    await annotate(describeOutcomes(name, outcomes));
  }
  await annotate(`whole again ${Math.round(Math.max(0, lastPartial() - to))} ms after the end of the fault`);
  await annotate([...Map.groupBy(events, nameOf)].map(([name, list]) => `${name}: ${list.length}`).join(', '));
  expect(load.outcomes.filter(({ kind }) => kind === 'wrong').slice(0, 3)).toEqual([]);
  expect(Math.max(...load.outcomes.map(({ ms }) => ms))).toBeLessThan(deadlineMs + slackMs);
  expect(during.some(({ kind }) => kind === 'without')).toBe(true);
  const changes = events.flatMap((event) => ('cluster' in event ? [`${event.kind}: ${event.cluster}`] : []));
  expect([changes.at(0), changes.at(-1)]).toEqual([`gone: ${cluster}`, `back: ${cluster}`]);
}

/** Of the hub, of both clusters, and of the orders cluster alone, each with its answers. */
async function operations(url: string, lost: Fault['cluster']): Promise<readonly LoadOperation[]> {
  const operation = async (name: string, query: string, without: (whole: unknown) => unknown) => {
    const { data, codes } = await readAnswer(await fetch(url, post({ query })));
    expect(codes).toEqual([]);
    return { name, query, whole: data, without: without(data) };
  };
  // Where its only root field may not be null, an answer without it is null as a whole.
  const users = lost === 'users' ? () => null : () => undefined;
  const [local, cross, own] = await Promise.all([
    operation('local', '{ users(first: 5) { nodes { id name } } }', users),
    operation(
      'cross',
      '{ users(first: 3) { nodes { id orders(first: 2) { nodes { id total } } } } }',
      lost === 'users' ? users : withoutOrders,
    ),
    operation('own', '{ orders(first: 2) { nodes { id } } }', withoutOrders),
  ]);
  return [local, cross, local, own];
}

function withoutOrders(data: unknown): unknown {
  return JSON.parse(JSON.stringify(data), (key, value) => (key === 'orders' ? null : value));
}

function nameOf(event: HubEvent): string {
  return 'because' in event ? `${event.kind}: ${event.because}` : event.kind;
}

/** Once no gateway runs, nobody is signed in for one any more, in neither cluster, nor runs anything. */
export async function expectNoSessions(clusters: FaultClusters): Promise<void> {
  for (const cluster of ['users', 'orders'] as const) {
    const sessions = async () =>
      (
        await sql`
          select usename, application_name, state, wait_event, query from pg_stat_activity
          where usename in ('gateway', 'fdw_reader')`.execute(clusters.admin(cluster))
      ).rows;
    await expect.poll(sessions, { timeout: 40_000 }).toEqual([]);
  }
}
