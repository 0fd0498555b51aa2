import type { Plugin } from 'graphql-yoga';
import { isKnown } from '../etag.ts';
import type { PageFile, ReadingRoom } from '../reading-room.ts';

/** What the page may run and load: its own files, and this server. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The addresses that the page itself makes sense of. */
const PAGE_PATH = /^\/(?:sources|(?:article|entity)\/[^/]+)?$/;

const NOT_BUILT = `The reading room has not been built: run \`npm run build\`, and start the gateway again.
GraphQL is served at /graphql.
`;

/**
 * The reading room at `/`, to who asks for HTML there or at an address of one of its views, and its files.
 * @param room null: `/` says how to build it
 */
export function useReadingRoom(room: ReadingRoom | null): Plugin {
  return {
    onRequest({ request, url, endResponse, fetchAPI }) {
      const { method, headers } = request;
      if (method !== 'GET' && method !== 'HEAD') return;
      const { pathname } = url;
      if (!room) {
        if (pathname === '/') {
          const type = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
          endResponse(new fetchAPI.Response(method === 'HEAD' ? null : NOT_BUILT, { status: 404, headers: type }));
        }
        return;
      }
      const isPage = pathname === '/' || (PAGE_PATH.test(pathname) && headers.get('accept')?.includes('text/html'));
      const file = room.get(isPage ? '/index.html' : pathname);
      if (!file) return;
      const sent = headersOf(file);
      if (isKnown(headers.get('if-none-match'), file.etag)) {
        endResponse(new fetchAPI.Response(null, { status: 304, headers: sent }));
        return;
      }
      const gzipped = headers.get('accept-encoding')?.includes('gzip') ? file.gzipped : null;
      const body = gzipped ?? file.body;
      endResponse(
        new fetchAPI.Response(method === 'HEAD' ? null : body, {
          headers: {
            ...sent,
            'content-type': file.contentType,
            'content-length': String(body.length),
            ...(gzipped ? { 'content-encoding': 'gzip' } : {}),
          },
        }),
      );
    },
  };
}

function headersOf({ etag, isHashed, contentType }: PageFile): Record<string, string> {
  return {
    etag,
    'cache-control': isHashed ? 'public, max-age=31536000, immutable' : 'no-cache',
    vary: contentType.startsWith('text/html') ? 'Accept, Accept-Encoding' : 'Accept-Encoding',
    'content-security-policy': POLICY,
  };
}
