import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config/config.ts';
import type { RequestOptions } from '../server/create-yoga.ts';
import { readTrustedDocuments } from './trusted-documents.ts';

/** Which requests are taken, as the configuration says. @throws TrustedDocumentsError */
export async function requestsBy(requests: Config['requests'], schema: GraphQLSchema): Promise<RequestOptions> {
  const { trustedDocuments, rateLimit, trustedProxies, ...rest } = requests;
  return {
    ...rest,
    trustedDocuments: trustedDocuments === undefined ? undefined : await readTrustedDocuments(trustedDocuments, schema),
    rateLimit: rateLimit === 0 ? undefined : { costPerMinute: rateLimit, trustedProxies },
  };
}
