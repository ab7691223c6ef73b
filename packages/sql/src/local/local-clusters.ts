import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../secret.ts';
import type { Topology } from '../topology/topology.ts';
import { copyBinaries, findBinaries } from './binaries.ts';
import type { LocalCluster, LocalClusterStep } from './local-cluster.ts';
import { type LocalClusterName, localClusterNames, type PerCluster, perCluster } from './local-cluster-names.ts';
import { type FrontRole, type LocalFronts, type LocalSignIn, openFronts } from './local-fronts.ts';
import { keepPassword } from './local-passwords.ts';
import { keepPorts, portsFile, readPorts } from './local-ports.ts';
import type { LocalStandby } from './local-standby.ts';
import { localTopology } from './local-topology.ts';
import type { ServerSettings } from './server-settings.ts';
import { findServerUser } from './server-user.ts';
import { type Servers, startServers } from './start-servers.ts';
import { clusterDir, makeStateDir, type StateDir } from './state-dir.ts';
import { lockState } from './state-lock.ts';

/** How the local clusters are started; all of it has a default. */
export type LocalClustersOptions = {
  /** Where data, logs and passwords lie: by default a folder of this checkout (see makeStateDir). */
  readonly stateDir?: string;
  /** Removes the data, the logs and the passwords first. */
  readonly fresh?: boolean;
  /** Wished ports, otherwise those of the last start; another is taken where one is in use. */
  readonly ports?: Partial<PerCluster<number>>;
  readonly settings?: ServerSettings;
  /** Clusters that get a streaming standby, which is their reader then; none by default. */
  readonly standbys?: readonly LocalClusterName[];
  readonly onProgress?: (progress: LocalProgress) => void;
  /** Told of everybody who signs in, or is refused. */
  readonly onSignIn?: (event: LocalSignIn) => void;
};

/** A step of one cluster's start. */
export type LocalProgress = { readonly cluster: LocalClusterName; readonly step: LocalClusterStep };

/** The local clusters while they run. */
export type LocalClusters = AsyncDisposable & {
  /** How to reach them, by signed connections; users is the hub. */
  readonly topology: Topology;
  /** The servers themselves, behind what the topology names. */
  readonly clusters: PerCluster<LocalCluster>;
  readonly standbys: Partial<PerCluster<LocalStandby>>;
  readonly stateDir: string;
  /** Leads new connections of a cluster's address to another of its servers, as a failover does; open ones stay where they are. */
  lead(name: LocalClusterName, role: FrontRole, to: LocalCluster): void;
  /** Stops them all by a fast shutdown and gives the state folder free. Calling again waits for the same end. */
  stop(): Promise<void>;
};

/** The hub's wished port; the others' follow it. */
const FIRST_PORT = 54_321;

/**
 * Starts the local clusters, side by side, on the data that the last start left. Databases are there; tables, roles and
 * foreign servers are made by migrations and by applying the foreign servers, after which openLogins lets their roles sign in.
 * The caller stops them on SIGINT and SIGTERM, in its own order.
 *
 * @throws StateInUse where another process runs them; an Error with the server's last log lines where one does not start.
 */
export async function startLocalClusters(options: LocalClustersOptions = {}): Promise<LocalClusters> {
  const { settings, standbys = [], onProgress } = options;
  const [user, installed] = await Promise.all([findServerUser(), findBinaries()]);
  const state = await makeStateDir(options.stateDir, user);
  const lock = lockState(state.path);
  try {
    if (options.fresh === true) await removeData(state);
    const binaries = user === undefined ? installed : await copyBinaries(installed, state.binaries);
    const password = await keepPassword(state.path);
    const onStep = (cluster: LocalClusterName, step: LocalClusterStep) => onProgress?.({ cluster, step });
    const servers = await startServers({ user, state, binaries, password, settings, standbys, onStep });
    return await open(servers, options, { state, password }, lock);
  } catch (error) {
    lock[Symbol.dispose]();
    throw error;
  }
}

async function removeData(state: StateDir): Promise<void> {
  const paths = [
    ...localClusterNames.map((name) => clusterDir(state, name)),
    join(state.path, 'passwords.json'),
    portsFile(state.path),
  ];
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
}

async function open(
  servers: Servers,
  { ports, onSignIn = () => {} }: LocalClustersOptions,
  { state, password }: { readonly state: StateDir; readonly password: Secret },
  lock: Disposable,
): Promise<LocalClusters> {
  const { clusters, standbys } = servers;
  const kept = await readPorts(state.path);
  const wishedPorts = perCluster((name, index) => ports?.[name] ?? kept[name] ?? FIRST_PORT + index);
  let fronts: LocalFronts | undefined;
  try {
    fronts = await openFronts({ clusters, standbys, stateDir: state.path, password, wishedPorts, onSignIn });
    await keepPorts(state.path, fronts.endpoints);
  } catch (error) {
    await servers.stop();
    throw error;
  }
  let stopping: Promise<void> | undefined;
  const stop = () => {
    // The servers first: what they say to their clients at the end still passes through.
    stopping ??= servers
      .stop()
      .then(() => fronts[Symbol.asyncDispose]())
      .finally(() => lock[Symbol.dispose]());
    return stopping;
  };
  const topology = localTopology(fronts);
  const { lead } = fronts;
  return { topology, clusters, standbys, stateDir: state.path, lead, stop, [Symbol.asyncDispose]: stop };
}
