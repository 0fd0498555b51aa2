import type { GraphQLSchema, IntrospectionQuery } from 'graphql';
import { introspectionFromSchema, lexicographicSortSchema, printSchema } from 'graphql';

/** The schema in its definition language, sorted by name: the same schema gives the same text. */
export function schemaText(schema: GraphQLSchema): string {
  return `${printSchema(lexicographicSortSchema(schema))}\n`;
}

/** What introspection answers of the schema, sorted by name. */
export function introspectionOf(schema: GraphQLSchema): IntrospectionQuery {
  return introspectionFromSchema(lexicographicSortSchema(schema));
}
