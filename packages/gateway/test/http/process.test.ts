import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { post, readAnswer } from '../support/post.ts';
import { runBin } from '../support/run-bin.ts';
import { writeTopology } from '../support/topology-folder.ts';

test('serve answers until SIGTERM, then ends with 0', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using topology = await writeTopology(databases.topology);
  await using gateway = runBin([
    'serve',
    '--open-to-everybody',
    '--topology',
    topology.file,
    '--port',
    '0',
    '--host',
    '127.0.0.1',
  ]);
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  const query = '{ user(id: "User:1") { name orders(first: 1) { nodes { id } } } }';
  expect(await readAnswer(await fetch(url, post({ query })))).toMatchObject({ status: 200, codes: [] });
  gateway.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  await expect(fetch(url)).rejects.toThrow();
});

test('serve --renew-hop mends a token that has ended, and says until when the new one holds', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await sql`alter user mapping for fdw_hop server orders options (set password 'dead')`.execute(
    databases.admin('users'),
  );
  await using topology = await writeTopology(databases.topology);
  const args = [
    'serve',
    '--open-to-everybody',
    '--topology',
    topology.file,
    '--port',
    '0',
    '--host',
    '127.0.0.1',
    '--renew-hop',
  ];
  await using gateway = runBin(args);
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  await gateway.printed(/Renewed the token of the hop to orders: it ends \d{4}-/);
  const query = '{ user(id: "User:1") { orders(first: 1) { nodes { id } } } }';
  expect(await readAnswer(await fetch(url, post({ query })))).toMatchObject({ status: 200, codes: [] });
  gateway.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
});

test('serve starts also while the hub does not answer, and says so', async () => {
  await using databases = await createTestDatabases({ data: 'empty' });
  const { hub, others } = databases.topology;
  const nobody = { host: '127.0.0.1', port: 1 };
  await using topology = await writeTopology({ hub: { ...hub, writer: nobody, reader: nobody }, others });
  await using gateway = runBin([
    'serve',
    '--open-to-everybody',
    '--topology',
    topology.file,
    '--port',
    '0',
    '--host',
    '127.0.0.1',
  ]);
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  expect(gateway.output()).toContain('Cluster \\"users\\" does not answer');
  const answer = await readAnswer(await fetch(url, post({ query: '{ users { nodes { id } } }' })));
  expect(answer.codes).toEqual(['SOURCE_UNAVAILABLE']);
});

test('dev: from nothing to an answer; other commands join its clusters; Ctrl-C stops it; the next start keeps the rows', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'causeway-dev-test-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(stateDir, { recursive: true, force: true }) };
  const env = { CAUSEWAY_STATE_DIR: stateDir };
  const args = ['dev', '--port', '0', '--users', '1000', '--orders', '3000', '--show-sign-ins'];
  const query =
    '{ user(id: "User:1") { name orders(first: 1) { nodes { user { name } items { nodes { product { name } } } } } } }';

  {
    await using dev = runBin(args, env);
    const [, url = ''] = await dev.printed(/Causeway runs: open (\S+)/);
    expect(dev.output()).toContain('Load the sample: 11,000 rows');
    const answer = await readAnswer(await fetch(url, post({ query })));
    expect(answer).toMatchObject({ codes: [], data: { user: { name: 'User 1' } } });
    const signIns = [...dev.output().matchAll(/^sign-in at .*$/gm)].map(([line]) => line);
    expect(signIns.toSorted()).toEqual([
      'sign-in at orders: fdw_reader signed in by token, TLSv1.3 (postgres_fdw)',
      'sign-in at orders: postgres signed in by token, TLSv1.3 (causeway)',
      'sign-in at users: fdw_renewer signed in by token, TLSv1.3 (causeway)',
      'sign-in at users: gateway signed in by token, TLSv1.3 (causeway orders)',
      'sign-in at users: gateway signed in by token, TLSv1.3 (causeway)',
      'sign-in at users: postgres signed in by token, TLSv1.3 (causeway)',
    ]);

    await using check = runBin(['fdw', 'check'], env);
    expect(await check.exited).toBe(0);
    expect(check.output()).toContain('Everything is as wanted.');
    await using second = runBin(args, env);
    expect(await second.exited).toBe(1);
    expect(second.output()).toContain('already run by process');

    dev.kill('SIGINT');
    expect(await dev.exited).toBe(0);
  }
  await using again = runBin(args, env);
  await again.printed(/Load the sample: the rows that are there stay/);
  const [, url = ''] = await again.printed(/Causeway runs: open (\S+)/);
  expect(await readAnswer(await fetch(url, post({ query })))).toMatchObject({ status: 200, codes: [] });
});

test('dev: stopped while it starts, it ends with 0 and leaves nothing running', async () => {
  const stateDir = await mkdtemp(join(tmpdir(), 'causeway-dev-test-'));
  await using _removed = { [Symbol.asyncDispose]: () => rm(stateDir, { recursive: true, force: true }) };
  await using dev = runBin(['dev', '--port', '0'], { CAUSEWAY_STATE_DIR: stateDir });
  await dev.printed(/Load the sample/);
  dev.kill('SIGINT');
  expect(await dev.exited).toBe(0);
  expect(dev.output()).toContain('Stopped.');
  await using fdw = runBin(['fdw', 'check'], { CAUSEWAY_STATE_DIR: stateDir });
  expect(await fdw.exited, fdw.output()).toBe(0);
  expect(fdw.output()).toContain('started for this command');
});
