import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { DocumentFormat, RawDocument } from '../domain/document.ts';
import { DocumentRejected, PROBLEM_CODES } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import { INGEST_OUTCOMES, rejected } from '../domain/receipt.ts';
import type { FoundDocument } from '../ingest/find-documents.ts';
import { readDocumentFile } from '../ingest/find-documents.ts';

export interface GatewayOptions {
  /** Where the gateway answers: http://127.0.0.1:4000. */
  readonly url: string;
  /** A key of the scope ingest. */
  readonly key: string;
  /** Longer documents are not sent, in bytes. */
  readonly maxBytes: number;
}

export interface SendOptions {
  readonly dryRun?: boolean;
  readonly format?: DocumentFormat;
}

/** Ids are the gateway's, as GraphQL gives them. */
const GatewayReceipt = z.object({
  uri: z.string(),
  outcome: z.enum(INGEST_OUTCOMES),
  articleId: z.string().nullable(),
  mentionCount: z.number(),
  quoteCount: z.number(),
  citationCount: z.number(),
  problems: z.array(z.object({ code: z.enum(PROBLEM_CODES), message: z.string() })),
});

const Refusal = z.object({
  errors: z.tuple([z.object({ message: z.string(), extensions: z.object({ code: z.string() }) })]).rest(z.unknown()),
});

/** Refusals of a document; others end the run, for the next document would be refused as well. */
const OF_DOCUMENT: ReadonlySet<string> = new Set(['BAD_USER_INPUT', 'REQUEST_TOO_LARGE']);

/**
 * Hands documents to a running gateway, one request each: it takes them in as it would those of its own folder.
 * @throws ClientError when the key will not do; Error with a sentence when the gateway does not answer
 */
export async function* sendToGateway(
  inputs: AsyncIterable<RawDocument | FoundDocument>,
  { url, key, maxBytes }: GatewayOptions,
  { dryRun = false, format }: SendOptions = {},
): AsyncGenerator<Receipt> {
  for await (const input of inputs) {
    let bytes: Uint8Array;
    try {
      bytes = 'bytes' in input ? input.bytes : (await readDocumentFile(input, maxBytes)).bytes;
    } catch (error) {
      if (!(error instanceof DocumentRejected)) throw error;
      yield rejected(input.uri, { code: error.code, message: error.message });
      continue;
    }
    const at = new URL('/ingest', url);
    // What is known by its bytes is so to the gateway, too.
    if (!input.uri.startsWith('urn:')) at.searchParams.set('uri', input.uri);
    if (format) at.searchParams.set('format', format);
    if (dryRun) at.searchParams.set('dryRun', 'true');
    yield* await receiptsOf(input.uri, await post(at, key, bytes));
  }
}

async function post(at: URL, key: string, bytes: Uint8Array): Promise<Response> {
  try {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/octet-stream' };
    return await fetch(at, { method: 'POST', headers, body: new Uint8Array(bytes), redirect: 'error' });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    throw new Error(`No gateway answers at ${at.origin}${cause}. Say where it is by --url or NEWSGRAPH_URL.`, {
      cause: error,
    });
  }
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

/** undefined for what is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
