import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempDisposable, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import {
  adminOf,
  type Cluster,
  createDatabase,
  createPool,
  type LocalClusters,
  startLocalClusters,
  topologyToJson,
} from '@causeway/sql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleGateway } from '../../bundle/bundle.ts';
import { post } from '../support/post.ts';

const scriptsFile = join(import.meta.dirname, '../../../infra/src/compute/scripts.ts');
const masterPassword = 'a"b\\c\'d$e`f g';

type Scripts = { readonly bootstrap: string; readonly renew: string; readonly serve: string };

/** The scripts of the tasks, as packages/infra writes them; nothing here imports it. */
async function readScripts(): Promise<Scripts> {
  const code = `const { bootstrapScript, renewScript, serveScript } = await import(process.argv[1]);
    console.log(JSON.stringify({ bootstrap: bootstrapScript(2), renew: renewScript(), serve: serveScript(0) }));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code, scriptsFile]);
  return JSON.parse(stdout);
}

const resources = new AsyncDisposableStack();
let clusters: LocalClusters;
/** The folder on the path that has `causeway` as the image has it: the bundle, and a link to it. */
let image: string;
let scripts: Scripts;

/** What README of packages/infra has typed at a new stack, and what it says comes back. */
async function firstQuery(): Promise<{ readonly query: string; readonly answer: string }> {
  const readme = await readFile(join(import.meta.dirname, '../../../infra/README.md'), 'utf8');
  const [, body = '{}'] = /^ +-d '(.*)'$/m.exec(readme) ?? [];
  const [, answer = 'no answer'] = /^The answer is `(.*?)`/m.exec(readme) ?? [];
  return { query: JSON.parse(body).query, answer };
}

/** Clusters as RDS hands them over: nothing in them, and a master that signs in with a password. */
beforeAll(async () => {
  const temporary = async () => resources.use(await mkdtempDisposable(join(tmpdir(), 'causeway-bootstrap-'))).path;
  clusters = await startLocalClusters({
    stateDir: await temporary(),
    settings: { fsync: 'off' },
    ports: { users: 0, orders: 0 },
  });
  resources.defer(() => clusters.stop());
  for (const cluster of [clusters.topology.hub, ...clusters.topology.others])
    await ask(cluster, `create role master superuser login password '${masterPassword.replaceAll("'", "''")}'`);
  image = await temporary();
  const { program } = await bundleGateway(join(image, 'app'));
  await symlink(program, join(image, 'causeway'));
  scripts = await readScripts();
});
afterAll(() => resources.disposeAsync());

async function ask(cluster: Cluster, statement: string): Promise<readonly unknown[]> {
  await using database = createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer' }));
  return (await sql.raw(statement).execute(database)).rows;
}

type TaskKind = { readonly masters?: boolean; readonly serves?: boolean };

/** What a task of the stack gets: the topology without anybody who administers, and only for the bootstrap the masters. */
function environment({ masters = false, serves = false }: TaskKind): Record<string, string> {
  const { hub, others } = clusters.topology;
  const served = ({ admin: _, ...cluster }: Cluster): Cluster => cluster;
  const topology = topologyToJson({ hub: served(hub), others: others.map(served) });
  const master = JSON.stringify({ username: 'master', password: masterPassword });
  return {
    [serves ? 'CAUSEWAY_TOPOLOGY_JSON' : 'TOPOLOGY_JSON']: JSON.stringify(topology),
    ...(serves ? { CAUSEWAY_OPEN_TO_EVERYBODY: 'true' } : {}),
    ...(masters ? { MASTER_USERS: master, MASTER_ORDERS: master } : {}),
    PATH: [image, dirname(process.execPath), process.env['PATH']].join(delimiter),
  };
}

function start(script: string, kind: TaskKind = {}): { readonly child: ChildProcess; output(): string } {
  const child = spawn('/bin/sh', ['-c', script], { env: environment(kind), stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => chunks.push(text));
  return { child, output: () => chunks.join('') };
}

async function run(script: string, kind: TaskKind = {}) {
  const { child, output } = start(script, kind);
  const [code] = await once(child, 'close');
  return { code, output: output() };
}

test("the stack's tasks, on empty clusters: the bootstrap makes all of it with the masters' passwords, and from then on tokens sign everybody in", async () => {
  const { hub, others } = clusters.topology;
  const { code, output } = await run(scripts.bootstrap, { masters: true });
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining('users: applied 0001-users') });
  for (const line of [
    'users: gateway signs in by token from now on',
    'users: fdw_renewer signs in by token from now on',
    'orders: gateway signs in by token from now on',
    'orders: fdw_reader signs in by token from now on',
    'create server orders',
    'orders: new token of fdw_reader',
  ])
    expect(output).toContain(line);
  expect(output).not.toContain(masterPassword);
  expect(output).not.toContain('Without statistics');
  const held = `select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.member
    where m.roleid = 'rds_iam'::regrole and r.rolname <> '${adminOf(hub).user}' order by 1`;
  expect(await ask(hub, held)).toEqual([{ name: 'fdw_renewer' }, { name: 'gateway' }]);
  for (const other of others) expect(await ask(other, held)).toEqual([{ name: 'fdw_reader' }, { name: 'gateway' }]);

  const again = await run(scripts.bootstrap, { masters: true });
  expect(again.code).toBe(0);
  expect(again.output).toMatch(/^users: up to date\norders: up to date\nNothing to change\.\n/);

  const renewal = await run(scripts.renew);
  expect(renewal).toMatchObject({
    code: 0,
    output: expect.stringMatching(/new token of fdw_reader.*\nhop-token-renewed\n$/),
  });

  const { child, output: served } = start(scripts.serve, { serves: true });
  const ended = once(child, 'close');
  try {
    await expect.poll(served, { timeout: 20_000 }).toMatch(/Serving GraphQL at http/);
    const url = /http:\/\/localhost:\d+\/graphql/.exec(served())?.[0] ?? '';
    const { query, answer } = await firstQuery();
    expect(await (await fetch(url, post({ query }))).text()).toBe(answer);
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
});
