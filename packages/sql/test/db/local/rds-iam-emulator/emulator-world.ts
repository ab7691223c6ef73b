import { Signer } from '@aws-sdk/rds-signer';
import pg from 'pg';
import { expect } from 'vitest';
import { type LocalClusters, startLocalClusters } from '../../../../src/local/local-clusters.ts';
import { keepPassword } from '../../../../src/local/local-passwords.ts';
import { type Authority, makeAuthority } from '../../../../src/local/rds-iam-emulator/certificate.ts';
import {
  type EmulatorOptions,
  type RdsIamEmulator,
  startRdsIamEmulator,
} from '../../../../src/local/rds-iam-emulator/emulator.ts';
import { iamUsers } from '../../../../src/local/rds-iam-emulator/iam-users.ts';
import type { ServerBehind, SignInEvent } from '../../../../src/local/rds-iam-emulator/serve-client.ts';
import { Secret } from '../../../../src/secret.ts';
import { askServer, settings, temporaryFolder } from '../helpers.ts';

export const region = 'eu-west-1';
export const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret-example' };
export const plainPassword = 'the password of plain';

/** An emulator of a test, and what it reported. */
export type Front = RdsIamEmulator & { readonly events: readonly SignInEvent[] };

/** Real servers for emulators with rules of a test's own, and users: `signed` by token, `plain` by password. */
export type EmulatorWorld = AsyncDisposable & {
  readonly clusters: LocalClusters;
  /** The users cluster's server. */
  readonly behind: ServerBehind;
  readonly authority: Authority;
  /** Starts an emulator in front of the users cluster. */
  front(changes?: Partial<EmulatorOptions>): Promise<Front>;
  /** Runs a statement as superuser, past every emulator. */
  asSuperuser(statement: string): Promise<unknown>;
};

export async function startEmulatorWorld(): Promise<EmulatorWorld> {
  await using stack = new AsyncDisposableStack();
  const folder = await temporaryFolder();
  stack.defer(() => folder.remove());
  const clusters = stack.use(
    await startLocalClusters({ stateDir: folder.path, settings, ports: { users: 0, orders: 0 } }),
  );
  const password = await keepPassword(folder.path);
  const { endpoint, socket } = clusters.clusters.users;
  const behind = { endpoint, trusted: { path: socket }, iamUsers: stack.use(iamUsers(endpoint, password)) };
  const authority = await makeAuthority();
  const known = { secretAccessKey: new Secret(credentials.secretAccessKey) };
  const asSuperuser = (statement: string) => askServer(endpoint, password, statement);
  await asSuperuser(`
    create role signed login in role rds_iam;
    create role signers in role rds_iam;
    create role nested login in role signers;
    create role plain login password '${plainPassword}'`);
  const owned = stack.move();
  return {
    clusters,
    behind,
    authority,
    asSuperuser,
    async front(changes = {}) {
      const events: SignInEvent[] = [];
      const emulator = await startRdsIamEmulator({
        host: '127.0.0.1',
        wishedPort: 0,
        certificate: await authority.issue('127.0.0.1'),
        region,
        findCredentials: (id) => (id === credentials.accessKeyId ? known : undefined),
        findServer: () => behind,
        signInTimeoutMs: 10_000,
        now: () => Date.now(),
        onSignIn: (event) => events.push(event),
        ...changes,
      });
      return { ...emulator, events, [Symbol.asyncDispose]: () => emulator[Symbol.asyncDispose]() };
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** A token as the SDK signs it for that front. */
export function sign(front: Front, changes: Partial<ConstructorParameters<typeof Signer>[0]> = {}): Promise<string> {
  const { host: hostname, port } = front.endpoint;
  return new Signer({ hostname, port, region, username: 'signed', credentials, ...changes }).getAuthToken();
}

/** Connects by TLS, verified, runs one query and gives its value. */
export async function signIn(
  world: EmulatorWorld,
  { endpoint: { host, port } }: Front,
  { user = 'signed', password = '', ca = world.authority.certificate, query = 'select current_user::text as value' },
): Promise<unknown> {
  const client = new pg.Client({ host, port, user, password, database: 'postgres', ssl: { ca } });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<{ value: unknown }>(query)).rows[0]?.value;
  } finally {
    await client.end().catch(() => {});
  }
}

/** How a refusal looks to a client. */
export function fatal(code: string, message: string) {
  return expect.objectContaining({ severity: 'FATAL', code, message });
}
