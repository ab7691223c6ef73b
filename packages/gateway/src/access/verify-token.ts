import { type Caller, CausewayError, createCaller } from '@causeway/schema';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { refusedCredentials } from './credentials.ts';
import { type RowClaims, readClaim } from './row-claims.ts';
import { type KeysReport, type KeyTimes, keysOf, type TokenKeys } from './token-keys.ts';

/** Whose tokens are taken. */
export type TokenOptions = {
  /** `iss`, exactly. */
  readonly issuer: string;
  /** One of these is among `aud`. */
  readonly audience: readonly string[];
  readonly keys: TokenKeys;
  readonly algorithms?: readonly TokenAlgorithm[];
  /** By how much clocks may differ. */
  readonly clockToleranceSeconds?: number;
  /** Claims that a token has to have beside `exp`, `iss`, `aud` and `sub`: where row rules must not be left out by mistake. */
  readonly requiredClaims?: readonly string[];
  /** The claim that holds the scopes, as a text with spaces or a list; `scope`, or else `scp`, unless given. */
  readonly scopeClaim?: string;
  /** How row rules' claims are named in the token, where the names differ. */
  readonly claimNames?: Readonly<Record<string, string>>;
  readonly times?: KeyTimes;
};

/** Only asymmetric ones: what verifies a signature is public. */
export const tokenAlgorithms = [
  ...(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'] as const),
  ...(['ES256', 'ES384', 'ES512', 'EdDSA'] as const),
] as const;

export type TokenAlgorithm = (typeof tokenAlgorithms)[number];

export const usualAlgorithms: readonly TokenAlgorithm[] = ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'];
export const usualToleranceSeconds = 30;

/** Takes a token apart: who it is for, and what it grants. @throws UNAUTHENTICATED, OVERLOADED where keys cannot be had. */
export type VerifyToken = (token: string) => Promise<Caller>;

/** Verifies JSON Web Tokens. `rowClaims`: the claims that row rules speak of; others are left where they are. */
export function createVerifyToken(
  options: TokenOptions,
  rowClaims: readonly string[],
  report: KeysReport,
): VerifyToken {
  const getKey = keysOf(options.keys, report, options.times);
  const verifying = {
    issuer: options.issuer,
    audience: [...options.audience],
    algorithms: [...(options.algorithms ?? usualAlgorithms)],
    clockTolerance: options.clockToleranceSeconds ?? usualToleranceSeconds,
    requiredClaims: ['exp', 'sub', ...(options.requiredClaims ?? [])],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, getKey, verifying);
      return createCaller(
        `token:${subjectOf(payload)}`,
        scopesOf(payload, options.scopeClaim),
        claimsOf(payload, rowClaims, options.claimNames ?? {}),
      );
    } catch (error) {
      if (error instanceof CausewayError) throw error;
      throw refusedCredentials(`The token ${faultOf(error)}`);
    }
  };
}

/** What a client may know: which part of its token is not right. The rest is ours to know. */
function faultOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'has expired; get a new one';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `is not for here: its claim "${error.claim}" does not fit`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'is signed by an algorithm that is not allowed';
  if (error instanceof errors.JOSEError) return 'cannot be verified';
  throw error;
}

/** Whom a token is of: callers are told apart by it, in logs and rate limits. */
function subjectOf({ sub }: JWTPayload): string {
  if (typeof sub === 'string' && sub !== '') return sub;
  throw refusedCredentials('The claim "sub" of the token is no text, or empty');
}

function scopesOf(payload: JWTPayload, claim: string | undefined): readonly string[] {
  const value = claim === undefined ? (payload['scope'] ?? payload['scp']) : payload[claim];
  if (value === undefined) return [];
  const texts = readClaim(value);
  if (texts === undefined) throw refusedCredentials('The scopes of the token are neither a text nor a list of texts');
  return texts.flatMap((text) => text.split(' ')).filter((scope) => scope !== '');
}

/** A claim that cannot be read must not become one that restricts nothing. */
function claimsOf(
  payload: JWTPayload,
  rowClaims: readonly string[],
  names: Readonly<Record<string, string>>,
): RowClaims {
  return Object.fromEntries(
    rowClaims.flatMap((claim) => {
      const name = names[claim] ?? claim;
      if (!Object.hasOwn(payload, name)) return [];
      const values = readClaim(payload[name]);
      if (values !== undefined) return [[claim, values] as const];
      throw refusedCredentials(`The claim "${name}" of the token is neither a text nor a list of texts`);
    }),
  );
}
