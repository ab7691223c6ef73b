import { domainReadableTypes, domainRowClaims } from '@causeway/schema';
import { z } from 'zod';
import { tokenAlgorithms, usualAlgorithms } from '../../access/verify-token.ts';
import { choice, duration, list, path, strictObject, structure, text, truth } from '../kind.ts';
import { option, optional } from '../option.ts';

const claimName = z
  .string({ error: 'write the name of a claim' })
  .min(1, { error: 'write the name of a claim' })
  .optional();
const scope = z.string({ error: 'write a scope' }).min(1, { error: 'write a scope' }).optional();

/** Who may ask, and what reading needs; docs/access.md says what each means. */
export const access = z.strictObject({
  openToEverybody: option(truth(), {
    name: 'open-to-everybody',
    fallback: false,
    about: 'ask nobody who they are: whoever reaches the port may read everything',
  }),
  apiKeys: optional(path('the path of a file of API keys'), {
    name: 'api-keys',
    about: 'take the API keys of this file; `causeway api-key` makes them',
  }),
  tokenIssuer: optional(text('the `iss` of tokens'), {
    name: 'token-issuer',
    about: 'take JSON Web Tokens of this issuer',
  }),
  tokenAudience: optional(list(text('an `aud` of tokens')), {
    name: 'token-audience',
    about: 'one of these has to be the audience of a token',
  }),
  tokenKeysUrl: optional(text('an https address'), {
    name: 'token-keys-url',
    about: "where the issuer's JSON Web Key Set is fetched",
  }),
  tokenKeysFile: optional(path('the path of a file'), {
    name: 'token-keys-file',
    about: "the issuer's JSON Web Key Set itself, instead of its address",
  }),
  tokenAlgorithms: option(list(choice(tokenAlgorithms)), {
    name: 'token-algorithms',
    fallback: [...usualAlgorithms],
    about: 'signature algorithms of tokens',
  }),
  tokenClockTolerance: option(duration('0s', '10m'), {
    name: 'token-clock-tolerance',
    fallback: '30s',
    about: "by how much the issuer's clock may differ",
  }),
  tokenRequiredClaims: option(list(text('the name of a claim')), {
    name: 'token-required-claims',
    fallback: [],
    about: 'claims that a token has to have, so that no row rule is left out by mistake',
  }),
  tokenScopeClaim: optional(text('the name of a claim'), {
    name: 'token-scope-claim',
    about: 'the claim with the scopes; otherwise scope, or else scp',
  }),
  tokenClaimNames: option(
    structure(
      'the names in tokens of the claims of row rules',
      strictObject(Object.fromEntries(domainRowClaims.map((claim) => [claim, claimName]))).transform(given),
    ),
    {
      name: 'token-claim-names',
      fallback: {},
      about:
        'how row rules find their claims, where tokens name them otherwise: {"countries": "https://example.com/countries"}',
    },
  ),
  readScopes: option(
    structure(
      'scopes by types',
      strictObject(Object.fromEntries(domainReadableTypes.map((type) => [type, scope]))).transform(given),
    ),
    { name: 'read-scopes', fallback: {}, about: 'scopes that reading a type needs: {"Order": "orders:read"}' },
  ),
});

function given(texts: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(texts).flatMap(([type, value]) => (value === undefined ? [] : [[type, value] as const])),
  );
}
