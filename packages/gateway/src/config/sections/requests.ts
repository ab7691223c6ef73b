import { z } from 'zod';
import { list, path, text, truth, whole } from '../kind.ts';
import { option, optional } from '../option.ts';

const anOrigin = text('an origin like https://example.com, or *');

/** As browsers write it, or it would fit none: without a path, not even a slash. */
const origin = {
  ...anOrigin,
  schema: anOrigin.schema.refine((given) => given === '*' || (URL.canParse(given) && new URL(given).origin === given), {
    error: `write ${anOrigin.write}`,
  }),
};

/** Which requests are taken; docs/access.md says what each means. */
export const requests = z.strictObject({
  trustedDocuments: optional(path('the path of a file of documents by hash'), {
    name: 'trusted-documents',
    about: 'take the documents of this file by their SHA-256',
  }),
  onlyTrusted: option(truth(), {
    name: 'only-trusted',
    fallback: false,
    about: 'take no other documents than those of trustedDocuments',
  }),
  introspection: option(truth(), {
    name: 'introspection',
    fallback: false,
    about: 'let clients ask what the schema is; dev does',
  }),
  graphiql: option(truth(), {
    name: 'graphiql',
    fallback: false,
    about: 'show GraphiQL to browsers; dev does',
  }),
  corsOrigins: option(list(origin), {
    name: 'cors-origins',
    fallback: [],
    about: 'origins whose pages may ask from browsers; * for all',
  }),
  rateLimit: option(whole(0, 1_000_000_000), {
    name: 'rate-limit',
    fallback: 600_000,
    about: 'the cost that one caller may spend in a minute; 0 for no limit, as in dev',
  }),
  trustedProxies: option(whole(0, 10), {
    name: 'trusted-proxies',
    fallback: 0,
    about: 'proxies of your own in front, whose X-Forwarded-For tells one anonymous caller from another',
  }),
});
