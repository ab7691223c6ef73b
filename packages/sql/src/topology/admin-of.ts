import type { Cluster, Login } from './topology.ts';
import { TopologyError, type TopologyFault } from './topology-error.ts';

/**
 * The login that administers a cluster. The gateway's own never stands in for it: it would own the tables that it is meant only
 * to read.
 *
 * @throws TopologyError where the topology names none.
 */
export function adminOf(cluster: Cluster): Login {
  if (cluster.admin !== undefined) return cluster.admin;
  throw lacking([cluster]);
}

/** Makes sure, before work on several clusters begins, that each can be administered. @throws TopologyError naming all that cannot. */
export function requireAdmins(clusters: readonly Cluster[]): void {
  const others = clusters.filter(({ admin }) => admin === undefined);
  if (others.length > 0) throw lacking(others);
}

function lacking(clusters: readonly Cluster[]): TopologyError {
  return new TopologyError(
    'The topology can be served, but not administered:',
    clusters.map(
      ({ name }): TopologyFault => ({
        path: `clusters.${name}.admin`,
        found: 'nothing',
        advice: 'write the login that owns its tables and may create roles: an object with user, auth',
      }),
    ),
  );
}
