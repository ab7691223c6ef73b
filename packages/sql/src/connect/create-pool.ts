import pg from 'pg';
import { adminOf } from '../topology/admin-of.ts';
import type { Auth, Cluster, Endpoint, Login } from '../topology/topology.ts';
import { processTokens } from './iam-tokens.ts';
import { createPace } from './pace.ts';
import { dropWhereKindChanged, onlyOfRole } from './server-kind.ts';
import type { IamLogin } from './sign-token.ts';
import { tlsOptions } from './tls.ts';

/** Which login and which end point a pool uses, and how large it may grow. */
export type PoolOptions = {
  /** `query`: the gateway's login, read-only, results as the database wrote them. `admin`: migrations and foreign servers. */
  readonly purpose: 'query' | 'admin';
  readonly role: 'reader' | 'writer';
  /** Connections at most; 10 for queries, 2 for administration. */
  readonly max?: number;
  /** The server ends a statement after so many milliseconds, 0 never; 30,000 for queries, 0 for administration. */
  readonly statementTimeoutMs?: number;
  /** So long this process waits for an answer, also of a server that is frozen or cut off; the session is of no use after that. No limit by default. */
  readonly answerTimeoutMs?: number;
  /** How long a connection may take to open, in milliseconds; 10,000 by default. */
  readonly connectTimeoutMs?: number;
  /** A connection lives for at most so many seconds, a random part of up to a fifth less; 1,800 by default. */
  readonly lifetimeSeconds?: number;
  /** After how many uses a connection is dropped; never by default. */
  readonly maxUses?: number;
  /** What the server's lists of sessions and its log show; `causeway` by default. */
  readonly applicationName?: string;
};

/**
 * A process that is cut off without a word leaves sessions behind, with their locks (that of whoever renews the hops among them) and their
 * share of the role's limit: the server looks after them within a minute and a half, where its own default is two hours.
 */
const session = '-c TimeZone=UTC -c tcp_keepalives_idle=60 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

/**
 * `client_connection_check_interval`: while a statement runs, the server looks four times a second whether its client is still there, and
 * ends it otherwise, also where this process was killed.
 */
const defaults = {
  query: {
    max: 10,
    statementTimeoutMs: 30_000,
    session: `${session} -c default_transaction_read_only=on -c client_connection_check_interval=250`,
  },
  admin: { max: 2, statementTimeoutMs: 0, session },
} as const;

/** Connections that were opened together, at a start or after a failover, do not end together. */
const lifetimeJitter = 0.2;

/**
 * A pool of connections to one cluster. Its settings travel with each connection's start, so that no SET is ever
 * needed on a pooled client, where it would stay for the next user.
 *
 * @throws TopologyError where the cluster's CA file cannot be read, or it has no admin and one is needed; failures to connect show at the first query.
 */
export function createPool(cluster: Cluster, options: PoolOptions): pg.Pool {
  const { purpose } = options;
  const login = purpose === 'query' ? cluster.gateway : adminOf(cluster);
  const endpoint = cluster[options.role];
  const { host, port } = endpoint.via ?? endpoint;
  const pool = new pg.Pool({
    host,
    port,
    database: cluster.database,
    user: login.user,
    password: passwordOf(endpoint, login),
    ssl: tlsOptions(cluster, endpoint),
    application_name: options.applicationName ?? 'causeway',
    options: defaults[purpose].session,
    max: options.max ?? defaults[purpose].max,
    statement_timeout: options.statementTimeoutMs ?? defaults[purpose].statementTimeoutMs,
    ...(options.answerTimeoutMs === undefined ? {} : { query_timeout: options.answerTimeoutMs }),
    connectionTimeoutMillis: options.connectTimeoutMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    ...(options.maxUses === undefined ? {} : { maxUses: options.maxUses }),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    ...onlyOfRole(cluster, options.role, options.connectTimeoutMs ?? 10_000),
    ...(purpose === 'query' ? { types: { getTypeParser: jsonAsText } } : {}),
  });
  // The pool reads it for each new connection.
  const lifetimeSeconds = options.lifetimeSeconds ?? 1_800;
  Object.defineProperty(pool.options, 'maxLifetimeSeconds', {
    get: () => lifetimeSeconds * (1 - lifetimeJitter * Math.random()),
  });
  dropWhereKindChanged(pool);
  // An idle connection that breaks is dropped by the pool itself; without a listener its error would end the process.
  pool.on('error', () => {});
  // One that breaks while it is lent out, between two statements, tells only its client: the next statement fails, and that is enough.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** A callback in both cases: the driver asks it for each new connection, and no password stands on a printable property. */
export function passwordOf(endpoint: Endpoint, { user, auth }: Login): () => string | Promise<string> {
  return auth.kind === 'iam' ? () => pacedToken({ endpoint, user, auth }) : revealed(auth);
}

/** RDS refuses more than about 200 sign-ins a second, of all processes together, in words that say nothing of that. */
async function pacedToken(login: IamLogin): Promise<string> {
  await signInPace.turn(`${login.endpoint.host}:${login.endpoint.port}`);
  return await processTokens.current(login);
}

const signInPace = createPace({ burst: 50, perSecond: 100 });

function revealed({ password }: Extract<Auth, { kind: 'password' }>): () => string {
  return () => password.reveal();
}

const jsonTypes: readonly number[] = [pg.types.builtins.JSON, pg.types.builtins.JSONB];

/** JSON from the database is passed on as text: parsing it only to print it again would cost time and lose digits. */
const jsonAsText: typeof pg.types.getTypeParser = (oid: number, format?: 'text' | 'binary') =>
  jsonTypes.includes(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format);
