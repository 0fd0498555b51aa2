import { print } from '@0no-co/graphql.web';
import type { TadaDocumentNode } from 'gql.tada';
import { createClient } from 'newsgraph/client';
import { heldKey } from './key.ts';

/** The gateway that serves the page, asked with the key that its reader gave, if any. */
export const client = createClient({ url: '/graphql', key: heldKey, retries: 2 });

/** A document, whatever its types. */
export type AnyDocument = Pick<TadaDocumentNode, 'kind' | 'definitions'>;

/** Where GraphiQL opens with exactly this operation. */
export function graphiqlAddress(document: AnyDocument, variables: object): string {
  const parameters = new URLSearchParams({ query: print(document) });
  if (Object.keys(variables).length > 0) parameters.set('variables', JSON.stringify(variables, null, 2));
  return `/graphql?${parameters}`;
}
