import type { Plugin } from 'graphql-yoga';
import { REQUEST_ID_HEADER } from '../request-id.ts';

const PREFLIGHT_SECONDS = 600;

/**
 * Lets pages of the listed origins read answers; all others get no `Access-Control-*` header. Credentials (cookies)
 * are never allowed: who needs rights sends `Authorization`. Written here because Yoga's own reflects any origin when
 * its list is empty, and leaves `Vary` out when it holds one.
 *
 * @param origins as browsers send them: `https://news.example`
 */
export function useCors(origins: readonly string[]): Plugin {
  const listed = new Set(origins);
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      // Safari waits for a body unless told that there is none.
      if (isPreflight(request))
        endResponse(new fetchAPI.Response(null, { status: 204, headers: { 'content-length': '0' } }));
    },
    onResponse({ request, response: { headers } }) {
      if (listed.size === 0) return;
      headers.append('vary', 'Origin');
      const origin = request.headers.get('origin');
      if (origin === null || !listed.has(origin)) return;
      headers.set('access-control-allow-origin', origin);
      if (!isPreflight(request)) {
        headers.set('access-control-expose-headers', REQUEST_ID_HEADER);
        return;
      }
      headers.set('access-control-allow-methods', 'GET, POST');
      headers.set('access-control-max-age', String(PREFLIGHT_SECONDS));
      const requested = request.headers.get('access-control-request-headers');
      if (requested !== null) headers.set('access-control-allow-headers', requested);
      headers.append('vary', 'Access-Control-Request-Headers');
    },
  };
}

function isPreflight(request: Request): boolean {
  return request.method === 'OPTIONS' && request.headers.has('access-control-request-method');
}
