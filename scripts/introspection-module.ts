import { minifyIntrospection, preprocessIntrospection } from '@gql.tada/internal';
import type { GraphQLSchema } from 'graphql';
import { introspectionOf } from '../src/graphql/published-schema.ts';

/** The schema as a type that gql.tada reads: the text of `src/client/introspection.ts`. */
export function introspectionModule(schema: GraphQLSchema): string {
  const type = preprocessIntrospection(minifyIntrospection(introspectionOf(schema)));
  return `/** The schema as gql.tada reads it. Written by \`npm run schema\`. */\nexport type introspection = ${type};\n`;
}
