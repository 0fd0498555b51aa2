import type { Plugin } from 'graphql-yoga';
import { REQUEST_ID_HEADER } from '../request-id.ts';
import { REVISION_HEADER } from '../revision.ts';

const PREFLIGHT_SECONDS = 600;
/** What pages of other origins may read of an answer's headers. */
const EXPOSED = `${REQUEST_ID_HEADER}, ${REVISION_HEADER}, retry-after`;

/** What an answer to a request from a page of this origin (null: none is named) says of who may read it. */
export type CorsHeaders = (origin: string | null) => readonly (readonly [name: string, value: string])[];

/** @param origins as browsers send them: `https://news.example` */
export function corsHeadersFor(origins: readonly string[]): CorsHeaders {
  const listed = new Set(origins);
  return (origin) => {
    if (listed.size === 0) return [];
    const varies = ['vary', 'Origin'] as const;
    if (origin === null || !listed.has(origin)) return [varies];
    return [varies, ['access-control-allow-origin', origin], ['access-control-expose-headers', EXPOSED]];
  };
}

/**
 * Lets pages of the listed origins read answers; all others get no `Access-Control-*` header. Credentials (cookies)
 * are never allowed: who needs rights sends `Authorization`. Written here because Yoga's own reflects any origin when
 * its list is empty, and leaves `Vary` out when it holds one.
 */
export function useCors(corsHeaders: CorsHeaders): Plugin {
  return {
    onRequest({ request, endResponse, fetchAPI }) {
      // Safari waits for a body unless told that there is none.
      if (isPreflight(request))
        endResponse(new fetchAPI.Response(null, { status: 204, headers: { 'content-length': '0' } }));
    },
    onResponse({ request, response: { headers } }) {
      for (const [name, value] of corsHeaders(request.headers.get('origin'))) {
        if (name === 'vary') headers.append(name, value);
        else headers.set(name, value);
      }
      if (!isPreflight(request) || !headers.has('access-control-allow-origin')) return;
      headers.delete('access-control-expose-headers');
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
