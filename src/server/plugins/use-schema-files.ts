import type { GraphQLSchema } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { introspectionOf, schemaText } from '../../graphql/published-schema.ts';
import { etagOf, isKnown } from '../etag.ts';

interface SchemaFile {
  readonly contentType: string;
  readonly textOf: (schema: GraphQLSchema) => string;
}

const FILES: ReadonlyMap<string, SchemaFile> = new Map([
  ['/schema.graphql', { contentType: 'text/plain; charset=utf-8', textOf: schemaText }],
  [
    '/schema.json',
    {
      contentType: 'application/json; charset=utf-8',
      textOf: (schema) => `${JSON.stringify(introspectionOf(schema))}\n`,
    },
  ],
]);

/**
 * `/schema.graphql` and `/schema.json`, for tools that make types of it: the schema in its definition language, and what introspection
 * answers. Each is made when it is first asked for.
 */
export function useSchemaFiles(schema: GraphQLSchema): Plugin {
  const made = new Map<string, { readonly body: string; readonly etag: string }>();
  return {
    onRequest({ request, url, endResponse, fetchAPI }) {
      const file = FILES.get(url.pathname);
      if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) return;
      let answer = made.get(url.pathname);
      if (!answer) {
        const body = file.textOf(schema);
        answer = { body, etag: etagOf(body) };
        made.set(url.pathname, answer);
      }
      const headers = { etag: answer.etag, 'cache-control': 'no-cache' };
      if (isKnown(request.headers.get('if-none-match'), answer.etag)) {
        endResponse(new fetchAPI.Response(null, { status: 304, headers }));
        return;
      }
      const body = request.method === 'HEAD' ? null : answer.body;
      endResponse(new fetchAPI.Response(body, { headers: { ...headers, 'content-type': file.contentType } }));
    },
  };
}
