import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { Logger } from 'pino';
import type { Caller } from '../../domain/api-key.ts';
import { mayDo } from '../../domain/api-key.ts';
import type { DocumentFormat } from '../../domain/document.ts';
import { DOCUMENT_FORMATS } from '../../domain/document.ts';
import { isInternalError, requestError } from '../errors.ts';
import { requestIdOf } from '../request-id.ts';
import { readBodyWithin } from './use-body-limit.ts';

const INGEST_PATH = '/ingest';

/** A document as it came. */
export interface SentDocument {
  readonly bytes: Uint8Array;
  /** The header `Content-Type`. */
  readonly contentType: string | null;
  readonly uri: string | null;
  readonly format: DocumentFormat | null;
  readonly dryRun: boolean;
  readonly idempotencyKey: string | null;
}

/** Takes a document in. @returns its receipts, ready to be written as JSON */
export type TakeIn = (caller: Caller, sent: SentDocument) => Promise<readonly object[]>;

export interface IngestOptions {
  readonly takeIn: TakeIn;
  readonly maxBytes: number;
  readonly callerOf: (request: Request) => Promise<Caller | null>;
  /** Does work when there is room for it. @throws GraphQLError OVERLOADED */
  readonly admit: <T>(request: Request, work: () => Promise<T>) => Promise<T>;
  /** What a client gets to see of an error. */
  readonly maskError: (error: unknown) => GraphQLError;
  readonly logger: Logger;
}

/** What a media type says of a document's format; of others its bytes and its address tell. */
const FORMAT_OF_TYPE: ReadonlyMap<string, DocumentFormat> = new Map([
  ['text/plain', 'TEXT'],
  ['text/html', 'HTML'],
  ['application/xhtml+xml', 'HTML'],
  ['application/ld+json', 'JSON_LD'],
  ['application/rss+xml', 'FEED'],
  ['application/atom+xml', 'FEED'],
  ['application/feed+json', 'FEED'],
]);

/** Statuses of what the ingest says of a request, besides 400. */
const STATUS_OF_CODE: ReadonlyMap<unknown, number> = new Map([
  ['IDEMPOTENCY_KEY_REUSED', 422],
  ['IDEMPOTENCY_KEY_IN_USE', 409],
]);

/**
 * `POST /ingest`: the bytes of one document, as they are, with `?uri=`, `?format=` and `?dryRun=true`; answers its receipts as JSON Lines.
 * For documents that are too large, or not made, to be sent as a GraphQL string.
 */
export function useIngest(options: IngestOptions): Plugin {
  async function receipts(request: Request, url: URL): Promise<string> {
    const caller = await options.callerOf(request);
    if (caller === null || !mayDo(caller, 'ingest')) throw refused(caller);
    const { uri, format, dryRun } = parametersOf(url.searchParams);
    const contentType = request.headers.get('content-type');
    const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const bytes = await readBodyWithin(request, options.maxBytes);
    const sent: SentDocument = {
      bytes,
      contentType,
      uri,
      format: format ?? FORMAT_OF_TYPE.get(type) ?? null,
      dryRun,
      idempotencyKey: request.headers.get('idempotency-key'),
    };
    const made = await options.admit(request, () => options.takeIn(caller, sent));
    return made.map((receipt) => `${JSON.stringify(receipt)}\n`).join('');
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      if (url.pathname !== INGEST_PATH) return;
      const headers = { 'cache-control': 'no-store' };
      try {
        if (request.method !== 'POST') {
          const allow = { status: 405, headers: { allow: 'POST' } };
          throw requestError('BAD_REQUEST', 'Documents are sent here by POST.', allow);
        }
        const body = await receipts(request, url);
        endResponse(
          new fetchAPI.Response(body, { headers: { ...headers, 'content-type': 'application/jsonl; charset=utf-8' } }),
        );
      } catch (error) {
        const shown = error instanceof GraphQLError ? error : options.maskError(error);
        const isOurs = isInternalError(shown);
        const { code, http, ...details } = shown.extensions;
        if (isOurs) {
          options.logger.error(
            { requestId: requestIdOf(request), err: shown.originalError ?? error },
            'internal error',
          );
        }
        const status = isOurs ? 500 : (STATUS_OF_CODE.get(code) ?? http?.status ?? 400);
        endResponse(
          new fetchAPI.Response(
            JSON.stringify({ errors: [{ message: shown.message, extensions: { ...details, code } }] }),
            { status, headers: { ...headers, ...http?.headers, 'content-type': 'application/json; charset=utf-8' } },
          ),
        );
      }
    },
  };
}

function refused(caller: Caller | null): GraphQLError {
  return caller === null
    ? requestError(
        'UNAUTHENTICATED',
        'Bringing documents needs a key of the scope ingest: send `Authorization: Bearer KEY`.',
        { status: 401, headers: { 'www-authenticate': 'Bearer realm="newsgraph", scope="ingest"' } },
        { scope: 'ingest' },
      )
    : requestError(
        'FORBIDDEN',
        `Bringing documents needs the scope ingest, and '${caller.name}' has none: use another key.`,
        {
          status: 403,
          headers: { 'www-authenticate': 'Bearer realm="newsgraph", error="insufficient_scope", scope="ingest"' },
        },
        { scope: 'ingest' },
      );
}

const PARAMETERS = new Set(['uri', 'format', 'dryRun']);

function parametersOf(given: URLSearchParams) {
  const wrong = (message: string) => requestError('BAD_USER_INPUT', message, { status: 400 });
  for (const name of given.keys()) {
    if (!PARAMETERS.has(name)) throw wrong(`There is no parameter ${name}: uri, format and dryRun are.`);
    if (given.getAll(name).length > 1) throw wrong(`${name} is given more than once.`);
  }
  const name = given.get('format');
  const format = DOCUMENT_FORMATS.find((each) => each === name?.toUpperCase().replaceAll('-', '_')) ?? null;
  if (name !== null && format === null) {
    throw wrong(`format is '${name}', and must be one of ${DOCUMENT_FORMATS.join(', ')}, or left out.`);
  }
  const dryRun = given.get('dryRun') ?? 'false';
  if (dryRun !== 'true' && dryRun !== 'false') throw wrong(`dryRun is '${dryRun}', and must be true or false.`);
  return { uri: given.get('uri'), format, dryRun: dryRun === 'true' };
}
