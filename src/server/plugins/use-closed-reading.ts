import type { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { shouldRenderGraphiQL } from 'graphql-yoga';
import type { Caller } from '../../domain/api-key.ts';
import { mayDo } from '../../domain/api-key.ts';
import { requestError } from '../errors.ts';

/** Why somebody may not read where reading is closed: UNAUTHENTICATED or FORBIDDEN; null: he may. */
export function readingRefusal(caller: Caller | null): GraphQLError | null {
  if (mayDo(caller, 'read')) return null;
  const challenge = (error: string) => ({ 'www-authenticate': `Bearer realm="newsgraph", ${error}scope="read"` });
  return caller === null
    ? requestError(
        'UNAUTHENTICATED',
        'Reading needs a key here: send `Authorization: Bearer KEY` with one of the scope read, ingest or admin.',
        { status: 401, headers: challenge('') },
        { scope: 'read' },
      )
    : requestError(
        'FORBIDDEN',
        `Reading needs the scope read, and '${caller.name}' has none: use another key.`,
        { status: 403, headers: challenge('error="insufficient_scope", ') },
        { scope: 'read' },
      );
}

/**
 * Refuses whoever may not read, before anything of his is looked at, introspection and feeds included. What is the same for
 * everybody stays open: GraphiQL, which is told a key by its user, and what plugins before this one answer.
 */
export function useClosedReading(callerOf: (request: Request) => Promise<Caller | null>): Plugin {
  return {
    async onRequest({ request, endResponse, fetchAPI }) {
      if (shouldRenderGraphiQL(request)) return;
      const refusal = readingRefusal(await callerOf(request));
      if (!refusal) return;
      const { http, ...extensions } = refusal.extensions;
      const headers = {
        ...http?.headers,
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
      };
      const body = JSON.stringify({ errors: [{ message: refusal.message, extensions }] });
      endResponse(new fetchAPI.Response(body, { status: http?.status ?? 401, headers }));
    },
  };
}
