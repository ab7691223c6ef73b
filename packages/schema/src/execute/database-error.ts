import { CausewayError } from '../errors.ts';

/** What is read of whatever the driver throws; PostgreSQL's own errors carry a SQLSTATE in `code`, Node's a word. */
type Thrown = { readonly code: string; readonly message: string; readonly where: string };

/** SQLSTATEs of a cluster that cannot be reached or has gone away. */
const CONNECTION_STATES: readonly string[] = [
  '08000', // connection_exception
  '08001', // sqlclient_unable_to_establish_sqlconnection: postgres_fdw could not connect
  '08003', // connection_does_not_exist
  '08006', // connection_failure: the connection broke, or the remote went silent
  'HV00N', // fdw_unable_to_establish_connection
  '57P01', // admin_shutdown
  '57P02', // crash_shutdown
  '57P03', // cannot_connect_now: starting up, shutting down, recovering
];

/** Node's codes for the same, between the gateway and the hub. */
const CONNECTION_CODES: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];

/** The driver's words where a connection to the hub broke or could not be had, which carry no code. */
const CONNECTION_WORDS = /^(Connection terminated|timeout expired|timeout exceeded when trying to connect)/;

/** query_canceled: the statement ran into its timeout, here or behind the hop. */
const CANCELED = '57014';

/**
 * What a failed statement means to the client: SOURCE_UNAVAILABLE with the cluster, or TIMEOUT. Anything else is given back
 * as it is, to be masked.
 *
 * @param foreign the clusters that the statement reaches through the hub
 */
export function explainDatabaseError(error: unknown, hub: string, foreign: readonly string[]): unknown {
  const { code, message, where } = readThrown(error);
  if (code === CANCELED) {
    return new CausewayError(
      'TIMEOUT',
      'The database took too long; ask for less, or for smaller pages',
      options(error),
    );
  }
  const hop = foreign.find((cluster) => message.includes(`server "${cluster}"`)) ?? foreign[0];
  const isHop = message.includes('could not connect to server "') || where.includes('remote SQL command');
  if (hop !== undefined && isHop && CONNECTION_STATES.includes(code)) return unavailable(hop, error);
  if (CONNECTION_STATES.includes(code) || CONNECTION_CODES.includes(code) || CONNECTION_WORDS.test(message)) {
    return unavailable(hop !== undefined && code === '08006' ? hop : hub, error);
  }
  return error;
}

/** SOURCE_UNAVAILABLE: the cluster does not answer. */
export function unavailable(cluster: string, cause?: unknown): CausewayError {
  return new CausewayError(
    'SOURCE_UNAVAILABLE',
    `Cluster "${cluster}" does not answer at the moment; try again later`,
    {
      cluster,
      ...options(cause),
    },
  );
}

function options(cause: unknown): { readonly originalError?: Error } {
  return cause instanceof Error ? { originalError: cause } : {};
}

function readThrown(error: unknown): Thrown {
  const read = (name: string): string => {
    const value: unknown = error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { code: read('code'), message: read('message'), where: read('where') };
}

/** The cluster that an error says does not answer; undefined where it says something else. */
export function unavailableSource(error: unknown): string | undefined {
  if (!(error instanceof CausewayError) || error.extensions['code'] !== 'SOURCE_UNAVAILABLE') return undefined;
  const source = error.extensions['source'];
  return typeof source === 'string' ? source : undefined;
}
