import { stat } from 'node:fs/promises';
import { type Cluster, readTopology } from '@causeway/sql';
import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runCommand } from '../support/run-cli.ts';
import { writeTopology } from '../support/topology-folder.ts';

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

test('a cluster that cannot be administered is named, with its address, its login and what to check', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const { hub, others } = databases.topology;
  const closed = { ...hub, writer: { host: '127.0.0.1', port: 1 } };
  await using topology = await writeTopology({ hub: closed, others });
  const message =
    'Cluster "users" cannot be administered at 127.0.0.1, port 1, as "postgres": connect ECONNREFUSED 127.0.0.1:1. ' +
    'Check its writer, tls and admin in the topology.';
  for (const args of [['fdw', 'plan'], ['fdw', 'check'], ['migrate'], ['import', '/nowhere']]) {
    const { exitCode, err } = await runCommand([...args, '--topology', topology.file]);
    expect(exitCode).toBe(1);
    expect(err, args.join(' ')).toContain(message);
  }
});

test('fdw renew: gives the hop a token that it signs in with, and says when it ends', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  await using topology = await writeTopology(databases.topology);
  const hub = databases.admin('users');
  await sql`alter user mapping for fdw_hop server orders options (set password 'dead')`.execute(hub);
  const ask = () => sql`select from orders.products`.execute(databases.hub);
  await expect(ask()).rejects.toThrow('could not connect to server "orders"');

  const { exitCode, out } = await runCommand(['fdw', 'renew', '--topology', topology.file]);
  expect({ exitCode, out }).toEqual({
    exitCode: 0,
    out: expect.stringMatching(/^orders: new token of fdw_reader, ends \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\n$/),
  });
  await expect(ask()).resolves.toBeDefined();
});

test('a topology without administrators can be served, and commands that need one name the keys to add', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const { hub, others } = databases.topology;
  const served = ({ admin: _, ...cluster }: Cluster): Cluster => cluster;
  await using none = await writeTopology({ hub: served(hub), others: others.map(served) });
  const missing = (name: string) => `- clusters.${name}.admin: found nothing; write the login`;

  const migrate = await runCommand(['migrate', '--topology', none.file]);
  expect(migrate).toMatchObject({ exitCode: 1, out: '' });
  for (const { name } of [hub, ...others]) expect(migrate.err).toContain(missing(name));
  for (const args of [
    ['import', '/nowhere'],
    ['fdw', 'plan'],
    ['fdw', 'check'],
  ]) {
    const { exitCode, err } = await runCommand([...args, '--topology', none.file]);
    expect(exitCode).toBe(1);
    expect(err, args.join(' ')).toContain(missing('users'));
  }

  await using hubAlone = await writeTopology({ hub, others: others.map(served) });
  const { exitCode, err } = await runCommand(['import', '/nowhere', '--topology', hubAlone.file]);
  expect(exitCode).toBe(1);
  expect(err).toContain(missing('orders'));
  expect(await runCommand(['fdw', 'check', '--topology', hubAlone.file])).toMatchObject({ exitCode: 0, err: '' });
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
