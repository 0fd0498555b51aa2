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
/** Where it is seen what becomes of a document that was queued. */
const JOBS_PATH = '/ingest/jobs/';

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

/** Takes documents in later. */
export interface Queue {
  /** @returns its job, ready to be written as JSON */
  add(caller: Caller, sent: Omit<SentDocument, 'dryRun'>): Promise<SeenJob>;
  /** @returns null where there is none that the caller may see */
  find(caller: Caller, id: string): Promise<SeenJob | null>;
}

export interface SeenJob {
  readonly id: string;
  /** Null while there is more to come. */
  readonly finishedAt: Date | null;
}

export interface IngestOptions {
  readonly takeIn: TakeIn;
  readonly queue: Queue;
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
  ['QUEUE_FULL', 503],
]);

/** When to look again for what may be done in a moment, and when to send again what found no room; in seconds. */
const LOOK_AGAIN = '1';
const SEND_AGAIN = '60';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** As a client asks to be answered at once, and to look for the outcome later (RFC 7240). */
const RESPOND_ASYNC = /(?:^|,)\s*respond-async\s*(?:[,;]|$)/i;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/**
 * `POST /ingest`: the bytes of one document, as they are, with `?uri=`, `?format=` and `?dryRun=true`; answers its receipts as JSON Lines.
 * For documents that are too large, or not made, to be sent as a GraphQL string. With `?queue=true` or `Prefer: respond-async` the
 * document is queued, and the answer says where to look for what becomes of it: `/ingest/jobs/ID`, as JSON.
 */
export function useIngest(options: IngestOptions): Plugin {
  async function callerOf(request: Request): Promise<Caller> {
    const caller = await options.callerOf(request);
    if (caller === null || !mayDo(caller, 'ingest')) throw refused(caller);
    return caller;
  }

  async function take(request: Request, url: URL): Promise<Answer> {
    if (request.method !== 'POST') throw notAllowed('Documents are sent here by POST.', 'POST');
    const caller = await callerOf(request);
    const { uri, format, dryRun, queue } = parametersOf(url.searchParams);
    // What is only preferred gives way: what is only tried is done at once.
    const isPreferred = !dryRun && RESPOND_ASYNC.test(request.headers.get('prefer') ?? '');
    const contentType = request.headers.get('content-type');
    const type = contentType?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
    const bytes = await readBodyWithin(request, options.maxBytes);
    const sent = {
      bytes,
      contentType,
      uri,
      format: format ?? FORMAT_OF_TYPE.get(type) ?? null,
      idempotencyKey: request.headers.get('idempotency-key'),
    };
    if (queue || isPreferred) {
      const job = await options.admit(request, () => options.queue.add(caller, sent));
      const headers: Headers = { ...JSON_TYPE, location: `${JOBS_PATH}${job.id}`, 'retry-after': LOOK_AGAIN };
      if (isPreferred) headers['preference-applied'] = 'respond-async';
      return { status: 202, headers, body: JSON.stringify(job) };
    }
    const made = await options.admit(request, () => options.takeIn(caller, { ...sent, dryRun }));
    const body = made.map((receipt) => `${JSON.stringify(receipt)}\n`).join('');
    return { status: 200, headers: { 'content-type': 'application/jsonl; charset=utf-8' }, body };
  }

  async function show(request: Request, id: string): Promise<Answer> {
    if (request.method !== 'GET') throw notAllowed('Jobs are looked at by GET.', 'GET');
    const caller = await callerOf(request);
    const job = UUID.test(id) ? await options.queue.find(caller, id) : null;
    if (!job) {
      const message = 'There is no such job of this key, or it was done a week ago.';
      throw requestError('NOT_FOUND', message, { status: 404 });
    }
    const headers: Headers = { ...JSON_TYPE };
    if (job.finishedAt === null) headers['retry-after'] = LOOK_AGAIN;
    return { status: 200, headers, body: JSON.stringify(job) };
  }

  return {
    async onRequest({ request, url, endResponse, fetchAPI }) {
      const isOfJob = url.pathname.startsWith(JOBS_PATH);
      if (url.pathname !== INGEST_PATH && !isOfJob) return;
      const common = { 'cache-control': 'no-store' };
      try {
        const answer = isOfJob ? show(request, url.pathname.slice(JOBS_PATH.length)) : take(request, url);
        const { status, headers, body } = await answer;
        endResponse(new fetchAPI.Response(body, { status, headers: { ...common, ...headers } }));
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
        const body = JSON.stringify({ errors: [{ message: shown.message, extensions: { ...details, code } }] });
        const headers: Headers = { ...common, ...http?.headers, ...JSON_TYPE };
        if (code === 'QUEUE_FULL') headers['retry-after'] = SEND_AGAIN;
        endResponse(new fetchAPI.Response(body, { status, headers }));
      }
    },
  };
}

type Headers = Record<string, string>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

function notAllowed(message: string, allow: string): GraphQLError {
  return requestError('BAD_REQUEST', message, { status: 405, headers: { allow } });
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

const PARAMETERS = new Set(['uri', 'format', 'dryRun', 'queue']);

function parametersOf(given: URLSearchParams) {
  const wrong = (message: string) => requestError('BAD_USER_INPUT', message, { status: 400 });
  for (const name of given.keys()) {
    if (!PARAMETERS.has(name)) throw wrong(`There is no parameter ${name}: uri, format, dryRun and queue are.`);
    if (given.getAll(name).length > 1) throw wrong(`${name} is given more than once.`);
  }
  const name = given.get('format');
  const format = DOCUMENT_FORMATS.find((each) => each === name?.toUpperCase().replaceAll('-', '_')) ?? null;
  if (name !== null && format === null) {
    throw wrong(`format is '${name}', and must be one of ${DOCUMENT_FORMATS.join(', ')}, or left out.`);
  }
  const flag = (name: string): boolean => {
    const value = given.get(name) ?? 'false';
    if (value !== 'true' && value !== 'false') throw wrong(`${name} is '${value}', and must be true or false.`);
    return value === 'true';
  };
  const [dryRun, queue] = [flag('dryRun'), flag('queue')];
  if (dryRun && queue) throw wrong('dryRun and queue are both true: what is only tried is done at once.');
  return { uri: given.get('uri'), format, dryRun, queue };
}
