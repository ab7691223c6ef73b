import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { Signer } from '@aws-sdk/rds-signer';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { applyForeignServers } from '../../../src/fdw/apply.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { keepHopsRenewed, type RenewalEvent } from '../../../src/fdw/keep-hops-renewed.ts';
import { renewHops } from '../../../src/fdw/renew-hops.ts';
import { asRenewer } from '../../../src/fdw/renewal-session.ts';
import { type LocalClusters, startLocalClusters } from '../../../src/local/local-clusters.ts';
import { keepPassword } from '../../../src/local/local-passwords.ts';
import { openLocalLogins } from '../../../src/local/open-local-logins.ts';
import { makeAuthority } from '../../../src/local/rds-iam-emulator/certificate.ts';
import { startRdsIamEmulator } from '../../../src/local/rds-iam-emulator/emulator.ts';
import { iamUsers } from '../../../src/local/rds-iam-emulator/iam-users.ts';
import type { SignInEvent } from '../../../src/local/rds-iam-emulator/serve-client.ts';
import type { KnownCredentials } from '../../../src/local/rds-iam-emulator/verify-token.ts';
import { migrateCluster } from '../../../src/migrate/run-migrations.ts';
import { Secret } from '../../../src/secret.ts';
import type { Cluster, Login, Topology } from '../../../src/topology/topology.ts';
import { settings, temporaryFolder } from '../local/helpers.ts';

const minute = 60_000;
const region = 'eu-west-1';
const resources = new AsyncDisposableStack();

let clusters: LocalClusters;
let topology: Topology;
let password: Secret;
const events: SignInEvent[] = [];
const issued = new Map<string, KnownCredentials>();

/** Gives this process temporary credentials that end after an hour, as the role of a task gets them. */
function issueCredentials(livesMs = 60 * minute): void {
  const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const [secret, session] = [randomBytes(30).toString('base64'), randomBytes(60).toString('base64')];
  const expiresAt = Date.now() + livesMs;
  issued.set(accessKeyId, { secretAccessKey: new Secret(secret), sessionToken: new Secret(session), expiresAt });
  vi.stubEnv('AWS_ACCESS_KEY_ID', accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', secret);
  vi.stubEnv('AWS_SESSION_TOKEN', session);
  vi.stubEnv('AWS_CREDENTIAL_EXPIRATION', new Date(expiresAt).toISOString());
}

/** The local clusters behind emulators that know those credentials alone. */
beforeAll(async () => {
  const folder = await temporaryFolder();
  resources.defer(() => folder.remove());
  clusters = resources.use(
    await startLocalClusters({ stateDir: folder.path, settings, ports: { users: 0, orders: 0 } }),
  );
  const { hub, others } = clusters.topology;
  for (const cluster of [hub, ...others]) {
    await using database = asAdmin(cluster);
    await migrateCluster(database, cluster.name);
  }
  await openLocalLogins(clusters.topology);

  password = await keepPassword(folder.path);
  const authority = await makeAuthority();
  const path = `${folder.path}/day.pem`;
  await writeFile(path, authority.certificate);
  const behind = async (cluster: Cluster): Promise<Cluster> => {
    const server = cluster.name === 'users' ? clusters.clusters.users : clusters.clusters.orders;
    const found = {
      endpoint: server.endpoint,
      trusted: { path: server.socket },
      iamUsers: resources.use(iamUsers(server.endpoint, password)),
    };
    const emulator = await startRdsIamEmulator({
      host: '127.0.0.1',
      wishedPort: 0,
      certificate: await authority.issue('127.0.0.1'),
      region,
      findCredentials: (id) => issued.get(id),
      findServer: () => found,
      signInTimeoutMs: 10_000,
      now: () => Date.now(),
      onSignIn: (event) => events.push(event),
    });
    resources.use(emulator);
    const login = ({ user }: Login): Login => ({ user, auth: { kind: 'iam', region } });
    return {
      ...cluster,
      writer: emulator.endpoint,
      reader: emulator.endpoint,
      tls: { ca: 'file', path },
      gateway: login(cluster.gateway),
      ...(cluster.hop === undefined ? {} : { hop: login(cluster.hop) }),
      ...(cluster.renewer === undefined ? {} : { renewer: login(cluster.renewer) }),
    };
  };
  topology = { hub: await behind(hub), others: await Promise.all(others.map(behind)) };
  issueCredentials();
  await using admin = asAdmin(hub);
  await applyForeignServers(admin, topology, foreignTables);
});

afterAll(() => resources.disposeAsync());

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a day of service: tokens end every 15 minutes, credentials every hour, and no query fails, across the hop neither', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const dayEnd = Date.now() + 24 * 60 * minute;
  let credentialsEnd = 0;
  let queries = 0;
  await using lasting = asGateway();
  while (Date.now() < dayEnd) {
    await using renewer = asRenewing();
    // Half an hour: so long a connection lives at most, the renewer's too.
    for (let round = 0; round < 6; round += 1) {
      if (credentialsEnd - Date.now() < 10 * minute) {
        issueCredentials();
        credentialsEnd = Date.now() + 60 * minute;
      }
      expect(await renewHops(renewer, topology, foreignTables)).toHaveLength(1);
      vi.setSystemTime(Date.now() + 5 * minute - 1_000);
      // Right before the next renewal, when the hop's token is at its oldest: a new session, and one that lives all day.
      await using fresh = asGateway();
      for (const session of round % 3 === 0 ? [fresh, lasting] : [fresh]) {
        await sql`select (select count(*) from users), (select count(*) from orders.products)`.execute(session);
        queries += 1;
      }
      vi.setSystemTime(Date.now() + 1_000);
    }
  }
  expect(queries).toBe(24 * 12 + 24 * 4);
  expect(events.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  expect(new Set(events.map(({ user, outcome }) => `${user} ${outcome}`))).toEqual(
    new Set(['gateway', 'fdw_renewer', 'fdw_reader'].map((user) => `${user} signed in by token`)),
  );
  expect(issued.size).toBeGreaterThan(24);
  // Some 700 connections are opened: seconds on a machine that rests, a minute on one that runs other tests beside.
}, 120_000);

