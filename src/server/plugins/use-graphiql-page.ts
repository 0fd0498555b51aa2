import type { Plugin } from 'graphql-yoga';
import { shouldRenderGraphiQL } from 'graphql-yoga';
import type { ExampleQuery } from '../../graphql/examples.ts';
import type { GraphiQLPage } from '../graphiql-page.ts';
import { makeGraphiQLPage } from '../graphiql-page.ts';

/** Answers a browser that opens the GraphQL path with GraphiQL. Runs after the other paths are answered. */
export function useGraphiQLPage(examples: readonly ExampleQuery[]): Plugin {
  let made: Promise<GraphiQLPage> | undefined;
  return {
    async onRequest({ request, endResponse, fetchAPI }) {
      if (!shouldRenderGraphiQL(request)) return;
      made ??= makeGraphiQLPage(examples);
      const page = await made;
      const headers: Record<string, string> = {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': page.contentSecurityPolicy,
        etag: page.etag,
        'cache-control': 'no-cache',
        vary: 'Accept, Accept-Encoding',
      };
      if (request.headers.get('if-none-match') === page.etag) {
        endResponse(new fetchAPI.Response(null, { status: 304, headers }));
      } else if (request.headers.get('accept-encoding')?.includes('gzip')) {
        endResponse(new fetchAPI.Response(page.gzipped, { headers: { ...headers, 'content-encoding': 'gzip' } }));
      } else {
        endResponse(new fetchAPI.Response(page.html, { headers }));
      }
    },
  };
}
