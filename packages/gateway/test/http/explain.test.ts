import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCaller } from '@causeway/schema';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Explanation } from '../../src/observe/explain/explanation.ts';
import { createGatewayWorld, type GatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';
import { runCommand } from '../support/run-cli.ts';
import { writeTopology } from '../support/topology-folder.ts';

const query = `query Page($first: Int) {
  users(first: $first) { nodes { orders(first: 2) { nodes { id items(first: 1) { nodes { id } } } } } }
  products(first: 1) { nodes { name } }
}`;

const body = (explain: unknown) => JSON.stringify({ query, variables: { first: 20 }, extensions: { explain } });

async function explained({ fetch }: GatewayWorld): Promise<{ data: unknown; explain: Explanation }> {
  const { data, errors, extensions } = await (await fetch('/graphql', post(body(true)))).json();
  expect(errors).toBeUndefined();
  return { data, explain: extensions.explain };
}

test('an answer shows its plan, its statements, and what travelled, as the other cluster saw it', async () => {
  await using world = await createGatewayWorld('sample', { deadlineMs: 30_000 });
  const plain = await (await world.fetch('/graphql', post(body(false)))).json();
  expect(plain).not.toHaveProperty('extensions');

  const remote = await world.databases.recordRemote();
  const { data, explain } = await explained(world);
  expect(data).toEqual(plain.data);

  const [users, products] = explain.statements;
  expect(explain.statements).toHaveLength(2);
  expect(users).toMatchObject({ key: 'users', cluster: 'users', route: 'foreign', failed: false, warnings: [] });
  expect(users?.plan).toMatch(
    /^Query\.users\n {2}f1 users from users via hub: .*\n {4}f2 orders from orders via foreign/,
  );
  expect(users?.sql).toMatch(/^with "f1" as materialized/);
  expect(users?.analyzed?.roundTrips).toBe(8);
  expect(users?.analyzed?.remote.map(({ cte, cluster, loops, rows }) => [cte, cluster, loops, rows])).toEqual([
    ['f2', 'orders', 1, expect.any(Number)],
    ['f3', 'orders', 1, expect.any(Number)],
  ]);
  expect(products?.analyzed?.remote).toMatchObject([{ cte: 'f1', rows: 1, loops: 1 }]);
  // Each statement ran twice: once for the answer, once to be explained.
  const shown = explain.statements.flatMap(({ analyzed }) => analyzed?.remote.map(({ sql }) => sql) ?? []);
  expect((await remote.queries()).toSorted()).toEqual([...shown, ...shown].toSorted());

  for (const { durationMs } of explain.stages) expect(durationMs).toBeGreaterThan(0);
  expect(explain.stages.map(({ stage }) => stage)).toEqual([
    'parse',
    'validate',
    'selection',
    'plan',
    'compile',
    'execute',
  ]);
});

test('it takes the scope plan:read', async () => {
  const caller = createCaller('key:report', [], {});
  await using world = await createGatewayWorld('empty', { authenticate: async () => caller });
  const refused = await readAnswer(await world.fetch('/graphql', post(body(true))));
  expect(refused).toMatchObject({ status: 403, codes: ['FORBIDDEN'], data: undefined });
  expect(refused.errors[0]?.extensions).toMatchObject({ scope: 'plan:read' });
  expect(await readAnswer(await world.fetch('/graphql', post(body(undefined))))).toMatchObject({ status: 200 });
});

test.each(['yes', 1, null, {}])('extensions.explain of %j is refused', async (explain) => {
  await using world = await createGatewayWorld('empty');
  expect((await readAnswer(await world.fetch('/graphql', post(body(explain))))).codes).toEqual(['BAD_USER_INPUT']);
});

test('what failed is shown as failed, and is not run again', async () => {
  await using world = await createGatewayWorld('sample', { deadlineMs: 30_000 });
  const admin = world.databases.admin('users');
  await sql`alter server orders options (set port '1')`.execute(admin);
  const { data, extensions } = await (await world.fetch('/graphql', post(body(true)))).json();
  expect(data.users.nodes).toHaveLength(20);
  const explain: Explanation = extensions.explain;
  // The first run failed, what could be answered without the cluster ran in its place, and only that is explained.
  const users = explain.statements.filter(({ key }) => key === 'users');
  expect(users.map(({ failed, analyzed }) => [failed, analyzed === undefined])).toEqual([
    [true, true],
    [false, false],
  ]);
  expect(users[1]?.analyzed).toMatchObject({ remote: [], roundTrips: 0 });
});

test('causeway explain prints the same for a file, as text and as JSON', async () => {
  await using world = await createGatewayWorld('sample');
  await using topology = await writeTopology(world.databases.topology);
  const folder = await mkdtemp(join(tmpdir(), 'causeway-explain-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
  const [file, variables, wrong] = ['q.graphql', 'v.json', 'wrong.graphql'].map((name) => join(folder, name));
  await writeFile(file ?? '', query);
  await writeFile(variables ?? '', JSON.stringify({ first: 20 }));
  await writeFile(wrong ?? '', '{ users { nope } }');
  const run = (...args: (string | undefined)[]) =>
    runCommand(['explain', ...args.filter((arg) => arg !== undefined), '--topology', topology.file]);

  const text = await run(file, '--variables', variables);
  expect(text.exitCode, text.err).toBe(0);
  expect(text.out).toMatch(/^Answered in [\d.]+ ms: parse [\d.]+, validate /);
  expect(text.out).toContain('  f1 users from users via hub: rows of users, order created_at desc, id desc, limit 20');
  expect(text.out).toContain('  8 round trips between the clusters');
  expect(text.out).toMatch(
    / {4}f2 on orders: \d+ rows, 3 round trips, [\d.]+ ms\n {6}SELECT .* FROM hop\.orders_by_user/,
  );

  const json = await run(file, '--variables', variables, '--json');
  expect(JSON.parse(json.out)).toMatchObject({ statements: [{ key: 'users' }, { key: 'products' }] });

  expect(await run(wrong)).toMatchObject({ exitCode: 1, out: '', err: expect.stringContaining('Cannot query field') });
  expect(await run(file, '--variables', file)).toMatchObject({ exitCode: 1, err: expect.stringContaining('not JSON') });
  expect(await run(join(folder, 'gone.graphql'))).toMatchObject({ exitCode: 1, err: expect.stringContaining('gone') });
});
