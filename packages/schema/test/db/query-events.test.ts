import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import type { QueryEvent } from '../../src/index.ts';
import { ask } from '../support/ask.ts';

const query = '{ user(id: "User:1") { name orders(first: 2) { nodes { id } } } all: orderStats { count } }';

test('each stage and each statement of each root field is told once, with its time', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const events: QueryEvent[] = [];
  const begin = performance.now();
  expect(await ask(databases, query, {}, { onEvent: (event) => events.push(event) })).not.toHaveProperty('errors');

  const of = (key: string) => events.filter((event) => event.key === key);
  for (const key of ['user', 'all']) {
    const names = of(key).map((event) => (event.kind === 'stage' ? event.stage : event.kind));
    expect(names).toEqual(['selection', 'plan', 'compile', 'statement']);
  }
  expect(events).toHaveLength(8);
  for (const { startedAt, durationMs, error } of events) {
    expect(startedAt).toBeGreaterThanOrEqual(begin);
    expect(startedAt + durationMs).toBeLessThanOrEqual(performance.now());
    expect(error).toBeUndefined();
  }
  expect(of('user').at(-1)).toMatchObject({ cluster: 'users', plan: { field: 'Query.user' } });
});

test('what fails is told with its error, and what is run in its place too', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await sql`alter server orders options (set port '1')`.execute(databases.admin('users'));
  const events: QueryEvent[] = [];
  const onEvent = (event: QueryEvent) => events.push(event);
  await ask(databases, query, {}, { onEvent });
  const statements = events.filter((event) => event.kind === 'statement' && event.key === 'user');
  expect(statements.map(({ error }) => error === undefined)).toEqual([false, true]);

  events.length = 0;
  await ask(databases, '{ user(id: "Order:1") { name } }', {}, { onEvent });
  expect(events).toMatchObject([
    { kind: 'stage', stage: 'selection', error: { extensions: { code: 'BAD_USER_INPUT' } } },
  ]);
});

test("a running statement shows whose it is in the database's activity, first of all", async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  const admin = databases.admin('users');
  const origin = { requestId: 'report-7', traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' };
  const running = await admin.transaction().execute(async (locked) => {
    await sql`lock table users in access exclusive mode`.execute(locked);
    const asked = ask(databases, '{ a: user(id: "User:1") { id } b: users { nodes { id } } }', {}, { origin });
    const texts = await vi.waitFor(async () => {
      const { rows } = await sql<{ query: string }>`
        select query from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
        admin,
      );
      expect(rows).toHaveLength(2);
      return rows.map((row) => row.query);
    });
    return { asked, texts };
  });
  expect(await running.asked).not.toHaveProperty('errors');
  const comment = `/* request_id='report-7',traceparent='${origin.traceparent}' */ `;
  for (const text of running.texts) expect(text.startsWith(comment)).toBe(true);
});
