import type { Plugin } from 'graphql-yoga';
import { errorBody } from '../errors.ts';

/**
 * Serves GraphQL at exactly one path, and answers any other path with 404.
 * Yoga's own routing takes every URL that ends in the path.
 */
export function useExactPaths(graphqlPath: string): Plugin {
  const notFound = errorBody('NOT_FOUND', `There is nothing at this address. GraphQL is served at ${graphqlPath}.`);
  return {
    onRequest({ url, endResponse, fetchAPI }) {
      if (url.pathname === graphqlPath) return;
      endResponse(
        new fetchAPI.Response(notFound, {
          status: 404,
          headers: { 'content-type': 'application/json; charset=utf-8' },
        }),
      );
    },
  };
}
