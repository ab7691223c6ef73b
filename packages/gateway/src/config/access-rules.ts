import type { Config } from './config.ts';
import type { Rule } from './rules.ts';

type Access = Config['access'];

const asks = ({ tokenIssuer, apiKeys }: Access): boolean => tokenIssuer !== undefined || apiKeys !== undefined;

/** Whoever could change keys on their way could sign any token: only this machine is asked without TLS. */
function isSafe(place: string): boolean {
  if (!URL.canParse(place)) return false;
  const { protocol, hostname } = new URL(place);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(hostname));
}

/** What has to hold between the options of access and of requests. */
export const accessRules: readonly Rule[] = [
  {
    of: ['access.openToEverybody', 'access.tokenIssuer', 'access.apiKeys'],
    broken: ({ access }) =>
      access.openToEverybody && asks(access)
        ? { found: 'tokens or API keys beside it', advice: 'leave one of them out: nobody would be asked for them' }
        : undefined,
  },
  {
    of: ['access.tokenIssuer', 'access.tokenAudience', 'access.tokenKeysUrl', 'access.tokenKeysFile'],
    broken: ({ access }) => {
      const { tokenIssuer, tokenAudience, tokenKeysUrl, tokenKeysFile } = access;
      const keys = [tokenKeysUrl, tokenKeysFile].filter((place) => place !== undefined);
      const parts = [tokenIssuer, tokenAudience?.[0], keys[0]].filter((part) => part !== undefined);
      if (parts.length === 0 || (parts.length === 3 && keys.length === 1)) return undefined;
      return {
        found: 'a part of what tokens need',
        advice: 'give tokenIssuer, tokenAudience, and one of tokenKeysUrl and tokenKeysFile',
      };
    },
  },
  {
    of: ['requests.onlyTrusted', 'requests.trustedDocuments'],
    broken: ({ requests: { onlyTrusted, trustedDocuments } }) =>
      onlyTrusted && trustedDocuments === undefined
        ? { found: 'no trusted documents', advice: 'give their file too: nothing else would be taken' }
        : undefined,
  },
  {
    of: ['access.tokenKeysUrl'],
    broken: ({ access: { tokenKeysUrl } }) =>
      tokenKeysUrl === undefined || isSafe(tokenKeysUrl)
        ? undefined
        : { found: JSON.stringify(tokenKeysUrl), advice: 'write an https address; http is for this machine alone' },
  },
];

/** What `serve` needs to be told. */
export const needsAuthentication: Rule = {
  of: ['access.openToEverybody', 'access.tokenIssuer', 'access.apiKeys'],
  broken: ({ access }) =>
    access.openToEverybody || asks(access)
      ? undefined
      : {
          found: 'nothing that says who may ask',
          advice:
            'give --token-issuer with --token-audience and --token-keys-url, or --api-keys; or --open-to-everybody, ' +
            'where whoever reaches the port may read everything',
        },
};
