import type { IncomingMessage, ServerResponse } from 'node:http';
import { getOperationAST, OperationTypeNode } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { isAsyncIterable } from 'graphql-yoga';
import { LRUCache } from 'lru-cache';
import { etagOf, isKnown } from './etag.ts';
import type { Metrics } from './metrics.ts';
import type { CorsHeaders } from './plugins/use-cors.ts';
import { COST_HEADER } from './plugins/use-cost.ts';
import { CSRF_FREE_TYPE } from './plugins/use-csrf-rule.ts';
import type { RecordRequest } from './plugins/use-request-log.ts';
import { SECURITY_HEADERS } from './plugins/use-security-headers.ts';
import { REQUEST_ID_HEADER, requestIdFrom } from './request-id.ts';
import { REVISION_HEADER, revisionIn } from './revision.ts';
import { isVolatile } from './volatile.ts';

/** Says whether an answer was kept: `HIT`, or made: `MISS`. Absent where nothing is kept. */
const CACHE_HEADER = 'x-newsgraph-cache';

/** Longer requests are not looked up: they are read as all others. */
const MOST_BODY_BYTES = 65_536;
const LONGEST_ACCEPT = 200;
const SANE_HOST = /^[\w.-]+(?::\d+)?$|^\[[\da-f:.]+\](?::\d+)?$/i;

export interface ResponseCacheOptions {
  readonly path: string;
  /** Of all that is kept. 0: nothing. */
  readonly maxBytes: number;
  /** Another number whenever answers may be others; null while nobody knows. */
  readonly watch: {
    readonly state: number | null;
    /** The last that is known of; null while none is. */
    readonly revision: bigint | null;
    onChange(listener: () => void): () => void;
  };
  readonly corsHeaders: CorsHeaders;
  readonly record: RecordRequest;
  readonly metrics: Metrics;
}

/** An answer, ready to be sent. */
interface Kept {
  readonly contentType: string;
  readonly body: Uint8Array;
  readonly operationName?: string | undefined;
  /** The revision of the corpus that it is of; null where nobody said. */
  readonly revision: bigint | null;
  /** Once somebody has asked for it by GET. */
  etag?: string;
}
const SECURITY_ENTRIES = Object.entries(SECURITY_HEADERS);
/** Of an answer with an ETag: to be asked about each time, since the next change of the corpus may make it another. */
const REVALIDATED = ['cache-control', 'no-cache'] as const;

/** A request that may have been answered before. */
export interface Asked {
  readonly key: string;
  readonly accept: string;
  readonly body: string | null;
  /** As the corpus was when it came; null when nobody knew, and where nothing is kept. */
  readonly state: number | null;
}

/**
 * Keeps the answers of queries as they were sent, until the corpus changes: an answer is never older than the last change that
 * its watch knows of. Kept is what was asked in the same words (operation, variables and what is accepted) with a key of the
 * same scope, and answered without an error. It is looked up before anything of GraphQL runs, so what guards a request
 * before that is asked here, too: its length, its media type, and whose it is.
 */
export class ResponseCache {
  readonly #options: ResponseCacheOptions;
  readonly #kept: LRUCache<string, Kept> | null;
  readonly #silence: () => void;
  /** What is being made now, by key. */
  readonly #making = new Map<string, Promise<void>>();
  /** How to tell who waits for what a request makes. */
  readonly #ends = new WeakMap<Asked, () => void>();
  /** Requests whose answers may be kept, with the names of their operations. */
  readonly #queries = new WeakMap<Request, { readonly operationName: string | undefined }>();

  constructor(options: ResponseCacheOptions) {
    const { maxBytes, watch } = options;
    this.#options = options;
    this.#kept =
      maxBytes === 0
        ? null
        : new LRUCache({
            maxSize: maxBytes,
            maxEntrySize: Math.ceil(maxBytes / 8),
            sizeCalculation: ({ body }, key) => body.byteLength + 2 * key.length + 500,
          });
    this.#silence = watch.onChange(() => this.#kept?.clear());
  }

  /** Notes which requests ask only for what may be kept. */
  plugin(): Plugin {
    return {
      onExecute: ({ args: { schema, document, operationName, contextValue } }) => {
        const operation = getOperationAST(document, operationName);
        if (operation?.operation !== OperationTypeNode.QUERY || isVolatile(schema, document)) return undefined;
        return {
          onExecuteDone: ({ result }) => {
            if (isAsyncIterable(result) || result.errors || result.extensions) return;
            this.#queries.set(contextValue.request, { operationName: operation.name?.value });
          },
        };
      },
    };
  }

  /**
   * Reads a request that may have been answered before.
   * @param scope what its answer depends on, besides what it asks
   * @returns null for all others, which are left unread
   */
  async read(request: IncomingMessage, scope: string): Promise<Asked | null> {
    const { path, watch } = this.#options;
    const { headers, method, url = '' } = request;
    const atLeast = revisionIn(headers[REVISION_HEADER]?.toString());
    // Yoga says what is wrong with it.
    if (atLeast === undefined) return null;
    // Who has seen what this process has not heard of yet is shown nothing that was kept.
    const isBehind = atLeast !== null && (watch.revision === null || atLeast > watch.revision);
    const state = this.#kept && !isBehind ? watch.state : null;
    // Yoga says what is wrong with it.
    if (!SANE_HOST.test(headers.host ?? '')) return null;
    if (headers[COST_HEADER] !== undefined) return null;
    const { accept = '' } = headers;
    if (accept.length > LONGEST_ACCEPT || /html|event-stream|multipart/i.test(accept)) return null;
    if (method === 'GET') {
      if (!url.startsWith(`${path}?`) || url.length > MOST_BODY_BYTES) return null;
      return { key: `${scope}\n${accept}\n${url}`, accept, body: null, state };
    }
    if (method !== 'POST' || url !== path || !CSRF_FREE_TYPE.test(headers['content-type'] ?? '')) return null;
    const length = Number(headers['content-length'] ?? Number.NaN);
    if (!(length <= MOST_BODY_BYTES) || headers['content-encoding'] !== undefined) return null;
    const body = await readText(request);
    return { key: `${scope}\n${accept}\n${body}`, accept, body, state };
  }