test('without a renewal the hop breaks after a quarter of an hour, for new sessions alone, and a renewal mends it', async () => {
  // After the day of the other test: clocks do not go back, and tokens of a later hour are kept.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 48 * 60 * minute });
  issueCredentials();
  await using renewer = asRenewing();
  await renewHops(renewer, topology, foreignTables);
  await using before = asGateway();
  const ask = (session: typeof before) => sql`select count(*) from orders.products`.execute(session);
  await ask(before);

  vi.setSystemTime(Date.now() + 16 * minute);
  await ask(before);
  await using after = asGateway();
  await expect(ask(after)).rejects.toThrow('could not connect to server "orders"');
  expect(events.at(-1)).toMatchObject({ user: 'fdw_reader', outcome: 'refused', because: 'expired' });
  await renewHops(renewer, topology, foreignTables);
  await ask(after);
});

test('tokens that end with the credentials that signed them are renewed at a third of what they live', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 96 * 60 * minute });
  issueCredentials(3_000);
  const renewed: RenewalEvent[] = [];
  await using _renewal = keepHopsRenewed(topology, foreignTables, {
    onEvent: (event) => renewed.push(event),
    retryMs: 100,
  });
  await expect.poll(() => renewed.length, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(new Set(renewed.map(({ kind }) => kind))).toEqual(new Set(['renewed']));
});

test('five hundred connections that open at once all get in, at the pace that RDS takes, with one signature', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 120 * 60 * minute });
  issueCredentials();
  const signing = vi.spyOn(Signer.prototype, 'getAuthToken');
  const before = events.length;
  const max = 500;
  // Each leaves once it was in, so that the server need not hold them all.
  const pool = createPool(topology.hub, {
    purpose: 'query',
    role: 'reader',
    max,
    maxUses: 1,
    connectTimeoutMs: 60_000,
  });
  try {
    await Promise.all(Array.from({ length: max }, () => pool.query('select')));
  } finally {
    await pool.end();
  }
  const outcomes = events.slice(before).map(({ user, outcome }) => `${user} ${outcome}`);
  expect(outcomes).toEqual(Array.from({ length: max }, () => 'gateway signed in by token'));
  expect(signing).toHaveBeenCalledTimes(1);
}, 60_000);

// Past the emulator, which speaks to the server through a socket of the machine, where nothing is ever cut off.
test.each(['admin', 'query'] as const)(
  'the server looks after a session of purpose %s that was cut off without a word',
  async (purpose) => {
    const postgres: Login = { user: 'postgres', auth: { kind: 'password', password } };
    const server = clusters.clusters.users.endpoint;
    const cluster = { ...topology.hub, writer: server, tls: false, gateway: postgres, admin: postgres } as const;
    await using database = createDatabase<unknown>(createPool(cluster, { purpose, role: 'writer', max: 1 }));
    const settings = sql`select name, setting from pg_settings where name like 'tcp_keepalives%' order by name`;
    expect((await settings.execute(database)).rows).toEqual([
      { name: 'tcp_keepalives_count', setting: '3' },
      { name: 'tcp_keepalives_idle', setting: '60' },
      { name: 'tcp_keepalives_interval', setting: '10' },
    ]);
  },
);

function asRenewing() {
  return createDatabase<unknown>(createPool(asRenewer(topology.hub), { purpose: 'admin', role: 'writer', max: 1 }));
}

function asGateway() {
  return createDatabase<unknown>(createPool(topology.hub, { purpose: 'query', role: 'reader', max: 1 }));
}

function asAdmin(cluster: Cluster) {
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
}
