import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { errorBody, requestError } from '../errors.ts';

const OFFERED = ['application/graphql-response+json', 'application/json', 'text/event-stream', 'multipart/mixed'];

/**
 * Answers requests that cannot be understood, or whose answer the client would not take, before anything runs, each
 * with a sentence; Yoga leaves the body empty, or takes the mistake for its own.
 */
export function useReadableRequests(): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, endResponse, fetchAPI }) {
      if (!acceptsAnswer(request.headers.get('accept'))) {
        const body = errorBody('NOT_ACCEPTABLE', `Answers are sent as ${OFFERED.slice(0, 2).join(' or ')}.`);
        endResponse(
          new fetchAPI.Response(body, { status: 406, headers: { 'content-type': 'application/json; charset=utf-8' } }),
        );
        return;
      }
      if (request.method === 'POST' && !requestParser) {
        throw requestError('UNSUPPORTED_MEDIA_TYPE', 'Send the request as application/json.', { status: 415 });
      }
      if (!requestParser) return;
      setRequestParser(async (readRequest) => {
        try {
          return await requestParser(readRequest);
        } catch (error) {
          if (error instanceof GraphQLError) throw error;
          // The connection broke off: nobody reads this.
          if (readRequest.signal.aborted || request.signal.aborted) {
            throw requestError('CLIENT_CLOSED_REQUEST', 'The client has gone.', { status: 400 });
          }
          throw requestError('BAD_REQUEST', 'The request cannot be read: "variables" and "extensions" must be JSON.', {
            status: 400,
          });
        }
      });
    },
  };
}

function acceptsAnswer(accept: string | null): boolean {
  if (accept === null || accept.trim() === '') return true;
  const types = accept.split(',').map((range) => range.split(';')[0]?.trim().toLowerCase() ?? '');
  return types.some((type) =>
    OFFERED.some((offered) => type === offered || type === '*/*' || type === `${offered.split('/')[0]}/*`),
  );
}
