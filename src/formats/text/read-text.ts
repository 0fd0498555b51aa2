import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { ArticleFields, Document, RawDocument } from '../../domain/document.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { cleanText, linesOf } from '../../text/clean.ts';
import { charsetIn, decodeStated } from '../../text/decode.ts';
import type { Candidates } from '../fields/candidates.ts';
import { candidate } from '../fields/candidates.ts';
import { chooseFields, shorten } from '../fields/choose-fields.ts';
import type { Format, FormatOptions } from '../format.ts';
import type { Layout } from './layout.ts';
import { readLayout } from './layout.ts';

/** Plain text: takes whatever no other format claims. */
export const textFormat: Format = {
  name: 'TEXT',
  detects: () => true,
  read: (raw, options) => [readText(raw, options)],
};

/**
 * Reads a plain-text document: one paragraph a line, and around the paragraphs what `readLayout` recognises: headline,
 * byline, dates, credit and a line `Link : URL`; without one, a document that was read from a URL has that. What is not stated is derived: see `chooseFields`.
 * @throws DocumentRejected EMPTY_DOCUMENT, BINARY_DOCUMENT or DOCUMENT_TOO_LONG.
 */
export function readText(raw: RawDocument, { maxBytes, now }: FormatOptions = {}): Document {
  const decoded = decodeStated(raw.bytes, charsetIn(raw.contentType ?? ''), maxBytes);
  const layout = readLayout(linesOf(cleanText(decoded.text)));
  const [lede] = layout.paragraphs;
  if (lede === undefined) throw new DocumentRejected('EMPTY_DOCUMENT', 'the document holds no text');
  const body = layout.paragraphs.join('\n');
  const stated = layout.link === null ? null : canonicalUrl(layout.link);
  const url = stated ?? canonicalUrl(raw.uri);
  const problems = [...decoded.problems, ...layout.problems];
  if (layout.link !== null && stated === null) {
    problems.push({ code: 'URL_INVALID', message: `no http or https address: ${shorten(layout.link)}` });
  }
  const { fields, problems: doubts } = chooseFields(candidatesOf(layout), { url, body, now: now ?? null });
  const article: ArticleFields = {
    ...fields,
    body,
    url,
    image: null,
    isTruncated: false,
    pubStatus: 'USABLE',
    embargoedUntil: null,
  };
  const sha256 = createHash('sha256').update(raw.bytes).digest('hex');
  return { uri: raw.uri, format: 'TEXT', sha256, content: decoded.text, article, problems: [...problems, ...doubts] };
}

function candidatesOf({ headline, datePublished, dateModified, byline, authors }: Layout): Candidates {
  return {
    headline: candidate(headline, 'TEXT'),
    datePublished: candidate(datePublished, 'TEXT'),
    dateModified: candidate(dateModified, 'TEXT'),
    byline: byline === null ? [] : [{ value: byline, origin: 'TEXT', place: null, authors }],
    section: [],
    publisher: [],
    language: [],
  };
}
