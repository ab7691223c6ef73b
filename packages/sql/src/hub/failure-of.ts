import { HubError, type HubFailure } from './hub-error.ts';

/** What is read of whatever the driver throws; PostgreSQL's own errors carry a SQLSTATE in `code`, Node's a word. */
type Thrown = { readonly code: string; readonly message: string; readonly detail: string; readonly where: string };

/** SQLSTATEs of a cluster that cannot be reached or has gone away. Running the statement again is safe, since it only reads. */
const CONNECTION_STATES: readonly string[] = [
  '08000', // connection_exception
  '08001', // sqlclient_unable_to_establish_sqlconnection: postgres_fdw could not connect
  '08003', // connection_does_not_exist
  '08006', // connection_failure: the connection broke, or the remote went silent
  'HV00N', // fdw_unable_to_establish_connection
  '57P01', // admin_shutdown: the server stops, or an operator ended the session
  '57P02', // crash_shutdown: another process of the server crashed
  '57P03', // cannot_connect_now: starting up, shutting down, recovering
  '57P05', // idle_session_timeout: the server ended a session that nobody had used, just when it was to be used
];

/** SQLSTATEs of a statement that was in the way of another, and will not be the next time. */
const CONFLICT_STATES: readonly string[] = [
  '40001', // serialization_failure: on a standby, what is replayed removes rows that the statement may still see
  '40P01', // deadlock_detected: on a standby, with what is replayed
];

/** too_many_connections: the server answers, and has no room at this moment. */
const TOO_MANY = '53300';

/**
 * invalid_authorization_specification: RDS says so of a token that is not valid, and in the same words where more sign in at once than it
 * takes.
 */
const REFUSED = '28000';

/** No room, said by the other cluster to the hub, which passes it on in the detail of a failure to connect. */
const TOO_MANY_WORDS = /too many (connections|clients)|connection slots are reserved/;

/** Node's codes for the same, between the gateway and the hub. */
const CONNECTION_CODES: readonly string[] = [
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
];

/** The driver's words where a connection to the hub broke or could not be had, which carry no code. */
const CONNECTION_WORDS =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Client .+ not queryable)/;

/** query_canceled: the statement ran into its timeout, here or behind the hop. */
const CANCELED = '57014';

/** {@link HubFailure}, or what else a database may say of a statement. */
export type Failure =
  | HubFailure
  /** Something that a standby replays was in its way. */
  | { readonly kind: 'conflict' }
  /** A server has no room for another session. */
  | { readonly kind: 'full' }
  /** The hub does not let the gateway's login in. */
  | { readonly kind: 'refused' }
  /** It fails as it stands. */
  | { readonly kind: 'other' };

/**
 * What a statement's failure means.
 *
 * @param foreign the clusters that the statement reaches through the hub
 */
export function failureOf(error: unknown, hub: string, foreign: readonly string[]): Failure {
  if (error instanceof HubError) return error.failure;
  const { code, message, detail, where } = readThrown(error);
  if (code === CANCELED) return { kind: 'slow' };
  if (code === TOO_MANY || TOO_MANY_WORDS.test(detail)) return { kind: 'full' };
  if (code === REFUSED) return { kind: 'refused' };
  if (CONFLICT_STATES.includes(code)) return { kind: 'conflict' };
  const hop = foreign.find((cluster) => message.includes(`server "${cluster}"`)) ?? foreign[0];
  const isHop = message.includes('could not connect to server "') || where.includes('remote SQL command');
  if (hop !== undefined && isHop && CONNECTION_STATES.includes(code)) return { kind: 'gone', cluster: hop };
  if (CONNECTION_STATES.includes(code) || CONNECTION_CODES.includes(code) || CONNECTION_WORDS.test(message)) {
    return { kind: 'gone', cluster: hop !== undefined && code === '08006' ? hop : hub };
  }
  return { kind: 'other' };
}

/** The SQLSTATE, Node's code, or the error's name: what retries are counted by. */
export function codeOf(error: unknown): string {
  const { code } = readThrown(error);
  if (code !== '') return code;
  return error instanceof Error ? error.name : typeof error;
}

function readThrown(error: unknown): Thrown {
  const read = (name: string): string => {
    const value: unknown = error instanceof Error && name in error ? Reflect.get(error, name) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { code: read('code'), message: read('message'), detail: read('detail'), where: read('where') };
}
