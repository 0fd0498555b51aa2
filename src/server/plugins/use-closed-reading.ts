import type { Plugin } from 'graphql-yoga';
import { shouldRenderGraphiQL } from 'graphql-yoga';
import type { Caller } from '../../domain/api-key.ts';
import { mayDo } from '../../domain/api-key.ts';
import { errorBody } from '../errors.ts';

/**
 * Refuses whoever may not read, before anything of his is looked at, introspection and feeds included. What is the same for
 * everybody stays open: GraphiQL, which is told a key by its user, and what plugins before this one answer.
 */
export function useClosedReading(callerOf: (request: Request) => Promise<Caller | null>): Plugin {
  return {
    async onRequest({ request, endResponse, fetchAPI }) {
      if (shouldRenderGraphiQL(request)) return;
      const caller = await callerOf(request);
      if (mayDo(caller, 'read')) return;
      const isKnown = caller !== null;
      const message = isKnown
        ? `Reading needs the scope read, and '${caller.name}' has none: use another key.`
        : 'Reading needs a key here: send `Authorization: Bearer KEY` with one of the scope read, ingest or admin.';
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'www-authenticate': `Bearer realm="newsgraph", ${isKnown ? 'error="insufficient_scope", ' : ''}scope="read"`,
      };
      const body = errorBody(isKnown ? 'FORBIDDEN' : 'UNAUTHENTICATED', message, { scope: 'read' });
      endResponse(new fetchAPI.Response(body, { status: isKnown ? 403 : 401, headers }));
    },
  };
}
