import { z } from 'zod';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { DocumentFormat, RawDocument } from '../../domain/document.ts';
import { DOCUMENT_FORMATS } from '../../domain/document.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { itemUri } from '../../formats/item-uri.ts';
import { parsed } from '../../formats/parse-json.ts';
import type { Bytes } from './byte-stream.ts';

const LINE_FEED = 0x0a;

/** What a line may hold besides a document of some format: a text or a page, and what it is known by. */
const Line = z.looseObject({
  /** Only of exported articles. */
  newsgraph: z.literal(1).optional().catch(undefined),
  id: z
    .union([z.string(), z.number().transform(String)])
    .optional()
    .catch(undefined),
  '@id': z.string().optional().catch(undefined),
  uri: z.string().optional().catch(undefined),
  url: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  html: z.string().optional().catch(undefined),
  text: z.string().optional().catch(undefined),
});

/** In bytes of UTF-8: PostgreSQL cannot index longer ones. */
const MAX_URI_BYTES = 2_000;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
const URI = /^(?:\/|https?:\/\/|urn:sha256:)[^\0-\x1f\x7f]*$/;

/** A line of an export: an article, with the documents that it was read from. */
const ExportedLine = z.object({
  newsgraph: z.literal(1),
  documents: z
    .array(
      z.object({
        uri: z.string().refine((uri) => URI.test(uri) && uri.isWellFormed() && Buffer.byteLength(uri) <= MAX_URI_BYTES),
        format: z.enum(DOCUMENT_FORMATS),
        sha256: z.hash('sha256'),
        content: z.string(),
      }),
    )
    .min(1),
});

/** A document as a line has it. */
interface LineDocument {
  readonly raw: RawDocument;
  readonly format?: DocumentFormat;
  /** Of what the bytes were decoded from before they were exported. */
  readonly sha256?: string;
}

/** How a line of an export begins, so that one alone is recognised. */
export const EXPORTED = /^\s*\{"newsgraph":1,/;

/** Whether the first line is a JSON object and the second begins as one. */
export function isJsonLines(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('utf8').trimStart();
  const end = text.indexOf('\n');
  return text.startsWith('{') && end > 0 && /^\s*\{/.test(text.slice(end)) && parsed(text.slice(0, end)) !== undefined;
}

/** A line without its end; null for one that is longer than `maxBytes`, which is not held. Empty ones are passed over. */
export async function* linesIn(
  stream: Bytes,
  maxBytes: number,
): AsyncGenerator<{ number: number; line: Uint8Array | null }> {
  let number = 1;
  let length = 0;
  let parts: Uint8Array[] = [];
  const add = (part: Uint8Array) => {
    length += part.length;
    if (length <= maxBytes) parts.push(part);
    else parts = [];
  };
  const take = () => {
    const line = length > maxBytes ? null : Buffer.concat(parts, length);
    [parts, length] = [[], 0];
    return line;
  };
  for await (const chunk of stream) {
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      const line = take();
      if (line === null || !isBlank(line)) yield { number, line };
      number += 1;
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  const last = take();
  if (last === null || !isBlank(last)) yield { number, line: last };
}

/**
 * The documents that a line holds: those of an exported article; `{"html"}` or `{"text"}` with `url`, `id` and, for a text,
 * `title`; else the line itself is one. What is not exported is known by its `url` if it has one, else as an item of the
 * container, by its `id`, `@id` or `uri`, else by the number of its line.
 * @throws DocumentRejected UNREADABLE for what is no JSON object, and for an export that has been changed
 */
export function documentsOfLine(container: string, number: number, line: Uint8Array): readonly LineDocument[] {
  const content = parsed(new TextDecoder().decode(line));
  const value = Line.safeParse(content);
  if (!value.success) throw new DocumentRejected('UNREADABLE', `line ${number} is no JSON object`);
  const { newsgraph, id, '@id': ldId, uri, url, title, html, text } = value.data;
  if (newsgraph !== undefined) return exportedDocuments(number, content);
  const ownUri = itemUri(container, uri ?? ldId ?? id ?? String(number));
  if (html === undefined && text === undefined) return [{ raw: { uri: ownUri, bytes: line } }];
  const known = (url && canonicalUrl(url)) || ownUri;
  if (html !== undefined) return [{ raw: { uri: known, bytes: Buffer.from(html) }, format: 'HTML' }];
  const whole = title === undefined ? (text ?? '') : `${title}\n\n${text}`;
  return [{ raw: { uri: known, bytes: Buffer.from(whole) }, format: 'TEXT' }];
}

function exportedDocuments(number: number, content: unknown): LineDocument[] {
  const { success, data } = ExportedLine.safeParse(content);
  if (!success) {
    const message = `line ${number} says that newsgraph exported it, and its documents are not as they are exported`;
    throw new DocumentRejected('UNREADABLE', message);
  }
  return data.documents.map(({ uri, content: text, ...document }) => ({
    raw: { uri, bytes: Buffer.from(text) },
    ...document,
  }));
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
