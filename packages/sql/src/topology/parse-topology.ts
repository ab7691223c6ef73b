import { Secret } from '../secret.ts';
import { checkClusters } from './check-clusters.ts';
import type { Auth, Cluster, Endpoint, Login, Tls, Topology } from './topology.ts';
import { TopologyError, type TopologyFault } from './topology-error.ts';
import { type TopologyJson, topologyJson } from './topology-json.ts';

type ClusterJson = TopologyJson['clusters'][string];

/**
 * Reads a topology from parsed JSON (docs show its form). Nothing else in the program looks at the JSON.
 *
 * @throws TopologyError with all faults at once; values are never shown, since any of them may be a password.
 */
export function parseTopology(json: unknown): Topology {
  const parsed = topologyJson.safeParse(json);
  if (!parsed.success) {
    throw new TopologyError(
      'The topology cannot be used:',
      parsed.error.issues.flatMap((issue) => toFaults(json, issue)),
    );
  }
  const faults = checkClusters(parsed.data);
  const { hub: hubName, clusters } = parsed.data;
  const hub = clusters[hubName];
  if (faults.length > 0 || hub === undefined) throw new TopologyError('The topology cannot be used:', faults);
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
  const gateway = toLogin(json);
  return {
    name,
    writer: toEndpoint(json.writer),
    reader: toEndpoint(json.reader ?? json.writer),
    database: json.database,
    tls: toTls(json.tls),
    gateway,
    admin: json.admin === undefined ? gateway : toLogin(json.admin),
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
