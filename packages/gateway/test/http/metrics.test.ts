import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabases, type TestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { LogEvent } from '../../src/server/log.ts';
import { serveTopology } from '../../src/server/serve-topology.ts';
import { loopbackConfig } from '../support/loopback-config.ts';
import { post, readAnswer } from '../support/post.ts';
import { type Sample, sampleValue, scrape } from '../support/scrape.ts';

/** A gateway as `serve` starts it, with a port for metrics. */
async function serveMeasured({ topology }: TestDatabases, metricsOperations: string[] = [], requests = {}) {
  const logged: LogEvent[] = [];
  const config = loopbackConfig({ requests, hub: { probe: '50ms' }, observe: { metricsPort: 0, metricsOperations } });
  const gateway = await serveTopology(topology, config, (event) => logged.push(event), {
    hopRenewalAge: () => 17,
  });
  const metricsUrl = logged.map(({ message }) => /Serving metrics at (\S+)/.exec(message)?.[1]).find(Boolean) ?? '';
  const ask = async (query: string, headers = {}) =>
    await readAnswer(await fetch(gateway.url, post({ query }, { headers })));
  return {
    ask,
    metricsUrl,
    samples: async () => await scrape(metricsUrl),
    url: gateway.url,
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}

test('requests, stages, statements and scans are counted as they were made', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serveMeasured(databases, ['Newest']);
  const newest = 'query Newest { user(id: "User:1") { orders(first: 2) { nodes { id items { nodes { id } } } } } }';
  const answers = [await gateway.ask(newest), await gateway.ask(newest), await gateway.ask(newest)];
  expect(answers.flatMap(({ codes }) => codes)).toEqual([]);
  const ids = [...JSON.stringify(answers.map(({ data }) => data)).matchAll(/"id":/g)];
  await gateway.ask('query Stranger { users { nodes { id } } }');
  await gateway.ask('query Newest { nope }');
  await gateway.ask('{');

  const samples = await gateway.samples();
  const value = (name: string, labels = {}) => sampleValue(samples, `causeway_${name}`, labels);
  expect(value('requests_total', { operation: 'Newest', outcome: 'ok' })).toBe(3);
  expect(value('requests_total', { operation: 'Newest', outcome: 'refused' })).toBe(1);
  expect(value('requests_total', { operation: 'other', outcome: 'ok' })).toBe(1);
  expect(value('requests_total', { operation: 'other', outcome: 'refused' })).toBe(1);
  expect(value('request_duration_seconds_count', { operation: 'Newest' })).toBe(4);
  expect(value('request_duration_seconds_sum', { operation: 'Newest' })).toBeGreaterThan(0.001);
  expect(value('errors_total', { code: 'GRAPHQL_VALIDATION_FAILED' })).toBe(1);
  expect(value('errors_total', { code: 'INTERNAL' })).toBe(0);
  expect(value('statements_total', { cluster: 'users', route: 'foreign', outcome: 'ok' })).toBe(3);
  expect(value('statements_total', { cluster: 'users', route: 'hub', outcome: 'ok' })).toBe(1);
  expect(value('planned_remote_scans_total', { cluster: 'orders' })).toBe(6);
  // As explain counts them for such a statement: 3 for each of two scans, 2 for their transaction.
  expect(value('planned_remote_round_trips_total', { cluster: 'orders' })).toBe(3 * 8);
  // All records of that operation are in lists, and each has an id.
  expect(ids.length).toBeGreaterThan(6);
  expect(value('answered_rows_total', { operation: 'Newest' })).toBe(ids.length);
  expect(value('session_wait_seconds_count', { pool: 'orders' })).toBe(3);
  expect(value('stage_duration_seconds_count', { stage: 'plan' })).toBe(4);
  expect(value('requests_running')).toBe(0);
  expect(value('pool_sessions', { pool: 'orders', state: 'idle' })).toBe(1);
  expect(value('pool_statements', { pool: 'local', state: 'waiting' })).toBe(0);
  expect(value('cluster_up', { cluster: 'orders' })).toBe(1);
  expect(sampleValue(samples, 'nodejs_eventloop_lag_p99_seconds')).toBeGreaterThan(0);
  expect(sampleValue(samples, 'process_resident_memory_bytes')).toBeGreaterThan(1e7);
});

test('names that clients make up are no series', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using gateway = await serveMeasured(databases);
  await gateway.ask('{ users { nodes { id } } }');
  const ofOperations = (samples: readonly Sample[]) => samples.filter(({ labels }) => 'operation' in labels).length;
  const before = ofOperations(await gateway.samples());
  expect(before).toBeGreaterThan(10);
  await Promise.all(
    Array.from({ length: 50 }, (_, index) => gateway.ask(`query Made${index} { users { nodes { id } } }`)),
  );
  const after = await gateway.samples();
  expect(ofOperations(after)).toBe(before);
  expect(JSON.stringify(after)).not.toContain('Made');
});

test('operations of trusted documents are told apart by their names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-metrics-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  const document = 'query Trusted { users { nodes { id } } }';
  const trustedDocuments = join(folder, 'documents.json');
  await writeFile(
    trustedDocuments,
    JSON.stringify({ [createHash('sha256').update(document).digest('hex')]: document }),
  );
  await using databases = await createTestDatabases({ data: 'empty' });
  await using gateway = await serveMeasured(databases, [], { trustedDocuments });
  for (const query of [document, 'query Stranger { users { nodes { id } } }']) await gateway.ask(query);
  const samples = await gateway.samples();
  expect(sampleValue(samples, 'causeway_requests_total', { operation: 'Trusted', outcome: 'ok' })).toBe(1);
  expect(sampleValue(samples, 'causeway_requests_total', { operation: 'other', outcome: 'ok' })).toBe(1);
});

test('a cluster that goes and comes back can be seen', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using gateway = await serveMeasured(databases);
  const up = async () => sampleValue(await gateway.samples(), 'causeway_cluster_up', { cluster: 'orders' });
  const port = String(databases.topology.others[0]?.writer.port);
  const move = async (to: string) =>
    await sql`alter server orders options (set port ${sql.lit(to)})`.execute(databases.admin('users'));

  await move('1');
  expect((await gateway.ask('{ orders { nodes { id } } }')).codes).toEqual(['SOURCE_UNAVAILABLE']);
  expect(await up()).toBe(0);
  const samples = await gateway.samples();
  expect(sampleValue(samples, 'causeway_cluster_outages_total', { cluster: 'orders' })).toBe(1);
  expect(sampleValue(samples, 'causeway_errors_total', { code: 'SOURCE_UNAVAILABLE' })).toBe(1);
  expect(sampleValue(samples, 'causeway_hop_renewal_age_seconds')).toBe(17);
  await move(port);
  await vi.waitFor(async () => expect(await up()).toBe(1), { timeout: 10_000 });
});

test('the port of metrics answers nothing else, and the port of GraphQL no metrics', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using gateway = await serveMeasured(databases);
  expect((await fetch(gateway.metricsUrl.replace('/metrics', '/graphql'))).status).toBe(404);
  expect((await fetch(gateway.metricsUrl, { method: 'POST' })).status).toBe(404);
  expect((await fetch(gateway.url.replace('/graphql', '/metrics'))).status).toBe(404);
});
