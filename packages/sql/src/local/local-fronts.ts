import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../secret.ts';
import type { Endpoint } from '../topology/topology.ts';
import type { LocalCluster } from './local-cluster.ts';
import { hasAll, type LocalClusterName, localClusterNames, type PerCluster } from './local-cluster-names.ts';
import { keepCredentials, localRegion } from './local-credentials.ts';
import type { ServerBehind, SignInEvent } from './rds-iam-emulator/serve-client.ts';

/** A sign-in at one of the local clusters. */
export type LocalSignIn = SignInEvent & { readonly cluster: LocalClusterName };

/** What the fronts stand before, and where they listen. */
export type FrontOptions = {
  readonly clusters: PerCluster<LocalCluster>;
  readonly standbys: Partial<PerCluster<LocalCluster>>;
  readonly stateDir: string;
  /** Of the superuser `postgres`. */
  readonly password: Secret;
  readonly wishedPorts: PerCluster<number>;
  readonly onSignIn: (event: LocalSignIn) => void;
};

/** How clients reach the local clusters: each through an emulator of RDS IAM authentication. */
export type LocalFronts = AsyncDisposable & {
  readonly endpoints: PerCluster<Endpoint>;
  /** Of the standbys, where there are any. */
  readonly readers: Partial<PerCluster<Endpoint>>;
  /** The certificate that all of them are verified against. */
  readonly caFile: string;
  readonly credentialsFile: string;
  /** Leads new clients of an address to another server, as a change of DNS does; open connections stay where they are. */
  lead(name: LocalClusterName, role: FrontRole, to: LocalCluster): void;
};

/** Which of a cluster's addresses a front has. */
export type FrontRole = 'writer' | 'reader';

/** As long as PostgreSQL waits for a client to sign in. */
const signInTimeoutMs = 60_000;

/** Standbys are made anew at each start: nothing remembers where the last one was. */
const anyPort = 0;

/** Opens a front before each server, which `prepareServer` has made ready for signed connections. Certificates are new each time. */
export async function openFronts(options: FrontOptions): Promise<LocalFronts> {
  const { clusters, standbys, stateDir, password, wishedPorts, onSignIn } = options;
  // The libraries behind it take a third of a second to load, which commands without local clusters need not wait for.
  const { iamUsers, makeAuthority, startRdsIamEmulator } = await import('./rds-iam-emulator/index.ts');
  const [authority, credentials] = await Promise.all([makeAuthority(), keepCredentials(stateDir)]);
  const caFile = join(stateDir, 'ca.pem');
  // The servers' own user reads it too, when the hub opens a hop.
  await writeFile(`${caFile}.new`, authority.certificate, { mode: 0o644 });
  await rename(`${caFile}.new`, caFile);

  await using stack = new AsyncDisposableStack();
  const behind = ({ endpoint, socket }: LocalCluster, owner: AsyncDisposableStack): ServerBehind => ({
    endpoint,
    trusted: { path: socket },
    iamUsers: owner.use(iamUsers(endpoint, password)),
  });
  const servers = new Map<string, ServerBehind>();
  const open = async (name: LocalClusterName, role: FrontRole, cluster: LocalCluster, wishedPort: number) => {
    const first = behind(cluster, stack);
    const emulator = await startRdsIamEmulator({
      host: '127.0.0.1',
      wishedPort,
      certificate: await authority.issue('127.0.0.1'),
      region: localRegion,
      findCredentials: credentials.find,
      findServer: () => servers.get(`${name} ${role}`) ?? first,
      signInTimeoutMs,
      now: () => Date.now(),
      onSignIn: (event) => onSignIn({ ...event, cluster: name }),
    });
    return stack.use(emulator).endpoint;
  };
  const opened: Partial<Record<LocalClusterName, Endpoint>> = {};
  const readers: Partial<Record<LocalClusterName, Endpoint>> = {};
  await Promise.all(
    localClusterNames.map(async (name) => {
      opened[name] = await open(name, 'writer', clusters[name], wishedPorts[name]);
      const standby = standbys[name];
      if (standby !== undefined) readers[name] = await open(name, 'reader', standby, anyPort);
    }),
  );
  if (!hasAll(opened)) throw new Error('A local cluster was left without a front.');
  const owned = stack.move();
  return {
    endpoints: opened,
    readers,
    caFile,
    credentialsFile: credentials.file,
    lead: (name, role, to) => void servers.set(`${name} ${role}`, behind(to, owned)),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
