import { setTimeout as wait } from 'node:timers/promises';
import type { Response } from 'undici';
import { Agent, fetch } from 'undici';
import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { RawDocument } from '../domain/document.ts';
import { DocumentRejected, PROBLEM_CODES } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import { INGEST_OUTCOMES, rejected } from '../domain/receipt.ts';
import type { Expanded } from '../ingest/containers/expand.ts';
import { expand } from '../ingest/containers/expand.ts';
import type { FoundDocument } from '../ingest/find-documents.ts';
import { readDocumentFile } from '../ingest/find-documents.ts';
import type { RunOptions } from '../ingest/ingest.ts';

export interface GatewayOptions {
  /** Where the gateway answers: http://127.0.0.1:4000, or its address of GraphQL. */
  readonly url: string;
  /** A key of the scope ingest. */
  readonly key: string;
  /** Longer documents are not sent, in bytes. */
  readonly maxBytes: number;
}

/** The gateway does not answer, or has too much to do; it may later. */
export class GatewayAway extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'GatewayAway';
  }
}

/** Ids are the gateway's, as GraphQL gives them. */
const GatewayReceipt = z.object({
  uri: z.string(),
  outcome: z.enum(INGEST_OUTCOMES),
  articleId: z.string().nullable(),
  mentionCount: z.number(),
  quoteCount: z.number(),
  citationCount: z.number(),
  // A gateway of an older version tells of none.
  copyOf: z.array(z.string()).default([]),
  problems: z.array(z.object({ code: z.enum(PROBLEM_CODES), message: z.string() })),
});

const Refusal = z.object({
  errors: z.tuple([z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })]).rest(z.unknown()),
});

/** Refusals of a document; others end the run, for the next document would be refused as well. */
const OF_DOCUMENT: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'REQUEST_TOO_LARGE']);

/** Up to so many bytes a container goes as it is; of a larger one each document for itself, so that no request takes for ever. */
const WHOLE_BYTES = 256_000;
/** How often a request is sent that the gateway has no time for or cannot be reached with; the pauses double. */
const TRIES = 6;
const PAUSE_MS = 500;
const MOST_PAUSE_MS = 60_000;
/** A document of a few megabytes may take a minute on a small machine. */
const ANSWER_MS = 10 * 60_000;

/**
 * Hands documents to a running gateway, one request each: it takes them in as it would those of its own folder. What can be sent again is
 * sent again, since a document that is known already changes nothing.
 * @throws ClientError when the key will not do; GatewayAway when the gateway does not answer
 */
export async function* sendToGateway(
  inputs: AsyncIterable<RawDocument | FoundDocument>,
  { url, key, maxBytes }: GatewayOptions,
  { dryRun = false, format, onRead }: RunOptions = {},
): AsyncGenerator<Receipt> {
  const agent = new Agent({ headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS });
  let hasAnswered = false;

  async function post(at: URL, bytes: Uint8Array, contentType: string): Promise<Response> {
    for (let tried = 1; ; tried += 1) {
      const answer = await fetch(at, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': contentType },
        body: new Uint8Array(bytes),
        redirect: 'error',
        dispatcher: agent,
      }).catch((error: unknown) => awayAt(at, error));
      const isBusy = answer instanceof GatewayAway || answer.status === 503 || answer.status === 429;
      if (!isBusy) {
        hasAnswered = true;
        return answer;
      }
      // A wrong address is told of at once.
      const isLast = tried === TRIES || (answer instanceof GatewayAway && !hasAnswered);
      if (answer instanceof GatewayAway) {
        if (isLast) throw answer;
      } else {
        const text = await answer.text();
        if (isLast) throw new GatewayAway(`The gateway at ${at.origin} has too much to do: ${messageIn(text)}`);
      }
      const asked = answer instanceof GatewayAway ? 0 : Number(answer.headers.get('retry-after')) * 1_000;
      await wait(Math.min(MOST_PAUSE_MS, Math.max(asked || 0, PAUSE_MS * 2 ** (tried - 1))));
    }
  }

  async function send({ from, format: its, sha256 }: Expanded): Promise<Receipt[]> {
    try {
      if (!('bytes' in from) && !('path' in from)) return [rejected(from.uri, from.problem)];
      const { uri, bytes, contentType } = 'bytes' in from ? from : await readDocumentFile(from, maxBytes);
      const at = new URL('ingest', `${url.replace(/\/(?:graphql\/?)?$/, '')}/`);
      if (dryRun) at.searchParams.set('dryRun', 'true');
      if (sha256 !== undefined) {
        // Of an export: only as one are its documents known as what they were.
        const content = new TextDecoder().decode(bytes);
        const line = JSON.stringify({ newsgraph: 1, documents: [{ uri, format: its, sha256, content }] });
        return await receiptsOf(uri, await post(at, Buffer.from(line), 'application/octet-stream'));
      }
      // What is known by its bytes is so to the gateway, too.
      if (!/^urn:sha256:[0-9a-f]+$/.test(uri)) at.searchParams.set('uri', uri);
      const as = format ?? its;
      if (as) at.searchParams.set('format', as);
      return await receiptsOf(uri, await post(at, bytes, contentType ?? 'application/octet-stream'));
    } catch (error) {
      if (!(error instanceof DocumentRejected)) throw error;
      return [rejected(from.uri, { code: error.code, message: error.message })];
    }
  }

  try {
    for await (const input of inputs) {
      const size = 'bytes' in input ? input.bytes.length : input.size;
      // What was fetched is no longer than a document may be, and what its parts are known by no address can say.
      if ('bytes' in input || size <= WHOLE_BYTES) yield* await send({ from: input });
      else {
        const options = { maxBytes, ...(format ? { format } : {}) };
        for await (const part of expand(input, options)) yield* await send(part);
      }
      onRead?.(size);
    }
  } finally {
    await agent.destroy();
  }
}

function awayAt(at: URL, error: unknown): GatewayAway {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
  return new GatewayAway(
    `No gateway answers at ${at.origin}${cause}. Say where it is by --url or NEWSGRAPH_URL.`,
    error,
  );
}

async function receiptsOf(uri: string, response: Response): Promise<Receipt[]> {
  const text = await response.text();
  if (response.ok) {
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => GatewayReceipt.parse(JSON.parse(line)));
  }
  const refusal = Refusal.safeParse(jsonOf(text));
  if (!refusal.success) throw new Error(`What answers at ${new URL(response.url).origin} is no newsgraph gateway.`);
  const [{ message, extensions }] = refusal.data.errors;
  if (OF_DOCUMENT.has(extensions.code)) {
    const code = extensions.code === 'REQUEST_TOO_LARGE' ? 'DOCUMENT_TOO_LONG' : 'UNREADABLE';
    return [rejected(uri, { code, message })];
  }
  if (response.status === 401 || response.status === 403) throw new ClientError('UNAUTHENTICATED', message);
  throw new Error(`The gateway answers ${response.status}: ${message}`);
}

function messageIn(text: string): string {
  const refusal = Refusal.safeParse(jsonOf(text));
  return refusal.success ? refusal.data.errors[0].message : 'try again later';
}

/** undefined for what is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
