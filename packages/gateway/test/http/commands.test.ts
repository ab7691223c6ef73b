import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { readTopology } from '@causeway/sql';
import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createGatewayWorld } from '../support/gateway-world.ts';
import { post, readAnswer } from '../support/post.ts';
import { runCommand } from '../support/run-cli.ts';
import { writeTopology } from '../support/topology-folder.ts';

const northwind = fileURLToPath(new URL('../../../../../shared/data/northwind/', import.meta.url));

test('a published topology is read back as it was, by its owner only', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using topology = await writeTopology(databases.topology);
  expect(await readTopology(topology.file)).toEqual(databases.topology);
  expect((await stat(topology.file)).mode & 0o777).toBe(0o600);
});

test('fdw: nothing to do on joined clusters; drift is named and ends with 1; apply mends the hub', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using topology = await writeTopology(databases.topology);
  const fdw = (name: string) => runCommand(['fdw', name, '--topology', topology.file]);

  expect(await fdw('plan')).toMatchObject({ exitCode: 0, out: 'Nothing to change.\n' });
  expect(await fdw('check')).toMatchObject({ exitCode: 0, out: 'Everything is as wanted.\n' });

  await sql`drop view orders.products`.execute(databases.admin('users'));
  const plan = await fdw('plan');
  expect(plan).toMatchObject({ exitCode: 0 });
  expect(plan.out).toContain('create view orders.products');
  const drifted = await fdw('check');
  expect(drifted.exitCode).toBe(1);
  expect(drifted.out).toContain('create view orders.products');
  expect(drifted.err).toContain('differ from what is wanted');

  expect(await fdw('apply')).toMatchObject({ exitCode: 0, out: plan.out });
  expect(await fdw('check')).toMatchObject({ exitCode: 0 });

  await sql`alter table products alter column sku type varchar(40)`.execute(databases.admin('orders'));
  const remote = await fdw('check');
  expect(remote.exitCode).toBe(1);
  expect(remote.out).toMatch(/sku/);
});

test('migrate: says of each cluster that it is up to date', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using topology = await writeTopology(databases.topology);
  const outcome = await runCommand(['migrate', '--topology', topology.file]);
  expect(outcome).toEqual({ exitCode: 0, out: 'users: up to date\norders: up to date\n', err: '' });
});

test('import: tables that hold rows are left alone', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using topology = await writeTopology(databases.topology);
  const { exitCode, err } = await runCommand(['import', '/nowhere', '--topology', topology.file]);
  expect(exitCode).toBe(1);
  expect(err).toContain('causeway dev --fresh --empty');
});

test('import: Northwind, then the known totals by GraphQL', async (context) => {
  context.skip(!existsSync(northwind), 'the Northwind files are not beside the checkout (../shared/data/northwind)');
  await using world = await createGatewayWorld('empty');
  await using topology = await writeTopology(world.databases.topology);

  const { exitCode, out } = await runCommand(['import', northwind, '--topology', topology.file]);
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: 'users: 91 rows\nproducts: 77 rows\norders: 830 rows\norder_items: 2,155 rows\n',
  });

  const query = '{ users(first: 100) { nodes { id country orders(first: 500) { nodes { status total } } } } }';
  const { codes, data } = await readAnswer(await world.fetch('/graphql', post({ query })));
  expect(codes).toEqual([]);
  const users = readUsers(data);
  const orders = users.flatMap((user) => user.orders);
  const sum = (list: readonly Order[]) => list.reduce((cents, { total }) => cents + BigInt(total.replace('.', '')), 0n);
  const ofUser = (id: string) => users.filter((user) => user.id === id).flatMap((user) => user.orders);
  const ofCountry = (country: string) =>
    users.filter((user) => user.country === country).flatMap((user) => user.orders);
  const delivered = (list: readonly Order[]) => list.filter(({ status }) => status === 'DELIVERED');

  expect(delivered(orders)).toHaveLength(772);
  expect(orders).toHaveLength(830);
  expect(users.filter((user) => user.orders.length === 0).map(({ id }) => id)).toEqual(
    expect.arrayContaining(['User:22', 'User:57']),
  );
  expect(sum(delivered(ofUser('User:71')))).toBe(9942847n);
  expect(sum(delivered(ofUser('User:25')))).toBe(2665674n);
  expect([ofCountry('US').length, sum(ofCountry('US'))]).toEqual([122, 24558303n]);
  expect([ofCountry('PL').length, sum(ofCountry('PL'))]).toEqual([7, 353195n]);
});

type Order = { readonly status: string; readonly total: string };
type User = { readonly id: string; readonly country: string; readonly orders: readonly Order[] };

function readUsers(data: unknown): readonly User[] {
  return nodesAt(data, 'users').map((node) => ({
    id: String(read(node, 'id')),
    country: String(read(node, 'country')),
    orders: nodesAt(node, 'orders').map((order) => ({
      status: String(read(order, 'status')),
      total: String(read(order, 'total')),
    })),
  }));
}

function nodesAt(value: unknown, field: string): readonly unknown[] {
  const nodes = read(read(value, field), 'nodes');
  if (!Array.isArray(nodes)) throw new Error(`No nodes in "${field}".`);
  return nodes;
}

function read(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
