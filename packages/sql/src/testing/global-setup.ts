import { rm } from 'node:fs/promises';
import type { TestProject } from 'vitest/node';
import { startLocalClusters } from '../local/local-clusters.ts';
import type { Cluster, Login, Topology } from '../topology/topology.ts';
import type { ProvidedTopology } from './provided-context.ts';
import { makeTemporaryState } from './temporary-state.ts';

/** Durability is given up for speed; every statement is logged, in one file, so that tests can read what a cluster received. */
const settings = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
  log_statement: 'all',
  log_filename: 'test.log',
  log_rotation_age: '0',
};

/**
 * Starts one pair of clusters for all test files of a run, whichever projects they belong to, and removes it after the
 * last one or at an interruption. The first project that needs it starts it; later ones find it provided.
 */
export default async function setUp(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  if ('causewayTopology' in project.getProvidedContext()) return undefined;
  const stateDir = await makeTemporaryState();
  const clusters = await startLocalClusters({ stateDir, settings, ports: { users: 0, orders: 0 } });
  const tearDown = async () => {
    for (const signal of signals) process.off(signal, interrupt);
    await clusters.stop();
    await rm(stateDir, { recursive: true, force: true });
  };
  const interrupt = (signal: NodeJS.Signals) => void tearDown().finally(() => process.kill(process.pid, signal));
  for (const signal of signals) process.on(signal, interrupt);
  project.vitest.provide('causewayTopology', toJson(clusters.topology));
  return tearDown;
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The JSON form that parseTopology reads, passwords included: it stays between the processes of this test run. */
function toJson({ hub, others }: Topology): ProvidedTopology {
  return {
    hub: hub.name,
    clusters: Object.fromEntries([hub, ...others].map((cluster) => [cluster.name, clusterJson(cluster)])),
  };
}

function clusterJson({ writer, reader, database, gateway, admin, hop }: Cluster): unknown {
  return {
    writer,
    reader,
    database,
    ...loginJson(gateway),
    tls: false,
    admin: loginJson(admin),
    ...(hop === undefined ? {} : { hop: loginJson(hop) }),
  };
}

function loginJson({ user, auth }: Login): { user: string; auth: unknown } {
  return { user, auth: auth.kind === 'password' ? { ...auth, password: auth.password.reveal() } : auth };
}
