import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSchema as buildFromText } from 'graphql';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { runCommand } from '../support/run-cli.ts';

test('help names every command and is no failure', async () => {
  const { exitCode, out } = await runCommand(['--help']);
  expect(exitCode).toBe(0);
  for (const name of ['dev', 'serve', 'migrate', 'fdw', 'doctor', 'import', 'print-schema', 'config'])
    expect(out).toContain(`\n  ${name} `);
});

test('--version prints that of the package', async () => {
  expect(await runCommand(['--version'])).toEqual({ exitCode: 0, out: `${manifest.version}\n`, err: '' });
});

test('a CA file that is missing is named with its cluster and key', async () => {
  const cluster = {
    writer: { host: '127.0.0.1', port: 1 },
    database: 'users',
    user: 'gateway',
    auth: { kind: 'password', password: 'x' },
    tls: { ca: '/nowhere/ca.pem' },
  };
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-cli-'));
  const file = join(folder.path, 'topology.json');
  await writeFile(file, JSON.stringify({ hub: 'users', clusters: { users: cluster } }));
  const { exitCode, err } = await runCommand(['serve', '--open-to-everybody', '--topology', file, '--port', '0']);
  expect(exitCode).toBe(1);
  expect(err).toBe(
    'The TLS of cluster "users" cannot be verified:\n' +
      '- clusters.users.tls.ca: found that no certificate can be read from /nowhere/ca.pem (ENOENT); ' +
      'write the path of a PEM file that this process may read, or "rds"\n',
  );
});

describe('a wrong command line ends with 2 and says what is wrong:', () => {
  test.each([
    [['nope'], "unknown command 'nope'"],
    [['fdw', 'nope'], "unknown command 'nope'"],
    [['dev', '--nope'], "unknown option '--nope'"],
    [['dev', '--port', '99999'], 'from 0 to 65535'],
    [['dev', '--users', 'many'], 'must be a whole number'],
    [['dev', '--orders', '0'], 'must be a whole number from 1'],
    [['serve'], 'write --topology FILE'],
    [['import'], "missing required argument 'dir'"],
  ])('%j', async (args, message) => {
    const { exitCode, out, err } = await runCommand(args);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain(message);
  });
});

test('a failure is one message; its stack is shown on demand', async () => {
  const { exitCode, err } = await runCommand(['serve', '--open-to-everybody', '--topology', '/nowhere.json']);
  expect(exitCode).toBe(1);
  expect(err).toBe('The topology file /nowhere.json cannot be read (ENOENT): check its path and permissions.\n');
  const { err: verbose } = await runCommand([
    'serve',
    '--open-to-everybody',
    '--topology',
    '/nowhere.json',
    '--verbose',
  ]);
  expect(verbose).toContain('read-topology.ts:');
});

test('print-schema prints a schema that GraphQL reads back', async () => {
  const { exitCode, out, err } = await runCommand(['print-schema']);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(Object.keys(buildFromText(out).getQueryType()?.getFields() ?? {})).toContain('users');
});
