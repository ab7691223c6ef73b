import { domainRowClaims } from '@causeway/schema';
import type { Log } from '../server/log.ts';
import { type ApiKey, createCheckApiKey, isApiKey } from './api-keys.ts';
import type { Authenticate } from './authenticate.ts';
import { bearerOf, refusedCredentials } from './credentials.ts';
import type { KeysReport } from './token-keys.ts';
import { createVerifyToken, type TokenOptions } from './verify-token.ts';

/** Who may ask: the holders of tokens, of API keys, or of either. */
export type AuthenticationOptions = {
  readonly tokens?: TokenOptions | undefined;
  readonly apiKeys?: readonly ApiKey[] | undefined;
};

/** Finds out who sends a request by its `Authorization: Bearer`. */
export function createAuthenticate({ tokens, apiKeys }: AuthenticationOptions, log: Log): Authenticate {
  const verifyToken =
    tokens === undefined ? undefined : createVerifyToken(tokens, domainRowClaims, (event) => reportKeys(event, log));
  const checkApiKey = apiKeys === undefined ? undefined : createCheckApiKey(apiKeys);
  return async (request) => {
    const bearer = bearerOf(request);
    if (isApiKey(bearer)) {
      if (checkApiKey === undefined) throw refusedCredentials('API keys are not taken here: send a token');
      return checkApiKey(bearer);
    }
    if (verifyToken === undefined) throw refusedCredentials('Tokens are not taken here: send an API key');
    return verifyToken(bearer);
  };
}

function reportKeys(event: Parameters<KeysReport>[0], log: Log): void {
  if (event.kind === 'found')
    log({ level: 'info', message: 'The keys that tokens are verified with can be had again' });
  else log({ level: 'error', message: 'The keys that tokens are verified with cannot be had', error: event.cause });
}
