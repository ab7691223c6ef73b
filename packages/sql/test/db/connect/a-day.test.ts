import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { applyForeignServers } from '../../../src/fdw/apply.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { asRenewer } from '../../../src/fdw/renewal-session.ts';
import { renewHops } from '../../../src/fdw/renew-hops.ts';
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
const events: SignInEvent[] = [];
const issued = new Map<string, KnownCredentials>();

/** Gives this process temporary credentials that end after an hour, as the role of a task gets them. */
function issueCredentials(): void {
  const accessKeyId = `ASIA${randomBytes(8).toString('hex').toUpperCase()}`;
  const [secret, session] = [randomBytes(30).toString('base64'), randomBytes(60).toString('base64')];
  const expiresAt = Date.now() + 60 * minute;
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

  const password = await keepPassword(folder.path);
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
});

test('a day of service: tokens end every 15 minutes, credentials every hour, and no query fails, across the hop neither', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const dayEnd = Date.now() + 24 * 60 * minute;
  let credentialsEnd = 0;
  let queries = 0;
  await using lasting = asGateway();
  while (Date.now() < dayEnd) {
    if (credentialsEnd - Date.now() < 10 * minute) {
      issueCredentials();
      credentialsEnd = Date.now() + 60 * minute;
    }
    {
      await using renewer = createDatabase<unknown>(
        createPool(asRenewer(topology.hub), { purpose: 'admin', role: 'writer', max: 1 }),
      );
      expect(await renewHops(renewer, topology, foreignTables)).toHaveLength(1);
    }
    // A session that lives all day, and new ones right after a renewal and right before the next.
    for (const wait of [0, 5 * minute - 1_000]) {
      vi.setSystemTime(Date.now() + wait);
      await using fresh = asGateway();
      for (const session of [lasting, fresh]) {
        await sql`select (select count(*) from users), (select count(*) from orders.products)`.execute(session);
        queries += 1;
      }
    }
    vi.setSystemTime(Date.now() + 1_000);
  }
  expect(queries).toBe(24 * 12 * 4);
  expect(events.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  expect(new Set(events.map(({ user, outcome }) => `${user} ${outcome}`))).toEqual(
    new Set(['gateway', 'fdw_renewer', 'fdw_reader'].map((user) => `${user} signed in by token`)),
  );
  expect(issued.size).toBeGreaterThan(24);
  // Some 900 connections are opened: seconds on a machine that rests, minutes on one that runs other tests beside.
}, 240_000);

test('without a renewal the hop breaks after a quarter of an hour, for new sessions alone, and a renewal mends it', async () => {
  // After the day of the other test: clocks do not go back, and tokens of a later hour are kept.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 48 * 60 * minute });
  issueCredentials();
  await using renewer = createDatabase<unknown>(
    createPool(asRenewer(topology.hub), { purpose: 'admin', role: 'writer', max: 1 }),
  );
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

function asGateway() {
  return createDatabase<unknown>(createPool(topology.hub, { purpose: 'query', role: 'reader', max: 1 }));
}

function asAdmin(cluster: Cluster) {
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
}
