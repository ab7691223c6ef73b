import { CausewayError } from '@causeway/schema';
import { createLocalJWKSet, createRemoteJWKSet, errors, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/** Where the public keys are that tokens are verified with. */
export type TokenKeys = { readonly url: URL } | { readonly jwks: JSONWebKeySet };

/** How long keys are asked for, kept and asked for again, in milliseconds. */
export type KeyTimes = {
  /** For an answer. */
  readonly timeout: number;
  /** After an answer, before a token with an unknown key has them asked for again: many such tokens make no more questions. */
  readonly cooldown: number;
  /** Until known keys are asked for again. */
  readonly fresh: number;
  /** After a failure, before the next question. */
  readonly retry: number;
  /** For how long known keys serve while new ones cannot be had. */
  readonly stale: number;
};

export const usualTimes: KeyTimes = {
  timeout: 3_000,
  cooldown: 30_000,
  fresh: 600_000,
  retry: 5_000,
  stale: 86_400_000,
};

/** Told once when keys cannot be had any more, with the cause, and once when they can again. */
export type KeysReport = (
  event: { readonly kind: 'lost'; readonly cause: unknown } | { readonly kind: 'found' },
) => void;

/**
 * Finds the key of a token. Where keys cannot be had, known ones serve on; a token that they do not fit is neither valid nor not,
 * so that its sender is told to come again.
 *
 * @throws OVERLOADED, jose's own errors where the keys are known and none fits
 */
export function keysOf(keys: TokenKeys, report: KeysReport, times: KeyTimes = usualTimes): JWTVerifyGetKey {
  if ('jwks' in keys) return createLocalJWKSet(keys.jwks);
  const remote = createRemoteJWKSet(keys.url, {
    timeoutDuration: times.timeout,
    cooldownDuration: times.cooldown,
    cacheMaxAge: times.fresh,
  });
  let goodAt = 0;
  let failed: { readonly at: number; readonly cause: unknown; readonly known: JWTVerifyGetKey | undefined } | undefined;
  const fromKnown: JWTVerifyGetKey = async (header, token) => {
    if (failed?.known === undefined || Date.now() > goodAt + times.stale) throw unreachable(failed?.cause);
    try {
      return await failed.known(header, token);
    } catch (error) {
      throw error instanceof errors.JWKSNoMatchingKey ? unreachable(failed.cause) : error;
    }
  };
  return async (header, token) => {
    if (failed !== undefined && Date.now() < failed.at + times.retry) return fromKnown(header, token);
    try {
      return await remote(header, token);
    } catch (error) {
      if (isOfToken(error)) throw error;
      if (failed === undefined) report({ kind: 'lost', cause: error });
      const jwks = remote.jwks();
      failed = { at: Date.now(), cause: error, known: jwks && createLocalJWKSet(jwks) };
      return fromKnown(header, token);
    } finally {
      if (remote.fresh) goodAt = Date.now();
      // Only an answer cools down: a key that was known already says nothing.
      if (failed !== undefined && remote.coolingDown) {
        failed = undefined;
        report({ kind: 'found' });
      }
    }
  };
}

/** Whether the keys are known and the token is at fault. */
function isOfToken(error: unknown): boolean {
  return (
    error instanceof errors.JWKSNoMatchingKey ||
    error instanceof errors.JWKSMultipleMatchingKeys ||
    error instanceof errors.JOSENotSupported
  );
}

/** What the sender can do is what it does about a gateway that has too much to do. */
function unreachable(cause: unknown): CausewayError {
  return new CausewayError('OVERLOADED', 'The keys that tokens are verified with cannot be had at the moment', {
    ...(cause instanceof Error ? { originalError: cause } : {}),
    extensions: { http: { status: 503, headers: { 'retry-after': '5' } } },
  });
}
