import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { type LocalClusters, startLocalClusters } from '../../../src/local/local-clusters.ts';
import { openLogins } from '../../../src/migrate/open-logins.ts';
import { Secret } from '../../../src/secret.ts';
import type { Auth, Cluster, Login } from '../../../src/topology/topology.ts';
import { run, settings, temporaryFolder } from '../local/helpers.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let clusters: LocalClusters;
beforeAll(async () => {
  folder = await temporaryFolder();
  clusters = await startLocalClusters({ stateDir: folder.path, settings, ports: { users: 0, orders: 0 } });
});
afterAll(async () => {
  await clusters.stop();
  await folder.remove();
});

const password: Auth = { kind: 'password', password: new Secret('a password') };

/** The hub with logins of a test's own. */
function hubWith(gateway: string, renewer?: string, auth = clusters.topology.hub.gateway.auth): Cluster {
  const { renewer: _, ...hub } = clusters.topology.hub;
  return {
    ...hub,
    gateway: { user: gateway, auth },
    ...(renewer === undefined ? {} : { renewer: { user: renewer, auth } }),
  };
}

function as(login: Login | undefined) {
  const cluster = { ...clusters.topology.hub, admin: login };
  return createDatabase<unknown>(createPool(cluster, { purpose: 'admin', role: 'writer', max: 1 }));
}

const asAdmin = () => as(clusters.topology.hub.admin);

/** A login that administers without being a superuser, and signs in by token. */
async function keeper(name: string, rights: string) {
  await run(clusters.topology.hub, `create role ${name} login createrole; grant rds_iam to ${name}; ${rights}`);
  return as({ user: name, auth: clusters.topology.hub.gateway.auth });
}

async function whoAmI(cluster: Cluster, login: Login): Promise<unknown> {
  return await run({ ...cluster, admin: login }, 'select current_user::text as name');
}

test('who signs in by token is granted rds_iam once it exists, and gets in; who has a password keeps it', async () => {
  await using admin = asAdmin();
  const signed = hubWith('reader', 'turner');
  expect(await openLogins(admin, signed)).toEqual([]);

  await run(clusters.topology.hub, "create role reader login; create role known login password 'a password'");
  await expect(whoAmI(signed, signed.gateway)).rejects.toThrow('password authentication failed');
  expect(await openLogins(admin, signed)).toEqual([{ user: 'reader', kind: 'opened' }]);
  expect(await whoAmI(signed, signed.gateway)).toEqual([{ name: 'reader' }]);
  expect(await openLogins(admin, signed)).toEqual([]);

  const known = hubWith('known', undefined, password);
  expect(await openLogins(admin, known)).toEqual([]);
  expect(await whoAmI(known, known.gateway)).toEqual([{ name: 'known' }]);
});

test('a hop is let in where it signs in', async () => {
  const [orders] = clusters.topology.others;
  if (orders?.hop === undefined) throw new Error('no hop');
  await run(orders, 'create role fdw_reader login');
  await using admin = createDatabase<unknown>(createPool(orders, { purpose: 'admin', role: 'writer' }));
  expect(await openLogins(admin, orders)).toEqual([{ user: 'fdw_reader', kind: 'opened' }]);
  expect(await whoAmI(orders, orders.hop)).toEqual([{ name: 'fdw_reader' }]);
});

test('an administrator who is no superuser needs the right to give rds_iam away; without it, it is told whom it could not let in', async () => {
  await run(clusters.topology.hub, 'create role first login; create role second login');
  await using weak = await keeper('weak', 'select');
  expect(await openLogins(weak, hubWith('first'))).toEqual([{ user: 'first', kind: 'refused' }]);
  await using strong = await keeper('strong', 'grant rds_iam to strong with admin option');
  expect(await openLogins(strong, hubWith('second'))).toEqual([{ user: 'second', kind: 'opened' }]);
});

test('the renewer may quiet the log where the administrator may give that right', async () => {
  await run(clusters.topology.hub, 'create role quiet login');
  await using admin = asAdmin();
  await openLogins(admin, hubWith('nobody', 'quiet'));
  expect(await settingsOf('quiet')).toEqual({ may: true, set: null });
});

test('else it is quieted itself, by one who may change the setting, and by nobody else', async () => {
  const { hub } = clusters.topology;
  await using master = await keeper('master', 'grant set on parameter log_min_duration_statement to master');
  await run(hub, 'create role hushed login; grant hushed to master, weak with admin option');
  await using weak = as({ user: 'weak', auth: hub.gateway.auth });
  await openLogins(weak, hubWith('nobody', 'hushed'));
  expect(await settingsOf('hushed')).toEqual({ may: false, set: null });
  await openLogins(master, hubWith('nobody', 'hushed'));
  expect(await settingsOf('hushed')).toEqual({ may: false, set: ['log_min_duration_statement=-1'] });
});

test('a server that is none of RDS has no such role, and nothing is done', async () => {
  await using admin = asAdmin();
  await run(clusters.topology.hub, 'create role plain login; alter role rds_iam rename to other');
  try {
    expect(await openLogins(admin, hubWith('plain'))).toEqual([]);
  } finally {
    await run(clusters.topology.hub, 'alter role other rename to rds_iam');
  }
});

async function settingsOf(user: string) {
  await using admin = asAdmin();
  const { rows } = await sql<{ may: boolean; set: string[] | null }>`
    select has_parameter_privilege(rolname, 'log_min_duration_statement', 'set') as may, rolconfig as set
    from pg_roles where rolname = ${user}`.execute(admin);
  return rows[0];
}
