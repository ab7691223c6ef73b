import { anybody, buildSchema, errorCodes } from '@causeway/schema';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthenticate } from '../../src/access/create-authenticate.ts';
import { exampleTabs } from '../../src/server/example-tabs.ts';
import { type HttpServer, startHttp } from '../../src/server/start-http.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { roughRequests } from './rough/requests.ts';
import { type Received, type Sent, sender } from './rough/send.ts';

const runs = Number(process.env['FUZZ_RUNS'] ?? 1_000);
const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
/** Far more than any answer takes on a machine that does other things too. */
const longestMs = 10_000;
const lanes = 4;

const more = [
  'query Q($where: UserFilter, $first: Int) { users(where: $where, first: $first, orderBy: [{field: ORDER_TOTAL, direction: DESC}]) { totalCount edges { cursor node { id orderStats { total } } } pageInfo { hasNextPage } } }',
  'query Q($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Order { items(last: 2) { nodes { unitPrice product { sku } } } } } }',
  '{ orderBreakdown(by: [MONTH, USER_COUNTRY], orderBy: {field: PERIOD}, first: 5) { period userCountry total average } salesBreakdown(by: [CATEGORY]) { category revenue } }',
  '{ orders(where: {user: {country: {in: ["DE", "JP"]}}, total: {gt: "10.00"}}, orderBy: {field: USER_NAME}, last: 3) { nodes { id user { name } } } userByEmail(email: "user1@example.com") { id } }',
  'fragment F on Order { id items { nodes { ...G } } } fragment G on OrderItem { quantity } query Q($a: Boolean = true) { orders(first: 2) { nodes { ...F @include(if: $a) } } }',
  '{ __schema { types { name fields { name } } } }',
];

let world: GatewayWorld;
let server: HttpServer;
beforeAll(async () => {
  const known = createAuthenticate({ apiKeys: [] }, () => {});
  const authenticate = async (request: Request) => (request.headers.has('authorization') ? known(request) : anybody);
  world = await createGatewayWorld('sample', { authenticate });
  server = await startHttp(world.gateway, { host: '127.0.0.1', port: 0, otherPort: false });
});
afterAll(async () => {
  await server.stop(0);
  await world[Symbol.asyncDispose]();
});

test(`${runs} requests of every kind find no INTERNAL and no crash, FUZZ_SEED=${seed}`, {
  timeout: 60_000 + runs * 200,
}, async () => {
  process.stdout.write(`fuzz: FUZZ_SEED=${seed} FUZZ_RUNS=${runs}\n`);
  const statuses = new Map<number, number>();
  const codes = new Map<string, number>();
  let slowest = 0;
  using http = sender(server.port, lanes);
  const check = async (sent: Sent) => {
    const start = performance.now();
    const received = await http.send(sent, AbortSignal.timeout(longestMs));
    slowest = Math.max(slowest, performance.now() - start);
    statuses.set(received.status, (statuses.get(received.status) ?? 0) + 1);
    for (const code of codesOf(received)) codes.set(code, (codes.get(code) ?? 0) + 1);
    expectKnown(received);
  };
  const arbitrary = roughRequests(buildSchema(), [...exampleTabs.map(({ query }) => query), ...more]);
  const checks = Array.from({ length: lanes }, (_, lane) =>
    fc.check(fc.asyncProperty(arbitrary, check), {
      seed: seed + lane,
      numRuns: Math.ceil(runs / lanes),
      endOnFailure: true,
    }),
  );
  const failures = (await Promise.all(checks)).filter(({ failed }) => failed);
  const count = (map: ReadonlyMap<unknown, number>) => [...map].map(([key, times]) => `${key}: ${times}`).join(', ');
  process.stdout.write(`fuzz: ${count(statuses)}; ${count(codes)}; slowest ${Math.round(slowest)} ms\n`);
  expect(
    failures
      .map(({ counterexample, errorInstance }) => `${JSON.stringify(counterexample)}\n${errorInstance}`)
      .join('\n\n'),
  ).toBe('');
  expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
  // Right requests are among them: what is tested is not the border alone.
  expect(statuses.get(200) ?? 0).toBeGreaterThan(runs / 10);
});

function expectKnown({ status, headers, body }: Received): void {
  expect(status).toBeLessThan(500);
  if (!String(headers['content-type']).includes('json') || body === '') return;
  for (const code of codesOf({ status, headers, body })) {
    expect(Object.keys(errorCodes)).toContain(code);
    expect(code).not.toBe('INTERNAL');
  }
}

function codesOf({ headers, body }: Received): readonly string[] {
  if (!String(headers['content-type']).includes('json') || body === '') return [];
  const { errors = [] } = JSON.parse(body);
  return errors.map((error: { readonly extensions?: { readonly code?: unknown } }) => String(error.extensions?.code));
}
