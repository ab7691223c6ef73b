import { CausewayError } from '@causeway/schema';
import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { TrustedDocuments } from '../access/trusted-documents.ts';

/** Takes documents by their hash; `only`: and no others. */
export function useTrustedDocuments(documents: TrustedDocuments, only: boolean): Plugin {
  return usePersistedOperations({
    getPersistedOperation: (hash) => documents.get(hash) ?? null,
    extractPersistedOperationId: readHash,
    allowArbitraryOperations: !only,
    customErrors: {
      notFound: () =>
        badRequest('PersistedQueryNotFound: no trusted document has this hash; publish it, or mend the hash.'),
      keyNotFound: () => badRequest('Send an operation: `query`, or `documentId` with the hash of a trusted document.'),
      persistedQueryOnly: () =>
        new CausewayError(
          'FORBIDDEN',
          'Only trusted documents are taken here: send `documentId` with the hash of one.',
        ),
    },
  });
}

/** `documentId`, with or without its "sha256:", or the `persistedQuery` extension that other servers take. */
function readHash({ documentId, extensions }: GraphQLParams & { readonly documentId?: unknown }): string | null {
  const persisted: unknown = extensions?.['persistedQuery'];
  const hash =
    documentId ?? (typeof persisted === 'object' && persisted !== null ? Reflect.get(persisted, 'sha256Hash') : null);
  return typeof hash === 'string' ? hash.replace(/^sha256:/, '') : null;
}

function badRequest(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT', http: { status: 400, spec: true } } });
}
