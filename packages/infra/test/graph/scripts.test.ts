import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { serveScript } from '../../src/compute/scripts.ts';
import { containerOf, one } from './look.ts';
import { graphOf } from './scenarios.ts';

const program = fileURLToPath(new URL('../../../gateway/src/bin.js', import.meta.url));

/** The command line as an image has it: `causeway` on the path. */
async function image(script = `exec "${process.execPath}" "${program}" "$@"`) {
  const folder = await mkdtempDisposable(join(tmpdir(), 'causeway-image-'));
  await writeFile(join(folder.path, 'causeway'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return folder;
}

/** Writes each call down with its exit code, and goes on as if it had succeeded, so that a script comes to its end. */
const goingOn = `"${process.execPath}" "${program}" "$@" 2>&1; echo "called: causeway $* -> $?"`;

/** Runs a container's script with its environment, as ECS does. */
function start(folder: string, script: string, environment: Readonly<Record<string, string>>): ChildProcess {
  const path = [folder, dirname(process.execPath), process.env['PATH']].join(delimiter);
  return spawn('/bin/sh', ['-c', script], { env: { ...environment, PATH: path }, stdio: ['ignore', 'pipe', 'pipe'] });
}

async function ended(child: ChildProcess): Promise<{ readonly code: unknown; readonly output: string }> {
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  const [code] = await once(child, 'close');
  return { code, output: chunks.join('') };
}

async function containerNamed(name: 'service' | 'migrate' | 'renewal') {
  const { command, environment } = containerOf(
    one(await graphOf('dev'), 'aws:ecs/taskDefinition:TaskDefinition', name),
  );
  // No cluster of this name exists anywhere: the program gets as far as looking for it.
  const values = environment.map(({ name: key, value }) => [key, value.replaceAll('.amazonaws.com', '.invalid')]);
  return { script: command[0] ?? '', environment: Object.fromEntries(values) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await new Promise((done) => server.close(done));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the service starts from its topology, answers the health check, and stops when it is told to', async () => {
  await using folder = await image();
  const { script, environment } = await containerNamed('service');
  expect(script).toBe(serveScript());
  expect(environment).toMatchObject({ CAUSEWAY_LIMITS_DEPTH: '12' });
  const port = await freePort();
  const child = start(folder.path, serveScript(port), environment);
  const end = ended(child);
  try {
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${port}/health`).then(
            ({ status }) => status,
            () => 0,
          ),
        { timeout: 30_000 },
      )
      .toBe(200);
  } finally {
    child.kill('SIGTERM');
  }
  expect(await end).toMatchObject({ code: 0, output: expect.stringContaining('Stopping') });
});

// The renewal tries for 13 seconds before it gives up.
test('every command of bootstrap and renewal is one that causeway knows, with a topology that it takes', async () => {
  await using real = await image();
  await using patient = await image(goingOn);
  const run = async (folder: string, name: 'migrate' | 'renewal', masters = {}) => {
    const { script, environment } = await containerNamed(name);
    return await ended(start(folder, script, { ...environment, ...masters }));
  };
  const master = JSON.stringify({ username: 'postgres', password: 'a password' });
  const masters = { MASTER_USERS: master, MASTER_ORDERS: master };
  const [bootstrap, renewal] = await Promise.all([run(patient.path, 'migrate', masters), run(real.path, 'renewal')]);
  // A wrong command, flag or topology would end before any cluster is looked for; a wrong command line, with 2.
  const calls = bootstrap.output.split(/(?<=called: .*)\n/).filter((said) => /ENOTFOUND|EAI_AGAIN/.test(said));
  expect(calls.map((said) => said.split('called: ')[1])).toEqual([
    'causeway migrate --topology /dev/stdin -> 1',
    'causeway fdw apply --topology /dev/stdin -> 1',
    'causeway fdw renew --topology /dev/fd/3 -> 1',
    'causeway doctor --topology /dev/stdin --tasks 2 -> 1',
  ]);
  // A renewal that fails does not say that it was one.
  expect(renewal).toEqual({ code: 1, output: expect.stringMatching(/getaddrinfo (ENOTFOUND|EAI_AGAIN)/) });
  expect(renewal.output).not.toContain('hop-token-renewed');
}, 180_000);

test('the bootstrap adds the masters to the topology, whatever characters a password has, and goes no further than a cluster that is not there', async () => {
  await using folder = await image();
  const { script, environment } = await containerNamed('migrate');
  const password = 'a"b\\c\'d$e`f g\n';
  const master = JSON.stringify({ username: 'postgres', password });
  const masters = { MASTER_USERS: master, MASTER_ORDERS: master };
  const { code, output } = await ended(start(folder.path, script, { ...environment, ...masters }));
  expect(code).not.toBe(0);
  expect(output).toMatch(/users\.?.*\.invalid|ENOTFOUND|EAI_AGAIN/);
  expect(output).not.toContain('topology cannot be used');

  const define = script.slice(0, script.indexOf('topology | causeway'));
  const topology = await ended(start(folder.path, `${define}topology`, { ...environment, ...masters }));
  expect(JSON.parse(topology.output)).toMatchObject({
    hub: 'users',
    clusters: {
      users: {
        renewer: { user: 'fdw_renewer', auth: { kind: 'iam', region: 'eu-west-1' } },
        user: 'gateway',
        auth: { kind: 'iam', region: 'eu-west-1' },
        admin: { user: 'postgres', auth: { kind: 'password', password } },
      },
      orders: { hop: { user: 'fdw_reader', auth: { kind: 'iam' } }, admin: { auth: { password } } },
    },
  });
});

test("a bootstrap without the masters' secrets fails, instead of signing in as somebody else", async () => {
  await using folder = await image();
  const { script, environment } = await containerNamed('migrate');
  expect((await ended(start(folder.path, script, environment))).code).not.toBe(0);
});
