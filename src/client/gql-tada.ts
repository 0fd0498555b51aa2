import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './introspection.ts';
import type { Scalars } from './scalars.ts';

/** gql.tada's `graphql` over the gateway's schema: makes a typed document of a text, without any file that is generated. */
export const graphql = initGraphQLTada<{ introspection: introspection; scalars: Scalars }>();
