import type { Cluster, Endpoint, Login, Topology } from '../topology/topology.ts';
import { type LocalClusterName, localClusterNames, type PerCluster } from './local-cluster-names.ts';
import type { LocalPasswords } from './local-passwords.ts';

const [hub, ...others] = localClusterNames;

/** The topology of the local clusters: users is the hub, and a hop leads to each other. */
export function localTopology(
  clusters: PerCluster<{ readonly endpoint: Endpoint }>,
  passwords: LocalPasswords,
): Topology {
  const login = (user: keyof LocalPasswords): Login => ({
    user,
    auth: { kind: 'password', password: passwords[user] },
  });
  const cluster = (name: LocalClusterName): Cluster => ({
    name,
    writer: clusters[name].endpoint,
    reader: clusters[name].endpoint,
    database: name,
    tls: false,
    gateway: login('gateway'),
    admin: login('postgres'),
  });
  return { hub: cluster(hub), others: others.map((name) => ({ ...cluster(name), hop: login('fdw_reader') })) };
}
