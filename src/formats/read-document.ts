import type { DocumentFormat, RawDocument } from '../domain/document.ts';
import { DocumentRejected } from '../domain/problem.ts';
import { feedFormat } from './feed/read-feed.ts';
import type { Format, FormatClues, FormatOptions, ReadItem } from './format.ts';
import { htmlFormat } from './html/read-html.ts';
import { jsonLdFormat } from './json-ld/read-json-ld.ts';
import { ninjsFormat } from './ninjs/read-ninjs.ts';
import { textFormat } from './text/read-text.ts';

export interface ReadOptions extends FormatOptions {
  /** The document's format; recognised by its extension and content when left out. */
  readonly format?: DocumentFormat;
}

interface UnreadableFormat extends Pick<Format, 'detects'> {
  readonly title: string;
}

const HEAD_LENGTH = 4_096;

/** Most particular first. */
const FORMATS: readonly Format[] = [feedFormat, ninjsFormat, htmlFormat, jsonLdFormat];

/** Recognised, so that markup is never taken for prose, but without a reader. */
const UNREADABLE_FORMATS: readonly UnreadableFormat[] = [
  {
    title: 'JSON that is neither JSON-LD nor ninjs nor a feed',
    detects: ({ extension, head }) =>
      ['json', 'jsonld', 'jsonl', 'ndjson'].includes(extension) || /^(?:\{\s*"|\[\s*\{)/.test(head),
  },
  {
    title: 'XML that is no feed',
    detects: ({ extension, head }) =>
      ['xml', 'rss', 'atom', 'rdf'].includes(extension) || /^<(?:\?xml|rss|feed|rdf:rdf)\b/i.test(head),
  },
  { title: 'PDF', detects: ({ head }) => head.startsWith('%PDF-') },
  { title: 'Rich Text Format', detects: ({ head }) => head.startsWith('{\\rtf') },
];

/**
 * Reads the documents that the bytes hold, in the given format or in the one that is recognised.
 * @throws DocumentRejected with the code and a sentence that says why: FORMAT_NOT_SUPPORTED, EMPTY_DOCUMENT,
 * BINARY_DOCUMENT, DOCUMENT_TOO_LONG …
 */
export function readDocuments(raw: RawDocument, { format, ...options }: ReadOptions = {}): readonly ReadItem[] {
  const clues = cluesOf(raw);
  const reader = FORMATS.find((known) => (format ? known.name === format : known.detects(clues)));
  if (reader) return reader.read(raw, options);
  const unreadable = format ? undefined : UNREADABLE_FORMATS.find((known) => known.detects(clues));
  if (unreadable) {
    throw new DocumentRejected(
      'FORMAT_NOT_SUPPORTED',
      `${unreadable.title} cannot be read; HTML, JSON-LD, ninjs, feeds and plain text can`,
    );
  }
  // Plain text takes whatever is left.
  return textFormat.read(raw, options);
}

function cluesOf({ uri, bytes }: RawDocument): FormatClues {
  // Byte by byte, so that a character cut in two does no harm; dropping NULs makes ASCII of UTF-16 readable too.
  const head = Buffer.from(bytes.subarray(0, HEAD_LENGTH)).toString('latin1');
  return {
    extension: /\.([a-z0-9]{1,8})$/i.exec(uri.replace(/[?#].*$/s, '').slice(-64))?.[1]?.toLowerCase() ?? '',
    head: head
      .replace(/^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
      .replaceAll('\0', '')
      .trimStart(),
  };
}