  /**
   * Answers what was answered before, or is being answered to another now: a change of the corpus must not have everybody who
   * asks the same ask the database.
   * @returns false when it has to be made, and then {@link keep} or {@link giveUp} has to be called
   */
  async answer(asked: Asked, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
    if (asked.state === null) return false;
    const making = this.#making.get(asked.key);
    if (making) await making;
    if (this.#send(asked, request, response)) return true;
    if (!this.#making.has(asked.key)) {
      this.#making.set(asked.key, new Promise((resolve) => this.#ends.set(asked, resolve)));
    }
    return false;
  }

  /** Says that an answer that was to be made will not be kept. */
  giveUp(asked: Asked): void {
    const end = this.#ends.get(asked);
    if (!end) return;
    this.#making.delete(asked.key);
    end();
  }

  #send({ key }: Asked, request: IncomingMessage, response: ServerResponse): boolean {
    const startedAt = performance.now();
    const kept = this.#kept?.get(key);
    if (!kept) return false;
    this.#write(kept, 'HIT', startedAt, request, response);
    return true;
  }

  #write(
    kept: Kept,
    cache: 'HIT' | 'MISS' | null,
    startedAt: number,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { corsHeaders, record, metrics, path } = this.#options;
    const { body, contentType, operationName, revision } = kept;
    const requestId = requestIdFrom(request.headers[REQUEST_ID_HEADER]?.toString());
    const headers: string[] = ['content-type', contentType, 'content-length', String(body.byteLength)];
    for (const [name, value] of SECURITY_ENTRIES) headers.push(name, value);
    for (const [name, value] of corsHeaders(request.headers.origin ?? null)) headers.push(name, value);
    headers.push(REQUEST_ID_HEADER, requestId);
    if (cache) headers.push(CACHE_HEADER, cache);
    if (revision !== null) headers.push(REVISION_HEADER, String(revision));
    let status = 200;
    if (request.method === 'GET') {
      kept.etag ??= etagOf(body);
      headers.push('etag', kept.etag, ...REVALIDATED);
      if (isKnown(request.headers['if-none-match'], kept.etag)) status = 304;
    }
    metrics.answered(cache === null ? 'none' : cache === 'HIT' ? 'hit' : 'miss');
    if (!response.destroyed) {
      if (status === 304) response.writeHead(304, withoutLength(headers)).end();
      else response.writeHead(200, headers).end(body);
    }
    record({ requestId, method: request.method ?? '', path, status, startedAt, operationName });
  }

  /** Sends an answer that was made without Yoga, and keeps it. */
  sendMade(asked: Asked, made: Kept, startedAt: number, request: IncomingMessage, response: ServerResponse): void {
    if (this.#isCurrent(asked, made.revision)) this.#kept?.set(asked.key, made);
    this.giveUp(asked);
    this.#write(made, asked.state === null ? null : 'MISS', startedAt, request, response);
  }

  /**
   * Keeps an answer that has been made, if it may be kept; one to a GET gets an ETag.
   * @returns whether it is one to a query, without errors
   */
  keep(asked: Asked, request: Request, { status, headers }: Response, body: Uint8Array): boolean {
    if (asked.state !== null) headers.set(CACHE_HEADER, 'MISS');
    const query = this.#queries.get(request);
    const isAnswer = query !== undefined && status === 200;
    const revision = revisionIn(headers.get(REVISION_HEADER)) ?? null;
    if (isAnswer && this.#isCurrent(asked, revision)) {
      const contentType = headers.get('content-type') ?? '';
      this.#kept?.set(asked.key, { contentType, body, operationName: query.operationName, revision });
    }
    this.giveUp(asked);
    this.#options.metrics.answered(asked.state === null || !isAnswer ? 'none' : 'miss');
    if (isAnswer && request.method === 'GET') {
      headers.set('etag', etagOf(body));
      headers.set(...REVALIDATED);
    }
    return isAnswer;
  }

  /** Made while the corpus changed, an answer may be of before or after; and a replica may not know of the change yet. */
  #isCurrent({ state }: Asked, revision: bigint | null): boolean {
    const { watch } = this.#options;
    if (state === null || watch.state !== state) return false;
    return revision === null || (watch.revision !== null && revision >= watch.revision);
  }

  close(): void {
    this.#silence();
    this.#kept?.clear();
  }
}

/** Header fields of an answer that has no body. */
function withoutLength(headers: readonly string[]): string[] {
  const at = headers.indexOf('content-length');
  return [...headers.slice(0, at), ...headers.slice(at + 2)];
}

/** @throws Error when the connection breaks off */
async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return (chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
}
