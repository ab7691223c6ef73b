import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createTestDatabases } from '@causeway/sql/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { runCommand } from '../support/run-cli.ts';
import { writeTopology } from '../support/topology-folder.ts';

test('doctor: a line for everything, aligned in groups; exit code 0, also with warnings; 1 with a fault', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using topology = await writeTopology(databases.topology);
  const doctor = (...args: string[]) => runCommand(['doctor', '--topology', topology.file, ...args]);
  const everywhere = (variables: Record<string, string>, ...args: string[]) =>
    runCommand(['doctor', ...args], undefined, variables);

  const healthy = await doctor();
  expect(healthy).toMatchObject({ exitCode: 0, out: expect.stringMatching(/\n\n0 faults, 0 warnings, \d+ ok\n$/) });
  expect(healthy.out).not.toContain('\u001b');
  expect(healthy.out).not.toContain('X-Amz');
  const lines = healthy.out.split('\n');
  expect(lines.filter((line) => /^\S/.test(line)).slice(0, -1)).toEqual([
    'Topology',
    'Names (DNS)',
    'TLS',
    'Tokens',
    'Sign-ins',
    'Clocks',
    'Versions',
    'Collations',
    'Roles',
    'Tokens in logs',
    'Foreign servers',
    'Drift',
    'Writers and readers',
    'Indexes',
    'Statistics',
    'Connections',
  ]);
  const texts = lines.flatMap((line) => /^ {2}ok {7}.*? {2}(?=\S)/.exec(line.slice(0, 60))?.[0].length ?? []);
  expect(texts.length).toBeGreaterThan(40);

  const many = await doctor('--tasks', '9');
  expect(many.exitCode).toBe(0);
  expect(many.out).toContain('  warning  users ');
  expect(many.out).toMatch(/\n {20,}-> Fewer tasks or sessions/);

  // What `serve` is told counts here too: the file, the environment, the flags, and the topology that they name.
  const hub = { localSessions: 3, hopSessions: 4 };
  const config = join(dirname(topology.file), 'causeway.json');
  await writeFile(config, JSON.stringify({ clusters: { topology: topology.file }, hub }));
  const configured = await everywhere({ CAUSEWAY_HUB_HOP_SESSIONS: '5' }, '--config', config);
  expect(configured).toMatchObject({ exitCode: 0, out: expect.stringContaining('as gateway, 8 for usual statements') });
  const flagged = await everywhere({ CAUSEWAY_CONFIG: config }, '--hub-hop-sessions', '6', '--tasks', '2');
  expect(flagged.out).toContain('2 tasks open up to 20 connections as fdw_reader, 12 for usual statements');
  const text = await readFile(topology.file, 'utf8');
  const inEnvironment = await everywhere({ CAUSEWAY_TOPOLOGY_JSON: text });
  expect(inEnvironment).toMatchObject({ exitCode: 0, out: expect.stringContaining('0 faults, 0 warnings') });
  // What the flag names wins, as for other commands.
  expect(await everywhere({ CAUSEWAY_TOPOLOGY_JSON: '{}' }, '--topology', topology.file)).toMatchObject({
    exitCode: 0,
  });

  await sql`drop index orders_user_idx`.execute(databases.admin('orders'));
  const broken = await doctor();
  expect(broken.exitCode).toBe(1);
  expect(broken.out).toContain('  fault    orders.orders ');
  expect(broken.err).toContain('There are faults');
});

test('doctor --json: the same as data, alone on the standard output', async () => {
  await using databases = await createTestDatabases({ data: 'sample' });
  await using topology = await writeTopology(databases.topology);
  const healthy = await runCommand(['doctor', '--topology', topology.file, '--json']);
  expect(healthy.exitCode).toBe(0);
  const { outcome, counts, checks } = JSON.parse(healthy.out);
  expect({ outcome, counts }).toEqual({
    outcome: 'ok',
    counts: { ok: expect.any(Number), warning: 0, fault: 0, skipped: 0 },
  });
  expect(checks[2]).toEqual({
    name: 'tls',
    title: 'TLS',
    findings: ['users', 'orders'].map((subject) => ({ outcome: 'ok', subject, text: expect.stringMatching(/^TLSv1/) })),
  });

  await sql`drop view orders.products`.execute(databases.admin('users'));
  const drifted = await runCommand(['doctor', '--topology', topology.file, '--json']);
  expect(drifted.exitCode).toBe(1);
  expect(JSON.parse(drifted.out)).toMatchObject({ outcome: 'fault', counts: { fault: 2 } });
});

test('doctor: a topology that cannot be used is reported with all its faults, and nothing else is looked at', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-doctor-'));
  const file = join(folder.path, 'topology.json');
  await writeFile(
    file,
    JSON.stringify({ hub: 'nobody', clusters: { users: { writer: { host: 'x' }, database: 'users' } } }),
  );
  const { exitCode, out } = await runCommand(['doctor', '--topology', file]);
  expect(exitCode).toBe(1);
  expect(out).toMatch(/^Topology\n {2}fault {4}\S+ +found/);
  for (const path of ['clusters.users.writer.port', 'clusters.users.user', 'clusters.users.tls', 'hub']) {
    expect(out).toContain(`  fault    ${path} `);
  }
  expect(out).toContain('  skipped  clusters ');

  const missing = await runCommand(['doctor', '--topology', '/nowhere.json', '--json']);
  expect(missing.exitCode).toBe(1);
  expect(JSON.parse(missing.out)).toMatchObject({
    outcome: 'fault',
    checks: [{ name: 'topology', findings: [{ text: expect.stringContaining('cannot be read (ENOENT)') }] }, {}],
  });
});

test('doctor: a wrong command line ends with 2', async () => {
  for (const args of [['--tasks', '0'], ['--nope'], ['--tasks', 'many'], ['--hub-hop-sessions', 'x']]) {
    expect(await runCommand(['doctor', ...args])).toMatchObject({ exitCode: 2, out: '' });
  }
});
