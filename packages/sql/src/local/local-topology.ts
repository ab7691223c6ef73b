import type { Cluster, Endpoint, Login, Topology } from '../topology/topology.ts';
import { type LocalClusterName, localClusterNames, type PerCluster } from './local-cluster-names.ts';
import { localRegion } from './local-credentials.ts';

const [hub, ...others] = localClusterNames;

/** How the local clusters are reached: through their fronts, each login by token. */
export type LocalAccess = {
  readonly endpoints: PerCluster<Endpoint>;
  /** Of the clusters that have a standby. */
  readonly readers: Partial<PerCluster<Endpoint>>;
  readonly caFile: string;
  readonly credentialsFile: string;
};

/** The topology of the local clusters: users is the hub, and a hop leads to each other. */
export function localTopology({ endpoints, readers, caFile, credentialsFile }: LocalAccess): Topology {
  const login = (user: string): Login => ({ user, auth: { kind: 'iam', region: localRegion, credentialsFile } });
  const cluster = (name: LocalClusterName): Cluster => ({
    name,
    writer: endpoints[name],
    reader: readers[name] ?? endpoints[name],
    database: name,
    tls: { ca: 'file', path: caFile },
    gateway: login('gateway'),
    admin: login('postgres'),
  });
  return {
    hub: { ...cluster(hub), renewer: login('fdw_renewer') },
    others: others.map((name) => ({ ...cluster(name), hop: login('fdw_reader') })),
  };
}
