import { timingSafeEqual } from 'node:crypto';
import type { Secret } from '../../secret.ts';
import type { Endpoint } from '../../topology/topology.ts';
import { type ParsedToken, parseToken } from './parse-token.ts';
import { signatureOf } from './signature.ts';

/** Credentials that the emulator accepts tokens of. Temporary ones have a session token and an end. */
export type KnownCredentials = {
  readonly secretAccessKey: Secret;
  readonly sessionToken?: Secret;
  /** Milliseconds since 1970. */
  readonly expiresAt?: number;
};

/** What a token must be signed for, by whom, and the present moment in milliseconds since 1970. */
export type TokenRules = {
  readonly endpoint: Endpoint;
  readonly region: string;
  readonly user: string;
  readonly now: number;
  readonly findCredentials: (accessKeyId: string) => KnownCredentials | undefined;
};

/** Why a token is refused. RDS keeps it in its own log; a client sees one message for all of them. */
export type TokenFault =
  | 'not a token'
  | 'signed for another host or port'
  | 'signed for another region'
  | 'signed for another user'
  | 'unknown access key'
  | 'session token missing or wrong'
  | 'signing credentials expired'
  | 'wrong signature'
  | 'not yet valid'
  | 'expired';

/** Seconds that RDS lets a token live at most. */
const maxLifetime = 900;

/** How far a signer's clock may be ahead: AWS refuses what is signed more than five minutes in the future. */
const allowedSkewMs = 5 * 60_000;

/** Checks a token as RDS does; undefined where it holds. Pure. */
export function findTokenFault(text: string, rules: TokenRules): TokenFault | undefined {
  const token = parseToken(text);
  const signedAt = token === undefined ? undefined : readMoment(token);
  if (token === undefined || signedAt === undefined || token.lifetime > maxLifetime) return 'not a token';
  return (
    findTargetFault(token, rules) ??
    findSignerFault(token, rules) ??
    (rules.now < signedAt - allowedSkewMs ? 'not yet valid' : undefined) ??
    (rules.now >= signedAt + token.lifetime * 1000 ? 'expired' : undefined)
  );
}

function findTargetFault(token: ParsedToken, { endpoint, region, user }: TokenRules): TokenFault | undefined {
  if (token.endpoint !== `${endpoint.host}:${endpoint.port}`) return 'signed for another host or port';
  if (token.region !== region) return 'signed for another region';
  return token.user === user ? undefined : 'signed for another user';
}

function findSignerFault(token: ParsedToken, { findCredentials, now }: TokenRules): TokenFault | undefined {
  const known = findCredentials(token.accessKeyId);
  if (known === undefined) return 'unknown access key';
  if (!isSame(token.signature, signatureOf(token, known.secretAccessKey))) return 'wrong signature';
  if (!isSame(token.sessionToken ?? '', known.sessionToken?.reveal() ?? '')) return 'session token missing or wrong';
  return known.expiresAt !== undefined && now >= known.expiresAt ? 'signing credentials expired' : undefined;
}

/** Compares in a time that does not tell how much of it is right. */
function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const momentForm = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/;

/** When a token was signed; undefined where that is no moment, or not of the day that its scope names. */
function readMoment({ signedAt, day }: ParsedToken): number | undefined {
  if (!signedAt.startsWith(`${day}T`)) return undefined;
  const moment = Date.parse(signedAt.replace(momentForm, '$1-$2-$3T$4:$5:$6Z'));
  return Number.isNaN(moment) ? undefined : moment;
}
