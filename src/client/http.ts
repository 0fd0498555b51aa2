import { dataOf } from './answer.ts';
import type { AnyDocument, OperationManifest } from './documents.ts';
import { documentIdFinder, textOf } from './documents.ts';
import { GatewayError } from './gateway-error.ts';

export interface ClientOptions {
  /** The address of GraphQL, `https://news.example/graphql`; in a browser it may be relative to the page. */
  readonly url: string | URL;
  /** Sent as `Authorization: Bearer KEY`. A function is asked before each request; null: without. */
  readonly key?: string | (() => string | null);
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch;
  /**
   * Asks by `documentId` instead of the text: with the manifest that `newsgraph operations` wrote by the operations' names, with true by
   * the ids that gql.tada or GraphQL Code Generator gave, or else by the SHA-256 of the text.
   * @default false
   */
  readonly trustedDocuments?: boolean | OperationManifest;
  /**
   * How often a request that was turned away (429, 503) is sent again after the time that the gateway names. It has done nothing by
   * then, so that mutations are sent again, too.
   * @default 0
   */
  readonly retries?: number;
}

export interface CallOptions {
  /** Gives the request up. */
  readonly signal?: AbortSignal;
  /** Sent with this request, as `Idempotency-Key` with a mutation. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Asking extends CallOptions {
  readonly document: AnyDocument;
  readonly variables: object;
}

/** Names a revision of the corpus: of an answer the one that it is of, of a request the one that its answer must not be older than. */
const REVISION_HEADER = 'newsgraph-revision';

/** Demanded of every mutation, because no page of another site can send it unasked. */
const CSRF_HEADERS = { 'x-graphql-yoga-csrf': '1' };

/** Sends operations over HTTP. */
export interface Http {
  /** The data of the answer. @throws GatewayError, or the signal's reason */
  ask(asking: Asking, kind: 'query' | 'mutation'): Promise<unknown>;
  /** The answer as a stream of events, whatever its status. @throws GatewayError when none came, or the signal's reason */
  open(asking: Asking): Promise<Response>;
}

export function createHttp({
  url,
  key = () => null,
  headers = {},
  fetch: fetchOf = (input, init) => fetch(input, init),
  trustedDocuments = false,
  retries = 0,
}: ClientOptions): Http {
  const manifest = typeof trustedDocuments === 'object' ? trustedDocuments : null;
  /** The last that a mutation of this client is part of: from then on it reads what it has written, of whichever gateway it asks. */
  let written: bigint | null = null;
  const ids = trustedDocuments === false ? null : documentIdFinder(manifest);

  async function send({ document, variables, ...call }: Asking, more: Record<string, string>): Promise<Response> {
    const asked = ids ? { documentId: await ids.idOf(document) } : { query: textOf(document) };
    const bearer = typeof key === 'string' ? key : key();
    try {
      return await fetchOf(url, {
        method: 'POST',
        body: JSON.stringify({ ...asked, variables }),
        headers: {
          'content-type': 'application/json',
          ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
          ...(written === null ? {} : { [REVISION_HEADER]: String(written) }),
          ...more,
          ...headers,
          ...call.headers,
        },
        signal: call.signal ?? null,
      });
    } catch (cause) {
      throw noAnswer(cause, call.signal);
    }
  }

  function noteWritten({ headers: answered }: Response): void {
    const revision = answered.get(REVISION_HEADER) ?? '';
    if (!/^\d{1,18}$/.test(revision)) return;
    if (written === null || BigInt(revision) > written) written = BigInt(revision);
  }

  async function askOnce(asking: Asking, more: Record<string, string>, isMutation: boolean): Promise<unknown> {
    const response = await send(asking, more);
    if (isMutation) noteWritten(response);
    const text = await response.text().catch((cause: unknown) => {
      throw noAnswer(cause, asking.signal);
    });
    return dataOf(text, response);
  }

  function noAnswer(cause: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason;
    return new GatewayError('NETWORK_ERROR', `No answer came from ${url}.`, { cause });
  }

  return {
    async ask(asking, kind) {
      const accept = 'application/graphql-response+json, application/json;q=0.9';
      const more = { accept, ...(kind === 'mutation' ? CSRF_HEADERS : {}) };
      for (let left = retries; ; left--) {
        try {
          return await askOnce(asking, more, kind === 'mutation');
        } catch (error) {
          const after = left > 0 ? waitAfter(error) : null;
          if (after === null) throw error;
          await wait(after * 1000, asking.signal);
        }
      }
    },
    open: (asking) => send(asking, { accept: 'text/event-stream' }),
  };
}

/** In how many seconds to ask again, for who was turned away; null for any other error. */
function waitAfter(error: unknown): number | null {
  return error instanceof GatewayError && isTurnedAway(error.status) ? error.retryAfter : null;
}

/** Whether a status says that the gateway, or what stands before it, had no time. */
export function isTurnedAway(status: number | null): boolean {
  return status === 429 || (status !== null && status >= 502 && status <= 504);
}

/** Waits so many milliseconds. @throws the signal's reason when it is given up meanwhile */
export function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const giveUp = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', giveUp);
      resolve();
    }, milliseconds);
    signal?.addEventListener('abort', giveUp, { once: true });
  });
}
