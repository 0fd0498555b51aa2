import { usePersistedOperations } from '@graphql-yoga/plugin-persisted-operations';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import { requestError } from '../errors.ts';
import type { DocumentIds } from '../trusted-documents.ts';
import { persistedHashOf } from '../trusted-documents.ts';

/** The parameter of GraphQL over HTTP, besides those that Yoga knows. */
export const DOCUMENT_ID = 'documentId';

/**
 * Lets a document be asked for by its id: `documentId` of GraphQL over HTTP, or the hash of Apollo's persisted queries, with which
 * clients can also have a text remembered, unless only trusted documents are answered.
 */
export function useDocumentIds(ids: DocumentIds): Plugin {
  const idOf = (params: GraphQLParams, request: Request): string | null => {
    const inBody: unknown = Reflect.get(params, DOCUMENT_ID);
    if (typeof inBody === 'string') return inBody;
    if (inBody !== undefined) throw requestError('BAD_REQUEST', '"documentId" must be a string.', { status: 400 });
    const inAddress = request.method === 'GET' ? new URL(request.url).searchParams.get(DOCUMENT_ID) : null;
    return inAddress ?? persistedHashOf(params.extensions);
  };
  return {
    onPluginInit({ addPlugin }) {
      addPlugin({
        onParams({ params, request }) {
          if (!params.query || ids.isTrustedOnly) return;
          const id = idOf(params, request);
          if (id === null) return;
          const hash = persistedHashOf(params.extensions);
          if (hash === null) {
            throw requestError('BAD_REQUEST', 'Send a query or a documentId, not both.', { status: 400 });
          }
          if (ids.remember(hash, params.query)) return;
          const message = 'The sha256Hash is not that of the query.';
          throw requestError('PERSISTED_QUERY_HASH_MISMATCH', message, { status: 400 });
        },
      });
      addPlugin(
        usePersistedOperations({
          allowArbitraryOperations: !ids.isTrustedOnly,
          extractPersistedOperationId: idOf,
          getPersistedOperation: (id) => ids.textOf(id) ?? null,
          customErrors: {
            // Apollo's clients know it by its words, and send the text then.
            notFound: () =>
              requestError('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', { spec: true, status: 404 }),
            keyNotFound: () => requestError('BAD_REQUEST', 'Send a query, or the documentId of one.', { status: 400 }),
            persistedQueryOnly: () =>
              requestError(
                'TRUSTED_DOCUMENTS_ONLY',
                'Only trusted documents are answered here: send the documentId of one, without a query.',
                { spec: true, status: 403 },
              ),
          },
        }),
      );
    },
  };
}
