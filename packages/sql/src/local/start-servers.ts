import type { Secret } from '../secret.ts';
import type { Binaries } from './binaries.ts';
import { type LocalCluster, type LocalClusterStep, startLocalCluster } from './local-cluster.ts';
import { hasAll, type LocalClusterName, localClusterNames, type PerCluster } from './local-cluster-names.ts';
import { type LocalStandby, primarySettings, removeStandby, startLocalStandby } from './local-standby.ts';
import { prepareServer } from './prepare-server.ts';
import type { ServerSettings } from './server-settings.ts';
import type { ServerUser } from './server-user.ts';
import { clusterDir, type StateDir, standbyDir } from './state-dir.ts';

/** How the servers of the local clusters are started. */
export type ServersOptions = {
  readonly user: ServerUser | undefined;
  readonly state: StateDir;
  readonly binaries: Binaries;
  readonly password: Secret;
  readonly settings?: ServerSettings | undefined;
  /** Clusters that get a standby. */
  readonly standbys: readonly LocalClusterName[];
  readonly onStep: (cluster: LocalClusterName, step: LocalClusterStep) => void;
};

/** The running servers. */
export type Servers = {
  readonly clusters: PerCluster<LocalCluster>;
  readonly standbys: Partial<PerCluster<LocalStandby>>;
  /** Stops them all by a fast shutdown, standbys first: a primary waits until those that follow it have everything. */
  stop(): Promise<void>;
};

/** Starts the servers, side by side, ready for signed connections, and their standbys, made anew. All of them, or none. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const { state, password, standbys: wanted } = options;
  await Promise.all(localClusterNames.map((name) => removeStandby(standbyDir(state, name))));
  const clusters = await startClusters(options);
  const standbys: Partial<Record<LocalClusterName, LocalStandby>> = {};
  const stop = async () => {
    await stopAll(standbys);
    await stopAll(clusters);
  };
  try {
    // Before the standbys, which are copies of what is there then.
    await Promise.all(localClusterNames.map((name) => prepareServer(name, clusters[name].endpoint, password)));
    for (const name of wanted) standbys[name] = await startStandby(clusters[name], options);
  } catch (error) {
    await stop();
    throw error;
  }
  return { clusters, standbys, stop };
}

async function startClusters({ onStep, ...options }: ServersOptions): Promise<PerCluster<LocalCluster>> {
  const started: Partial<Record<LocalClusterName, LocalCluster>> = {};
  const outcomes = await Promise.allSettled(
    localClusterNames.map(async (name) => {
      started[name] = await startLocalCluster({
        ...options,
        name,
        dir: clusterDir(options.state, name),
        settings: { ...options.settings, ...(options.standbys.includes(name) ? primarySettings : {}) },
        onStep: (step) => onStep(name, step),
      });
    }),
  );
  if (hasAll(started)) return started;
  await stopAll(started);
  const reasons = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  throw reasons.length === 1 ? reasons[0] : new AggregateError(reasons, reasons.map(String).join('\n'));
}

async function startStandby(
  primary: LocalCluster,
  { user, state, binaries, password, settings = {} }: ServersOptions,
): Promise<LocalStandby> {
  const name = `${primary.name} (standby)`;
  const dir = standbyDir(state, primary.name);
  return await startLocalStandby(primary, { name, dir, user, binaries, password, settings });
}

async function stopAll(clusters: Partial<PerCluster<LocalCluster>>): Promise<void> {
  await Promise.all(Object.values(clusters).map((cluster) => cluster.stop()));
}
