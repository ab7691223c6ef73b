import type { TopologyFault } from './topology-error.ts';
import type { ClusterOutline, TopologyOutline } from './topology-outline.ts';

/**
 * Rules between the parts of a topology, which hold beside the shape of each part. Returns every fault, of a topology with faults
 * of shape too.
 */
export function checkClusters({ hub, clusters = {} }: TopologyOutline): readonly TopologyFault[] {
  const names = Object.keys(clusters);
  const hubs = names.filter((name) => name === hub);
  return [
    ...(hub === undefined || hub === '' || hubs.length > 0 ? [] : [unknownHub(names)]),
    ...Object.entries(clusters).flatMap(([name, cluster]) => [
      ...iamWithoutTls(`clusters.${name}`, cluster),
      ...sharedLogins(`clusters.${name}`, cluster),
      ...(name === hub ? hopOnHub(name, cluster) : schemaTaken(name, names)),
      ...(name === hub || hubs.length === 0 ? [] : renewerOffHub(name, cluster)),
    ]),
  ];
}

function unknownHub(names: readonly string[]): TopologyFault {
  return {
    path: 'hub',
    found: 'a name that no cluster has',
    advice: `write one of: ${names.join(', ') || '(none yet)'}`,
  };
}

/** RDS takes a token as a clear-text password: without TLS it would cross the network readable. */
function iamWithoutTls(path: string, cluster: ClusterOutline): readonly TopologyFault[] {
  if (cluster.tls !== false) return [];
  const logins = [
    { at: 'auth', auth: cluster.auth },
    { at: 'admin.auth', auth: cluster.admin?.auth },
    { at: 'hop.auth', auth: cluster.hop?.auth },
    { at: 'renewer.auth', auth: cluster.renewer?.auth },
  ];
  return logins
    .filter(({ auth }) => auth?.kind === 'iam')
    .map(({ at }) => ({
      path: `${path}.${at}`,
      found: 'IAM on a cluster without TLS',
      advice: 'set the tls of this cluster to {"ca": "rds"}, or to a CA file: tokens travel over TLS only',
    }));
}

/** Who administers a cluster owns its tables, and who renews may send the hop elsewhere: queries must run as somebody else. */
function sharedLogins(path: string, { user, admin, renewer }: ClusterOutline): readonly TopologyFault[] {
  return Object.entries({ admin, renewer })
    .filter(([, login]) => user !== undefined && login?.user === user)
    .map(([key]) => ({
      path: `${path}.${key}.user`,
      found: 'the login that queries run as',
      advice: 'write another: queries must not run as a login that may change what they read',
    }));
}

/** The hop leads from the hub to another cluster. */
function hopOnHub(name: string, cluster: ClusterOutline): readonly TopologyFault[] {
  if (cluster.hop === undefined) return [];
  return [
    { path: `clusters.${name}.hop`, found: 'a hop on the hub', advice: 'remove it: a hop leads to the other clusters' },
  ];
}

/** Foreign servers, and with them the hops' credentials, stand on the hub. */
function renewerOffHub(name: string, cluster: ClusterOutline): readonly TopologyFault[] {
  if (cluster.renewer === undefined) return [];
  return [
    {
      path: `clusters.${name}.renewer`,
      found: 'a renewer on another cluster than the hub',
      advice: 'write it at the hub, or remove it: it renews what the hub keeps',
    },
  ];
}

/** The hub keeps the other cluster's views in schema <name> and its foreign tables in schema <name>_fdw. */
function schemaTaken(name: string, names: readonly string[]): readonly TopologyFault[] {
  const reserved = name === 'public' || name === 'information_schema' || name.startsWith('pg_');
  const twin = names.find((other) => name === `${other}_fdw`);
  if (!reserved && twin === undefined) return [];
  return [
    {
      path: `clusters.${name}`,
      found: reserved ? 'a name that PostgreSQL keeps for itself' : `the name of cluster ${twin}'s foreign schema`,
      advice: 'rename it: the hub makes a schema of this name',
    },
  ];
}
