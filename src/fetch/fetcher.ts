import type { Response } from 'undici';
import { Agent, fetch } from 'undici';
import type { LookUp } from './address-guard.ts';
import { createAddressGuard } from './address-guard.ts';
import { FetchFailed } from './fetch-failed.ts';

export interface FetcherOptions {
  /** Sent as `User-Agent`: the name and version of whoever asks. */
  readonly userAgent: string;
  /** Most bytes of an answer, and of what it is unpacked to. */
  readonly maxBytes: number;
  /** Addresses, and ranges such as 10.1.0.0/16, that are fetched from though they are not public. @default none */
  readonly allow?: readonly string[];
  /** Until an answer is there whole, redirects included, in milliseconds. @default 30,000 */
  readonly timeout?: number;
  /** What names mean. @default `dns.lookup` */
  readonly lookup?: LookUp;
  /** Ends what is being fetched. */
  readonly stop?: AbortSignal;
}

/** What an earlier answer was known by. */
export interface Validators {
  readonly etag: string | null;
  readonly lastModified: string | null;
}

export interface Fetched extends Validators {
  /** Where it was found, after redirects. */
  readonly url: string;
  readonly bytes: Uint8Array;
  readonly contentType: string | null;
}

export interface FetchRequest {
  /** Of the last answer; what has not changed since is not sent again. */
  readonly known?: Validators;
  /** Asked before each request, those after redirects included. @throws FetchFailed for what is not to be fetched */
  readonly approve?: (url: URL) => Promise<void>;
}

export interface Fetcher {
  /**
   * What is at an http or https address.
   * @returns null for what has not changed
   * @throws FetchFailed
   */
  fetch(url: string, request?: FetchRequest): Promise<Fetched | null>;
  close(): Promise<void>;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const TIMEOUT_MS = 30_000;
const MOST_RETRY_AFTER_MS = 7 * 24 * 3_600_000;

/**
 * Fetches from public addresses only, within limits of size, time and redirects. Each redirect is looked at as the first
 * address was.
 */
export function createFetcher({
  userAgent,
  maxBytes,
  allow = [],
  timeout = TIMEOUT_MS,
  lookup,
  stop,
}: FetcherOptions): Fetcher {
  const guard = createAddressGuard(allow, lookup);
  const agent = new Agent({ connect: { lookup: guard.lookup, timeout } });

  async function answerOf(url: string, { known, approve }: FetchRequest, signal: AbortSignal): Promise<Response> {
    let at = checkedUrl(url);
    for (let redirects = 0; ; redirects += 1) {
      guard.checkHost(at.hostname);
      await approve?.(at);
      signal.throwIfAborted();
      const response = await fetch(at, {
        dispatcher: agent,
        redirect: 'manual',
        signal,
        headers: {
          'user-agent': userAgent,
          accept: '*/*',
          ...(known?.etag && { 'if-none-match': known.etag }),
          ...(known?.lastModified && { 'if-modified-since': known.lastModified }),
        },
      });
      const location = response.headers.get('location');
      if (!REDIRECTS.has(response.status) || location === null) return response;
      await response.body?.cancel();
      if (redirects === MOST_REDIRECTS) throw new FetchFailed(`it redirects more than ${MOST_REDIRECTS} times`);
      at = checkedUrl(location, at);
    }
  }

  /** @throws FetchFailed when they are too many; unpacked ones are counted */
  async function bytesOf({ headers, body }: Response): Promise<Uint8Array> {
    const tooLong = () => new FetchFailed(`it has more than ${maxBytes} bytes`);
    if (Number(headers.get('content-length')) > maxBytes) {
      await body?.cancel();
      throw tooLong();
    }
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of body ?? []) {
      length += chunk.length;
      // Leaving the loop cancels the body.
      if (length > maxBytes) throw tooLong();
      chunks.push(chunk);
    }
    return Buffer.concat(chunks, length);
  }

  return {
    async fetch(url, request = {}) {
      const signal = AbortSignal.any([AbortSignal.timeout(timeout), ...(stop ? [stop] : [])]);
      try {
        const response = await answerOf(url, request, signal);
        if (response.status === 304) return null;
        if (!response.ok) {
          await response.body?.cancel();
          throw new FetchFailed(`the server answers ${response.status} ${response.statusText}`.trimEnd(), {
            status: response.status,
            retryAfter: retryAfterOf(response.headers.get('retry-after')),
          });
        }
        return {
          url: response.url,
          bytes: await bytesOf(response),
          contentType: response.headers.get('content-type'),
          etag: response.headers.get('etag'),
          lastModified: response.headers.get('last-modified'),
        };
      } catch (error) {
        throw failureOf(error, timeout);
      }
    },
    close: () => agent.close(),
  };
}

/** @param base what a redirect is relative to */
function checkedUrl(text: string, base?: URL): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') throw new FetchFailed('it is no http or https address');
  if (url.username !== '' || url.password !== '') throw new FetchFailed('its address holds a name or a password');
  return url;
}

/** Of the header `Retry-After`: seconds, or a date. */
function retryAfterOf(header: string | null): number | null {
  if (header === null) return null;
  const wait = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.min(Math.max(0, wait), MOST_RETRY_AFTER_MS) : null;
}

/** What went wrong below `fetch` stands in its cause. */
function failureOf(error: unknown, timeout: number): FetchFailed {
  if (error instanceof FetchFailed) return error;
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof FetchFailed) return cause;
  if (error instanceof Error && error.name === 'TimeoutError') {
    return new FetchFailed(`it was not there within ${timeout / 1_000} seconds`);
  }
  const reason = cause instanceof Error ? cause.message : error instanceof Error ? error.message : String(error);
  return new FetchFailed(`it cannot be fetched: ${reason}`, { cause: error });
}
