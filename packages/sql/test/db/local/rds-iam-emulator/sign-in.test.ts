import { execFile } from 'node:child_process';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createPool } from '../../../../src/connect/create-pool.ts';
import { makeAuthority } from '../../../../src/local/rds-iam-emulator/certificate.ts';
import { Secret } from '../../../../src/secret.ts';
import type { Endpoint } from '../../../../src/topology/topology.ts';
import {
  credentials,
  type EmulatorWorld,
  type Front,
  fatal,
  plainPassword,
  region,
  sign,
  signIn,
  startEmulatorWorld,
} from './emulator-world.ts';

const execute = promisify(execFile);
const minute = 60_000;
const pamFailure = fatal('28000', 'PAM authentication failed for user "signed"');

let world: EmulatorWorld;
let front: Front;
beforeAll(async () => {
  world = await startEmulatorWorld();
  front = await world.front();
});
afterAll(async () => {
  await front[Symbol.asyncDispose]();
  await world[Symbol.asyncDispose]();
});
afterEach(() => {
  vi.useRealTimers();
});

it('lets a user in whose token holds, and says over which TLS', async () => {
  expect(await signIn(world, front, { password: await sign(front) })).toBe('signed');
  expect(front.events.at(-1)).toEqual({
    outcome: 'signed in by token',
    user: 'signed',
    database: 'postgres',
    application: '',
    tls: 'TLSv1.3',
  });
});

it.each<[string, Parameters<typeof sign>[1], string]>([
  ['another secret', { credentials: { ...credentials, secretAccessKey: 'guessed' } }, 'wrong signature'],
  ['an unknown access key', { credentials: { ...credentials, accessKeyId: 'AKIDOTHER' } }, 'unknown access key'],
  ['another user', { username: 'plain' }, 'signed for another user'],
  ['another host', { hostname: 'orders.example' }, 'signed for another host or port'],
  ['another port', { port: 5432 }, 'signed for another host or port'],
  ['another region', { region: 'us-east-1' }, 'signed for another region'],
])('refuses a token of %s as RDS does, and keeps the reason to itself', async (_, changes, because) => {
  await expect(signIn(world, front, { password: await sign(front, changes) })).rejects.toThrow(pamFailure);
  expect(front.events.at(-1)).toMatchObject({ outcome: 'refused', user: 'signed', because });
});

it.each([
  [-15 * minute, 'expired'],
  [6 * minute, 'not yet valid'],
])('refuses a token that was signed %d ms from now: %s', async (offset, because) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + offset });
  const password = await sign(front);
  vi.useRealTimers();
  await expect(signIn(world, front, { password })).rejects.toThrow(pamFailure);
  expect(front.events.at(-1)).toMatchObject({ because });
});

it('takes a token of temporary credentials until they end', async () => {
  const temporary = { ...credentials, sessionToken: 'session/+=example' };
  const known = {
    secretAccessKey: new Secret(credentials.secretAccessKey),
    sessionToken: new Secret(temporary.sessionToken),
    expiresAt: Date.now() + minute,
  };
  let now = Date.now();
  await using own = await world.front({ findCredentials: () => known, now: () => now });
  const password = await sign(own, { credentials: temporary });
  expect(await signIn(world, own, { password })).toBe('signed');
  await expect(signIn(world, own, { password: await sign(own) })).rejects.toThrow(pamFailure);
  now += minute;
  await expect(signIn(world, own, { password })).rejects.toThrow(pamFailure);
});

it('refuses plain text, whoever asks', async () => {
  const { host, port } = front.endpoint;
  for (const user of ['signed', 'plain']) {
    const client = new pg.Client({ host, port, user, password: plainPassword, database: 'postgres', ssl: false });
    const message = `no pg_hba.conf entry for host "127.0.0.1", user "${user}", database "postgres", no encryption`;
    await expect(client.connect()).rejects.toThrow(fatal('28000', message));
  }
});

it('is refused by clients that trust another authority', async () => {
  const { certificate } = await makeAuthority();
  await expect(signIn(world, front, { password: await sign(front), ca: certificate })).rejects.toThrow(
    expect.objectContaining({ code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED|CERT_SIGNATURE/) }),
  );
});

