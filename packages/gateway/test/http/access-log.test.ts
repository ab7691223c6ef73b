import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { accessLog } from '../../src/observe/access-log.ts';
import { logTo } from '../../src/server/log.ts';
import { startHttp } from '../../src/server/start-http.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { post } from '../support/post.ts';

/** A gateway with the log that `serve` writes. */
async function createLoggedWorld(data: 'empty' | 'sample'): Promise<GatewayWorld & { readonly lines: string[] }> {
  const lines: string[] = [];
  const log = logTo({ write: (line) => lines.push(line) });
  const world = await createGatewayWorld(data, { log, observers: [accessLog(log)] });
  return Object.assign(world, { lines });
}

const parsed = (lines: readonly string[]) => lines.map((line) => JSON.parse(line));

test('a request leaves one line: what it asked for, what became of it, and what it cost', async () => {
  await using world = await createLoggedWorld('sample');
  const query = 'query Newest { user(id: "User:1") { orders(first: 1) { nodes { id items { nodes { id } } } } } }';
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
  const headers = { 'x-request-id': 'report-7', traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
  await (await world.fetch('/graphql', post({ query }, { headers }))).text();
  expect(parsed(world.lines)).toEqual([
    {
      level: 'info',
      time: expect.any(String),
      message: 'request',
      requestId: 'report-7',
      method: 'POST',
      path: '/graphql',
      caller: 'anybody',
      operation: 'Newest',
      operationType: 'query',
      document: createHash('sha256').update(query).digest('hex'),
      outcome: 'ok',
      status: 200,
      durationMs: expect.any(Number),
      statements: 1,
      remoteScans: 2,
      rows: 3,
      traceId,
    },
  ]);
});

test.each([
  ['query A { users { nodes { id } } }', { operation: 'A', outcome: 'ok', status: 200 }],
  ['query B { nope }', { operation: 'B', outcome: 'refused', status: 400, codes: ['GRAPHQL_VALIDATION_FAILED'] }],
  ['query C {', { outcome: 'refused', status: 400, codes: ['GRAPHQL_PARSE_FAILED'] }],
  ['query D { user(id: "x") { id } }', { operation: 'D', outcome: 'partial', status: 200, codes: ['BAD_USER_INPUT'] }],
  ['query E { users(first: -1) { nodes { id } } }', { operation: 'E', outcome: 'failed', codes: ['BAD_USER_INPUT'] }],
])('the outcome of %s', async (query, expected) => {
  await using world = await createLoggedWorld('empty');
  await (await world.fetch('/graphql', post({ query }))).text();
  expect(parsed(world.lines)).toMatchObject([expected]);
});

test('health checks leave no line, and other paths none that they could write', async () => {
  await using world = await createLoggedWorld('empty');
  await world.fetch('/health');
  expect(world.lines).toEqual([]);
  await world.fetch('/hunter2');
  expect(parsed(world.lines)).toMatchObject([{ path: 'other', status: 404, outcome: 'refused' }]);
  expect(world.lines.join('')).not.toContain('hunter2');
});

test('a client that leaves: one line says so', async () => {
  await using world = await createLoggedWorld('sample');
  const server = await startHttp(world.gateway, { host: '127.0.0.1', port: 0, otherPort: false });
  await world.databases
    .admin('users')
    .transaction()
    .execute(async (locked) => {
      await sql`lock table users in access exclusive mode`.execute(locked);
      const leaving = AbortSignal.timeout(300);
      const asked = fetch(`http://127.0.0.1:${server.port}/graphql`, {
        ...post({ query: 'query Left { users { nodes { id } } }' }),
        signal: leaving,
      });
      await expect(asked).rejects.toThrow();
      await vi.waitFor(() => expect(world.lines).toHaveLength(1));
    });
  await server.stop(1_000);
  await sleep(100);
  const [line, ...more] = parsed(world.lines);
  expect(line).toMatchObject({ operation: 'Left', outcome: 'aborted', message: 'request' });
  expect(line).not.toHaveProperty('status');
  expect(more).toEqual([]);
});

test('nothing that was said, in a document, in variables, headers or an error, stands in the log', async () => {
  await using world = await createLoggedWorld('sample');
  const secret = 'hunter2';
  const headers = { authorization: `Bearer ${secret}`, cookie: secret, 'x-request-id': `${secret} ${secret}` };
  const documents = [
    `{ userByEmail(email: "${secret}") { id } }`,
    `{ user(id: "${secret}") { id } }`,
    `{ users(where: { email: { eq: "${secret}" } }) { nodes { id } } }`,
    `{ users(after: "${secret}") { nodes { id } } }`,
    `{ ${secret} }`,
    `${secret}`,
  ];
  const ask = async (query: string, variables: unknown) =>
    await (await world.fetch('/graphql', post({ query }, { headers, variables }))).text();
  for (const query of documents) await ask(query, { secret });
  const withVariable = 'query ($email: String!) { userByEmail(email: $email) { id } }';
  await ask(withVariable, { email: secret });
  await ask(withVariable, { email: { secret } });
  await ask(withVariable, secret);
  await world.fetch(`/graphql?query=${secret}`, { headers });
  // A fault of ours, with the values of the statement in hand.
  await sql`alter table users rename column email to gone`.execute(world.databases.admin('users'));
  await ask(withVariable, { email: secret });
  await world.hub.destroy();
  await ask(withVariable, { email: secret });

  const events = parsed(world.lines);
  expect(events.filter(({ message }) => message === 'request')).toHaveLength(documents.length + 6);
  expect(events.filter(({ level }) => level === 'error')).toHaveLength(2);
  expect(world.lines.join('')).not.toContain(secret);
});
