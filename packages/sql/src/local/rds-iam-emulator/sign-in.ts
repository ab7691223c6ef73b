import type { Socket } from 'node:net';
import type { RateLimit } from './rate-limit.ts';
import { readExactly } from './read-exactly.ts';
import { pamFailure, protocolViolation, signInTimeout } from './refusal.ts';
import type { FatalError } from './server-messages.ts';
import { cleartextPasswordRequest } from './server-messages.ts';
import { findTokenFault, type TokenFault, type TokenRules } from './verify-token.ts';

/** Why a client was not let in, for the emulator's owner; `error` is what the client saw. */
export type SignInRefusal = { readonly because: string; readonly error: FatalError };

/** Longer passwords are no tokens; PostgreSQL's own limit. */
const maxPasswordLength = 65_535;

/**
 * Asks a client for its token and checks it; undefined where it may come in. New sign-ins are limited in number before the
 * signature is looked at, as RDS's authentication service does.
 */
export async function checkSignIn(
  stream: Socket,
  rules: TokenRules,
  limit: RateLimit,
  signal: AbortSignal,
): Promise<SignInRefusal | undefined> {
  stream.write(cleartextPasswordRequest());
  const password = await readPassword(stream, signal);
  if (password.kind === 'refused') return password.refusal;
  if (!limit.take()) return { because: 'too many new connections in this second', error: pamFailure(rules) };
  const fault: TokenFault | undefined = findTokenFault(password.text, rules);
  return fault === undefined ? undefined : { because: fault, error: pamFailure(rules) };
}

type Password =
  | { readonly kind: 'given'; readonly text: string }
  | { readonly kind: 'refused'; readonly refusal: SignInRefusal };

/** A PasswordMessage: `p`, its length, and a text that ends with NUL. */
async function readPassword(stream: Socket, signal: AbortSignal): Promise<Password> {
  const head = await readExactly(stream, 5, signal);
  if (head === undefined) return gone(signal);
  const length = head.readUInt32BE(1) - 4;
  if (head.toString('latin1', 0, 1) !== 'p' || length < 1 || length > maxPasswordLength) return broken();
  const body = await readExactly(stream, length, signal);
  if (body === undefined) return gone(signal);
  return body.indexOf(0) === body.length - 1
    ? { kind: 'given', text: body.toString('utf8', 0, body.length - 1) }
    : broken();
}

function gone(signal: AbortSignal): Password {
  const because = signal.aborted ? 'it took too long' : 'it left without a password';
  return { kind: 'refused', refusal: { because, error: signInTimeout } };
}

function broken(): Password {
  const because = 'invalid password packet';
  return { kind: 'refused', refusal: { because, error: protocolViolation(because) } };
}
