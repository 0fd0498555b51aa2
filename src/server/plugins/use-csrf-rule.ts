import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { requestError } from '../errors.ts';

/** The header that GraphiQL sends, and that clients are told to send. */
export const CSRF_HEADER = 'x-graphql-yoga-csrf';

/** A page of another origin cannot add any of these without asking first (a preflight), which CORS then refuses. */
const ACCEPTED_HEADERS = [CSRF_HEADER, 'apollo-require-preflight'];

/** What no HTML form and no request without a preflight can claim to be. */
export const CSRF_FREE_TYPE = /^\s*application\/(?:json|graphql\+json)\s*(?:;|$)/i;

/**
 * Demands a header of every mutation, and of every POST that another site's page could send unasked. A query by GET or
 * by JSON POST needs none: it changes nothing, and its answer cannot be read from another origin. (Yoga's plugin
 * demands it of every GET, too.)
 */
export function useCsrfRule(): Plugin {
  return {
    onRequestParse({ request }) {
      if (request.method === 'POST' && !CSRF_FREE_TYPE.test(request.headers.get('content-type') ?? ''))
        demandHeader(request, 'A POST that is not JSON');
    },
    onParse({ context }) {
      return ({ result }) => {
        // A mutation by GET is refused for its method.
        if (context.request?.method !== 'POST' || !result || result instanceof Error) return;
        const operation = getOperationAST(result, context.params.operationName);
        if (operation?.operation === OperationTypeNode.MUTATION) demandHeader(context.request, 'A mutation');
      };
    },
  };
}

function demandHeader(request: Request, what: string): void {
  if (ACCEPTED_HEADERS.some((name) => request.headers.has(name))) return;
  throw requestError('CSRF_HEADER_MISSING', `${what} needs the header ${CSRF_HEADER} (any value).`, { status: 403 });
}
