import { GraphQLError } from 'graphql';
import { ClientError } from '../domain/client-error.ts';
import { Unavailable } from '../domain/unavailable.ts';

/** A client's mistake as GraphQL reports it, with its code under `extensions`; null for anything else, which is masked. */
export function toGraphQLError(error: unknown): GraphQLError | null {
  if (error instanceof Unavailable) {
    const http = { status: 503, headers: { 'retry-after': '1' } };
    return new GraphQLError(error.message, { extensions: { code: 'UNAVAILABLE', http } });
  }
  if (!(error instanceof ClientError)) return null;
  return new GraphQLError(error.message, { extensions: { ...error.details, code: error.code } });
}
