import { execFile } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Kysely, sql } from 'kysely';
import { createDatabase } from '../connect/create-database.ts';
import { createPool } from '../connect/create-pool.ts';
import { loadSample } from '../data/sample.ts';
import { analyzeForeignTables } from '../fdw/analyze.ts';
import { applyForeignServers } from '../fdw/apply.ts';
import { foreignTables } from '../fdw/foreign-tables.ts';
import { renewHops } from '../fdw/renew-hops.ts';
import { copyBinaries, findBinaries } from '../local/binaries.ts';
import { type LocalCluster, startLocalCluster } from '../local/local-cluster.ts';
import { type LocalClusterName, localClusterNames, perCluster } from '../local/local-cluster-names.ts';
import { startLocalClusters } from '../local/local-clusters.ts';
import { keepPassword } from '../local/local-passwords.ts';
import { openLocalLogins } from '../local/open-local-logins.ts';
import { findServerUser } from '../local/server-user.ts';
import { makeStateDir } from '../local/state-dir.ts';
import { migrateCluster } from '../migrate/run-migrations.ts';
import type { Topology } from '../topology/topology.ts';
import { openTunnel, type Tunnel } from './tunnel.ts';
import { clusterNamed } from './templates.ts';
import { makeTemporaryState } from './temporary-state.ts';

const run = promisify(execFile);

/** Local clusters of one test's own, joined, with a small sample, that it may kill, freeze and start again. */
export type FaultClusters = AsyncDisposable & {
  readonly topology: Topology;
  /** A cluster's database as superuser. */
  admin(cluster: LocalClusterName): Kysely<unknown>;
  /** `kill -9`, without a word to anybody. */
  kill(cluster: LocalClusterName): Promise<void>;
  /** Starts a cluster that was killed, where it was before. */
  restart(cluster: LocalClusterName): Promise<void>;
  /** Stops all of its processes in their tracks: connections stay, and the system goes on accepting new ones. */
  freeze(cluster: LocalClusterName): Promise<void>;
  thaw(cluster: LocalClusterName): void;
  /** Leads the hop to the orders cluster through a tunnel from now on: by password and in plain text, as a token holds for one address. */
  tunnelHop(): Promise<Tunnel>;
};

const settings = { fsync: 'off', full_page_writes: 'off' };

export async function startFaultClusters(): Promise<FaultClusters> {
  await using stack = new AsyncDisposableStack();
  const stateDir = await makeTemporaryState();
  stack.defer(() => rm(stateDir, { recursive: true, force: true }));
  const ports = Object.fromEntries(localClusterNames.map((name) => [name, 0]));
  const started = stack.use(await startLocalClusters({ stateDir, settings, ports }));
  const { topology } = started;
  const servers: Record<LocalClusterName, LocalCluster> = { ...started.clusters };
  const frozen = new Map<LocalClusterName, readonly number[]>();
  const databases = perCluster((name) =>
    stack.use(createDatabase<unknown>(createPool(clusterNamed(topology, name), { purpose: 'admin', role: 'writer' }))),
  );
  const thaw = (cluster: LocalClusterName) => {
    for (const pid of frozen.get(cluster) ?? []) signal(pid, 'SIGCONT');
    frozen.delete(cluster);
  };
  stack.defer(() => Promise.all(localClusterNames.map((name) => servers[name].stop())).then(() => {}));
  stack.defer(() => localClusterNames.forEach(thaw));
  await prepare(topology, databases);
  const owned = stack.move();
  return {
    topology,
    admin: (cluster) => databases[cluster],
    async kill(cluster) {
      signal(servers[cluster].pid, 'SIGKILL');
      await servers[cluster].exited;
    },
    async restart(cluster) {
      const { port } = servers[cluster].endpoint;
      const user = await findServerUser();
      const installed = await findBinaries();
      servers[cluster] = await startLocalCluster({
        name: cluster,
        dir: join(stateDir, cluster),
        binaries:
          user === undefined ? installed : await copyBinaries(installed, (await makeStateDir(stateDir, user)).binaries),
        user,
        password: await keepPassword(stateDir),
        settings,
        choosePort: async () => port,
      });
    },
    async freeze(cluster) {
      // The first of them first: it starts no further sessions while the others are found.
      signal(servers[cluster].pid, 'SIGSTOP');
      const pids = await family(servers[cluster].pid);
      for (const pid of pids) signal(pid, 'SIGSTOP');
      frozen.set(cluster, pids);
    },
    thaw,
    async tunnelHop() {
      const tunnel = owned.use(await openTunnel(servers.orders.endpoint));
      await sql`alter role fdw_reader password 'tunnel'`.execute(databases.orders);
      await sql`alter server orders options (set port ${sql.lit(String(tunnel.port))}, set sslmode 'disable')`.execute(
        databases.users,
      );
      await sql`alter user mapping for fdw_hop server orders options (set password 'tunnel')`.execute(databases.users);
      return tunnel;
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** Tables, a sample of 200 users and 2,000 orders, and the foreign servers. */
async function prepare(
  topology: Topology,
  databases: Readonly<Record<LocalClusterName, Kysely<unknown>>>,
): Promise<void> {
  await Promise.all(localClusterNames.map((name) => migrateCluster(databases[name], name)));
  await openLocalLogins(topology);
  const [users, orders] = localClusterNames.map((name) =>
    createPool(clusterNamed(topology, name), { purpose: 'admin', role: 'writer' }),
  );
  if (users === undefined || orders === undefined) return;
  try {
    await loadSample({ users, orders }, { sizes: { users: 200, orders: 2_000 } });
  } finally {
    await Promise.all([users.end(), orders.end()]);
  }
  // A database of its own, since its session keeps the hop that statistics are gathered by.
  await using hub = createDatabase<unknown>(createPool(topology.hub, { purpose: 'admin', role: 'writer' }));
  await applyForeignServers(hub, topology, foreignTables);
  await renewHops(hub, topology, foreignTables);
  await analyzeForeignTables(hub, topology, foreignTables);
}

/** A server with all the processes that it started: its sessions among them. */
async function family(pid: number): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-axo', 'pid=,ppid=']);
  const processes = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return [pid, ...processes.flatMap(([child, parent]) => (child !== undefined && parent === pid ? [child] : []))];
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}
