import { z } from 'zod';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { DocumentFormat, RawDocument } from '../../domain/document.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { itemUri } from '../../formats/item-uri.ts';
import { parsed } from '../../formats/parse-json.ts';
import type { Bytes } from './byte-stream.ts';

const LINE_FEED = 0x0a;

/** What a line may hold besides a document of some format: a text or a page, and what it is known by. */
const Line = z.looseObject({
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
 * The document that a line holds: `{"html"}` and `{"text"}` with `url`, `id` and, for a text, `title`; else the line itself
 * is one. It is known by its `url` if it has one, else as an item of the container, by its `id`, `@id` or `uri`, else by the
 * number of its line.
 * @throws DocumentRejected UNREADABLE for what is no JSON object
 */
export function documentOfLine(
  container: string,
  number: number,
  line: Uint8Array,
): { raw: RawDocument; format?: DocumentFormat } {
  const value = Line.safeParse(parsed(new TextDecoder().decode(line)));
  if (!value.success) throw new DocumentRejected('UNREADABLE', `line ${number} is no JSON object`);
  const { id, '@id': ldId, uri, url, title, html, text } = value.data;
  const ownUri = itemUri(container, uri ?? ldId ?? id ?? String(number));
  if (html === undefined && text === undefined) return { raw: { uri: ownUri, bytes: line } };
  const known = (url && canonicalUrl(url)) || ownUri;
  if (html !== undefined) return { raw: { uri: known, bytes: Buffer.from(html) }, format: 'HTML' };
  const whole = title === undefined ? (text ?? '') : `${title}\n\n${text}`;
  return { raw: { uri: known, bytes: Buffer.from(whole) }, format: 'TEXT' };
}

function isBlank(line: Uint8Array): boolean {
  return line.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d);
}
