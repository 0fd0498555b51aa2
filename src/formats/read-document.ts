import type { DocumentFormat, RawDocument } from '../domain/document.ts';
import { DocumentRejected } from '../domain/problem.ts';
import { feedFormat } from './feed/read-feed.ts';
import type { Format, FormatClues, FormatOptions, ReadItem } from './format.ts';
import { ninjsFormat } from './ninjs/read-ninjs.ts';
import { textFormat } from './text/read-text.ts';

export interface ReadOptions extends FormatOptions {
  /** The document's format; recognised by its extension and content when left out. */
  readonly format?: DocumentFormat;
}

interface UnreadableFormat extends Pick<Format, 'detects'> {
  readonly names: readonly DocumentFormat[];
  readonly title: string;
}

const HEAD_LENGTH = 4_096;

/** Most particular first: plain text takes whatever is left. */
const FORMATS: readonly Format[] = [feedFormat, ninjsFormat, textFormat];

/** Recognised, so that markup is never taken for prose, but without a reader. */
const UNREADABLE_FORMATS: readonly UnreadableFormat[] = [
  {
    names: ['HTML'],
    title: 'HTML',
    detects: ({ extension, head }) =>
      ['html', 'htm', 'xhtml'].includes(extension) ||
      /^<(?:!doctype html|!--|html|head|body|main|article|section|header|div|p|h1|span|table|meta|script)\b/i.test(
        head,
      ) ||
      /^<\?xml[^>]*>\s*<(?:!doctype html|html)\b/i.test(head),
  },
  {
    names: ['JSON_LD'],
    title: 'JSON',
    detects: ({ extension, head }) =>
      ['json', 'jsonld', 'jsonl', 'ndjson'].includes(extension) || /^(?:\{\s*"|\[\s*\{)/.test(head),
  },
  {
    names: [],
    title: 'XML that is no feed',
    detects: ({ extension, head }) =>
      ['xml', 'rss', 'atom', 'rdf'].includes(extension) || /^<(?:\?xml|rss|feed|rdf:rdf)\b/i.test(head),
  },
  { names: [], title: 'PDF', detects: ({ head }) => head.startsWith('%PDF-') },
  { names: [], title: 'Rich Text Format', detects: ({ head }) => head.startsWith('{\\rtf') },
];

/**
 * Reads the documents that the bytes hold, in the given format or in the one that is recognised.
 * @throws DocumentRejected with the code and a sentence that says why: FORMAT_NOT_SUPPORTED, EMPTY_DOCUMENT,
 * BINARY_DOCUMENT, DOCUMENT_TOO_LONG …
 */
export function readDocuments(raw: RawDocument, { format, ...options }: ReadOptions = {}): readonly ReadItem[] {
  const clues = cluesOf(raw);
  const isIt = (known: UnreadableFormat) => (format ? known.names.includes(format) : known.detects(clues));
  const reader = FORMATS.find((known) => (format ? known.name === format : known.detects(clues)));
  // Plain text takes whatever is left.
  const unreadable = reader === undefined || reader === textFormat ? UNREADABLE_FORMATS.find(isIt) : undefined;
  if (unreadable) {
    throw new DocumentRejected('FORMAT_NOT_SUPPORTED', `${unreadable.title} cannot be read yet; plain text can`);
  }
  if (!reader)
    throw new DocumentRejected('FORMAT_NOT_SUPPORTED', `no reader for the format ${format ?? 'of the document'}`);
  return reader.read(raw, options);
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