it('takes another certificate while it runs: open sessions stay, new ones verify against its authority', async () => {
  await using own = await world.front();
  const { host, port } = own.endpoint;
  const ssl = { ca: world.authority.certificate };
  const open = new pg.Client({ host, port, user: 'signed', password: await sign(own), database: 'postgres', ssl });
  await open.connect();
  const next = await makeAuthority();
  own.useCertificate(await next.issue('127.0.0.1'));
  expect((await open.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await open.end();
  expect(await signIn(world, own, { password: await sign(own), ca: next.certificate })).toBe('signed');
  await expect(signIn(world, own, { password: await sign(own) })).rejects.toThrow(/signature|certificate/);
});

it('passes users without rds_iam on with their password, which the server checks', async () => {
  expect(await signIn(world, front, { user: 'plain', password: plainPassword })).toBe('plain');
  const refused = fatal('28P01', 'password authentication failed for user "plain"');
  await expect(signIn(world, front, { user: 'plain', password: 'guessed' })).rejects.toThrow(refused);
  const token = await sign(front, { username: 'plain' });
  await expect(signIn(world, front, { user: 'plain', password: token })).rejects.toThrow(refused);
});

it('asks for a token where rds_iam is held through another role, and from the moment of the grant', async () => {
  const nested = await sign(front, { username: 'nested' });
  expect(await signIn(world, front, { user: 'nested', password: nested })).toBe('nested');

  await world.asSuperuser(`create role late login password '${plainPassword}'`);
  const late = await sign(front, { username: 'late' });
  expect(await signIn(world, front, { user: 'late', password: plainPassword })).toBe('late');
  await world.asSuperuser('grant rds_iam to late');
  expect(await signIn(world, front, { user: 'late', password: late })).toBe('late');
  await world.asSuperuser('revoke rds_iam from late');
  await expect
    .poll(() => signIn(world, front, { user: 'late', password: plainPassword }).catch(() => 'refused'), {
      timeout: 5_000,
    })
    .toBe('late');
});

it("gives the server's own answers where it is the server that refuses", async () => {
  await expect(signIn(world, front, { user: 'nobody', password: 'x' })).rejects.toThrow(
    fatal('28P01', 'password authentication failed for user "nobody"'),
  );
  const { host, port } = front.endpoint;
  const ssl = { ca: world.authority.certificate };
  const client = new pg.Client({ host, port, user: 'signed', password: await sign(front), database: 'nowhere', ssl });
  await expect(client.connect()).rejects.toThrow(fatal('3D000', 'database "nowhere" does not exist'));
});

it('refuses what exceeds so many new sign-ins in a second, and takes them in the next', async () => {
  await using own = await world.front({ signInsPerSecond: 5 });
  const password = await sign(own);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => signIn(world, own, { password })));
  const refused = outcomes.filter(({ status }) => status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome] : []))) {
    expect(reason).toEqual(pamFailure);
  }
  expect(own.events.filter(({ because }) => because === 'too many new connections in this second')).toHaveLength(
    refused.length,
  );
  await expect.poll(() => signIn(world, own, { password }).catch(() => 'refused'), { timeout: 5_000 }).toBe('signed');
});

it('is reached through a tunnel: dialled at one address, verified and signed for under its own name', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-tunnel-'));
  const path = join(folder.path, 'ca.pem');
  const credentialsFile = join(folder.path, 'credentials');
  await writeFile(path, world.authority.certificate);
  await writeFile(
    credentialsFile,
    `[default]\naws_access_key_id = ${credentials.accessKeyId}\naws_secret_access_key = ${credentials.secretAccessKey}\n`,
  );
  const name = 'users.cluster-x.eu-west-1.rds.amazonaws.com';
  await using far = await world.front({ name, certificate: await world.authority.issue(name) });
  const login = { user: 'signed', auth: { kind: 'iam', region, credentialsFile } } as const;
  const ask = async (endpoint: Endpoint) => {
    const cluster = { name: 'users', writer: endpoint, reader: endpoint, database: 'postgres', gateway: login };
    const pool = createPool({ ...cluster, tls: { ca: 'file', path } }, { purpose: 'query', role: 'reader' });
    return await pool.query('select current_user::text as value').finally(() => pool.end());
  };

  expect((await ask(far.endpoint)).rows).toEqual([{ value: 'signed' }]);
  await expect(ask({ ...far.endpoint, host: 'orders.example' })).rejects.toThrow(/Hostname\/IP does not match/);
  // An emulator whose certificate bears the dialled address takes nothing that is signed for another name.
  await expect(ask({ ...far.endpoint, via: front.endpoint })).rejects.toThrow(/Hostname\/IP does not match/);
});

it("takes a token that AWS's own command line made", async (context) => {
  const version = await execute('aws', ['--version']).catch(() => undefined);
  context.skip(version === undefined, 'the AWS command line (Debian: awscli) is not installed');
  const { host, port } = front.endpoint;
  const { stdout } = await execute(
    'aws',
    [
      'rds',
      'generate-db-auth-token',
      '--hostname',
      host,
      '--port',
      String(port),
      '--region',
      region,
      '--username',
      'signed',
    ],
    {
      env: {
        PATH: process.env['PATH'],
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      },
    },
  );
  expect(await signIn(world, front, { password: stdout.trim() })).toBe('signed');
});
