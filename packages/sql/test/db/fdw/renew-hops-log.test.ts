import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDatabase } from '../../../src/connect/create-database.ts';
import { createPool } from '../../../src/connect/create-pool.ts';
import { applyForeignServers } from '../../../src/fdw/apply.ts';
import { foreignTables } from '../../../src/fdw/foreign-tables.ts';
import { renewHops } from '../../../src/fdw/renew-hops.ts';
import { type LocalClusters, startLocalClusters } from '../../../src/local/local-clusters.ts';
import { openLocalLogins } from '../../../src/local/open-local-logins.ts';
import { migrateCluster } from '../../../src/migrate/run-migrations.ts';
import type { Login } from '../../../src/topology/topology.ts';
import { settings, temporaryFolder } from '../local/helpers.ts';

/** Servers that write down every statement, in every way that they have. */
const loud = {
  ...settings,
  shared_preload_libraries: 'pg_stat_statements',
  'pg_stat_statements.track': 'all',
  log_statement: 'all',
  log_min_duration_statement: '0',
};

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let clusters: LocalClusters;
beforeAll(async () => {
  folder = await temporaryFolder();
  clusters = await startLocalClusters({ stateDir: folder.path, settings: loud, ports: { users: 0, orders: 0 } });
  const { hub, others } = clusters.topology;
  for (const cluster of [hub, ...others]) {
    await using database = hubAs(cluster.admin, cluster);
    await migrateCluster(database, cluster.name);
  }
  await openLocalLogins(clusters.topology);
  await using admin = hubAs(hub.admin);
  await sql`create extension pg_stat_statements`.execute(admin);
  await applyForeignServers(admin, clusters.topology, foreignTables);
});
afterAll(async () => {
  await clusters.stop();
  await folder.remove();
});

test('a token stands neither in the log nor in pg_stat_statements, also where the renewal fails', async () => {
  const { hub } = clusters.topology;
  await using admin = hubAs(hub.admin);
  await using renewer = hubAs(hub.renewer ?? hub.admin);
  await renewHops(renewer, clusters.topology, foreignTables);
  await sql`alter server orders owner to fdw_hop`.execute(admin);
  await expect(renewHops(renewer, clusters.topology, foreignTables)).rejects.toThrow('must be owner of foreign server');
  await sql`alter server orders owner to fdw_renewer`.execute(admin);
  await sql`select 'the last statement of this test'`.execute(admin);

  const noted = await sql<{ query: string }>`select query from pg_stat_statements`.execute(admin);
  const statements = noted.rows.map(({ query }) => query).join('\n');
  expect(statements).toContain('pg_advisory_xact_lock');
  expect(statements).not.toContain('X-Amz-Signature');
  await expect.poll(readLog).toContain('the last statement of this test');
  const log = await readLog();
  expect(log).toContain('alter server orders owner to fdw_hop');
  expect(log).not.toContain('X-Amz-Signature');
});

test('where the login may not quiet the server, no token is sent, and the message says what an administrator does', async () => {
  const { hub } = clusters.topology;
  await using admin = hubAs(hub.admin);
  await using renewer = hubAs(hub.renewer ?? hub.admin);
  await sql`revoke set on parameter log_statement, pg_stat_statements.track_utility from fdw_renewer`.execute(admin);
  const renewal = renewHops(renewer, clusters.topology, foreignTables);
  await expect(renewal).rejects.toThrow(
    `No token is sent to the hub, since its server would write it down. As an administrator of the hub:
- log_statement is "all": alter role fdw_renewer set log_statement = 'none'
- pg_stat_statements.track_utility is "on": alter role fdw_renewer set pg_stat_statements.track_utility = 'off'`,
  );

  await sql`alter role fdw_renewer set log_statement = 'none'`.execute(admin);
  await sql`alter role fdw_renewer set pg_stat_statements.track_utility = 'off'`.execute(admin);
  await using quieted = hubAs(hub.renewer ?? hub.admin);
  expect(await renewHops(quieted, clusters.topology, foreignTables)).toHaveLength(1);
});

function hubAs(admin: Login | undefined, cluster = clusters.topology.hub) {
  return createDatabase<unknown>(createPool({ ...cluster, admin }, { purpose: 'admin', role: 'writer' }));
}

async function readLog(): Promise<string> {
  const logs = join(clusters.clusters.users.dataDir, 'log');
  const names = await readdir(logs);
  return (await Promise.all(names.map((name) => readFile(join(logs, name), 'utf8')))).join('\n');
}
