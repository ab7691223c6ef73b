import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster, Login, Topology } from '@causeway/sql';

/** Where the topology of running local clusters lies, for commands beside `dev`; read it with `readTopology`. */
export function topologyFile(stateDir: string): string {
  return join(stateDir, 'topology.json');
}

/**
 * Keeps the topology in the state folder while `dev` runs, passwords included, readable by its owner only. It appears
 * whole: a command that starts at this moment never reads a part. Disposing removes it.
 */
export async function publishTopology(stateDir: string, topology: Topology): Promise<AsyncDisposable> {
  const file = topologyFile(stateDir);
  const clusters = [topology.hub, ...topology.others].map((cluster) => [cluster.name, clusterJson(cluster)]);
  const json = { hub: topology.hub.name, clusters: Object.fromEntries(clusters) };
  await writeFile(`${file}.new`, JSON.stringify(json, null, 2), { mode: 0o600 });
  await chmod(`${file}.new`, 0o600);
  await rename(`${file}.new`, file);
  return { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
}

function clusterJson({ name: _, gateway, admin, hop, tls, ...rest }: Cluster): Record<string, unknown> {
  return {
    ...rest,
    ...loginJson(gateway),
    tls: tls === false || tls.ca === 'rds' ? tls : { ca: tls.path },
    admin: loginJson(admin),
    ...(hop === undefined ? {} : { hop: loginJson(hop) }),
  };
}

function loginJson({ user, auth }: Login): Record<string, unknown> {
  return { user, auth: auth.kind === 'iam' ? auth : { kind: auth.kind, password: auth.password.reveal() } };
}
