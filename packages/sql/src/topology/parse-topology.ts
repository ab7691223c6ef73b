import { Secret } from '../secret.ts';
import { checkClusters } from './check-clusters.ts';
import type { Auth, Cluster, Endpoint, Login, Tls, Topology } from './topology.ts';
import { TopologyError, type TopologyFault } from './topology-error.ts';
import { type TopologyJson, topologyJson } from './topology-json.ts';
import { topologyOutline } from './topology-outline.ts';

type ClusterJson = TopologyJson['clusters'][string];

/**
 * Reads a topology from parsed JSON (docs show its form). Nothing else in the program looks at the JSON.
 *
 * @throws TopologyError with all faults at once; values are never shown, since any of them may be a password.
 */
export function parseTopology(json: unknown): Topology {
  const { data, error } = topologyJson.safeParse(json);
  const faults = [
    ...(error?.issues ?? []).flatMap((issue) => toFaults(json, issue)),
    ...checkClusters(topologyOutline.parse(json)),
  ];
  const hub = data?.clusters[data.hub];
  if (data === undefined || hub === undefined || faults.length > 0) {
    throw new TopologyError('The topology cannot be used:', faults);
  }
  const { hub: hubName, clusters } = data;
  const others = Object.entries(clusters).filter(([name]) => name !== hubName);
  return { hub: toCluster(hubName, hub), others: others.map(([name, cluster]) => toCluster(name, cluster)) };
}

type Issue = { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string };

/** An issue of the library as faults: an unknown key is a fault at that key, not at the object around it. */
function toFaults(json: unknown, issue: Issue & { readonly keys?: readonly string[] }): readonly TopologyFault[] {
  const at = (path: readonly PropertyKey[], advice: string): TopologyFault => ({
    path: path.map(String).join('.'),
    found: kindOf(path.reduce(valueAt, json)),
    advice,
  });
  if (issue.code === 'unrecognized_keys' && issue.keys !== undefined) {
    return issue.keys.map((key) => ({ ...at([...issue.path, key], issue.message), found: 'an unknown key' }));
  }
  if (issue.code === 'invalid_key') return [{ ...at(issue.path, nestedMessage(issue)), found: 'an unusable name' }];
  return [at(issue.path, issue.message)];
}

/** A record's key fault wraps the message of the key's own schema. */
function nestedMessage(issue: Issue & { readonly issues?: readonly { readonly message: string }[] }): string {
  return issue.issues?.[0]?.message ?? issue.message;
}

function valueAt(value: unknown, key: PropertyKey): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === '') return 'an empty string';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function toCluster(name: string, json: ClusterJson): Cluster {
  return {
    name,
    writer: toEndpoint(json.writer),
    reader: toEndpoint(json.reader ?? json.writer),
    database: json.database,
    tls: toTls(json.tls),
    gateway: toLogin(json),
    ...(json.admin === undefined ? {} : { admin: toLogin(json.admin) }),
    ...(json.hop === undefined ? {} : { hop: toLogin(json.hop) }),
    ...(json.renewer === undefined ? {} : { renewer: toLogin(json.renewer) }),
  };
}

function toEndpoint({ host, port, via }: ClusterJson['writer']): Endpoint {
  return { host, port, ...(via === undefined ? {} : { via }) };
}

function toLogin({ user, auth }: Pick<ClusterJson, 'user' | 'auth'>): Login {
  return { user, auth: toAuth(auth) };
}

function toAuth(auth: ClusterJson['auth']): Auth {
  if (auth.kind === 'password') return { kind: 'password', password: new Secret(auth.password) };
  const { kind, region, credentialsFile } = auth;
  return { kind, region, ...(credentialsFile === undefined ? {} : { credentialsFile }) };
}

function toTls(tls: ClusterJson['tls']): Tls {
  if (tls === false) return false;
  return tls.ca === 'rds' ? { ca: 'rds' } : { ca: 'file', path: tls.ca };
}
