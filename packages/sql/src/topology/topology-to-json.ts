import type { Cluster, Login, Topology } from './topology.ts';
import type { TopologyJson } from './topology-json.ts';

type ClusterJson = TopologyJson['clusters'][string];

/** The JSON form that `parseTopology` reads back as the same topology. Passwords stand in it: keep it where only their owner reads. */
export function topologyToJson({ hub, others }: Topology): TopologyJson {
  const clusters = [hub, ...others].map((cluster) => [cluster.name, clusterToJson(cluster)] as const);
  return { hub: hub.name, clusters: Object.fromEntries(clusters) };
}

function clusterToJson({ writer, reader, database, tls, gateway, admin, hop, renewer }: Cluster): ClusterJson {
  return {
    writer: { ...writer },
    reader: { ...reader },
    database,
    tls: tls === false || tls.ca === 'rds' ? tls : { ca: tls.path },
    ...loginToJson(gateway),
    ...(admin === undefined ? {} : { admin: loginToJson(admin) }),
    ...(hop === undefined ? {} : { hop: loginToJson(hop) }),
    ...(renewer === undefined ? {} : { renewer: loginToJson(renewer) }),
  };
}

function loginToJson({ user, auth }: Login): Pick<ClusterJson, 'user' | 'auth'> {
  return { user, auth: auth.kind === 'password' ? { kind: 'password', password: auth.password.reveal() } : auth };
}
