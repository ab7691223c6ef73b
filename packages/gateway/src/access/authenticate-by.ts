import { readFile } from 'node:fs/promises';
import { domainRowClaims } from '@causeway/schema';
import { z } from 'zod';
import type { Config } from '../config/config.ts';
import type { Log } from '../server/log.ts';
import { readApiKeys } from './api-keys.ts';
import { type Authenticate, openToEverybody } from './authenticate.ts';
import { createAuthenticate } from './create-authenticate.ts';
import type { TokenKeys } from './token-keys.ts';
import type { TokenOptions } from './verify-token.ts';

type Access = Config['access'];

/** What the configuration names cannot be read; the message says what to do. */
export class AuthenticationError extends Error {
  override readonly name = 'AuthenticationError';
}

/**
 * Finds out who asks as the configuration says; everybody may where it says nothing, which `serve` does not take for an answer.
 *
 * @throws AuthenticationError, ApiKeysError where files cannot be read
 */
export async function authenticateBy(access: Access, log: Log): Promise<Authenticate> {
  const tokens = await readTokens(access);
  const apiKeys = access.apiKeys === undefined ? undefined : await readApiKeys(access.apiKeys, domainRowClaims);
  if (tokens === undefined && apiKeys === undefined) return openToEverybody;
  return createAuthenticate({ tokens, apiKeys }, log);
}

async function readTokens(access: Access): Promise<TokenOptions | undefined> {
  const { tokenIssuer: issuer, tokenAudience: audience, tokenScopeClaim: scopeClaim } = access;
  const keys = await readKeys(access);
  if (issuer === undefined || audience === undefined || keys === undefined) return undefined;
  return {
    issuer,
    audience,
    keys,
    algorithms: access.tokenAlgorithms,
    clockToleranceSeconds: access.tokenClockTolerance / 1_000,
    requiredClaims: access.tokenRequiredClaims,
    claimNames: access.tokenClaimNames,
    ...(scopeClaim === undefined ? {} : { scopeClaim }),
  };
}

async function readKeys({ tokenKeysUrl, tokenKeysFile }: Access): Promise<TokenKeys | undefined> {
  if (tokenKeysUrl !== undefined) return { url: new URL(tokenKeysUrl) };
  if (tokenKeysFile === undefined) return undefined;
  const text = await readFile(tokenKeysFile, 'utf8').catch((cause: unknown) => {
    throw new AuthenticationError(`The keys of tokens cannot be read: check the path ${tokenKeysFile}`, { cause });
  });
  try {
    const { keys } = keySet.parse(JSON.parse(text));
    return { jwks: { keys } };
  } catch (cause) {
    const message = `The keys of tokens are no JSON Web Key Set: write {"keys": […]} to ${tokenKeysFile}`;
    throw new AuthenticationError(message, { cause });
  }
}

const keySet = z.object({ keys: z.array(z.looseObject({ kty: z.string() })) });
