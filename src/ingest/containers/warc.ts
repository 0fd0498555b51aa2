import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { ByteReader } from './byte-reader.ts';
import type { Bytes } from './byte-stream.ts';
import { contentOfHttp, parseHeaders } from './http-message.ts';

/** A page as it was crawled. */
export interface WarcPage {
  /** The address that was asked for. */
  readonly target: string;
  /** The record's own id, without angle brackets. */
  readonly id: string;
  /** Unpacked. */
  readonly bytes: Uint8Array;
  /** As HTTP says it. */
  readonly contentType: string;
}

export interface RefusedPage {
  readonly id: string;
  readonly problem: Problem;
}

/** Lines of headers are shorter, and there are fewer. */
const MAX_LINE = 65_536;
const MAX_LINES = 1_000;

const VERSION = /^WARC\/\d\.\d$/;

export function isWarc(head: Uint8Array): boolean {
  return /^WARC\/\d\.\d\r?\n/.test(Buffer.from(head.subarray(0, 16)).toString('latin1'));
}

/**
 * The HTML pages that a WARC file (1.0 or 1.1, unpacked) holds: responses with status 200, and resources. Requests, metadata,
 * pictures, redirections and whatever else a crawl leaves behind are no documents, and passed over.
 *
 * Read here, and not by warcio 2.4: that one goes round for ever on a file that is cut off in a record.
 * @param maxBytes a longer page is refused
 * @throws DocumentRejected UNREADABLE for what is damaged
 */
export async function* pagesOfWarc(stream: Bytes, maxBytes: number): AsyncGenerator<WarcPage | RefusedPage> {
  const reader = new ByteReader(stream);
  try {
    for (let headers = await nextRecord(reader); headers; headers = await nextRecord(reader)) {
      const length = Number(headers.get('content-length') ?? Number.NaN);
      if (!Number.isSafeInteger(length) || length < 0) throw damaged('a record does not say how long it is');
      const type = headers.get('warc-type');
      const contentType = headers.get('content-type') ?? '';
      const isCandidate =
        (type === 'response' && /^application\/http\b/i.test(contentType)) ||
        (type === 'resource' && isHtml(contentType));
      const id = (headers.get('warc-record-id') ?? '').replace(/^<|>$/g, '');
      if (isCandidate && length <= 2 * maxBytes) {
        const block = await reader.read(length);
        if (block.length < length) throw damaged('it is cut off in a record');
        const page = type === 'resource' ? { bytes: block, contentType } : pageIn(block, maxBytes);
        const target = (headers.get('warc-target-uri') ?? '').replace(/^<|>$/g, '');
        if (page !== null && 'problem' in page) yield { id, problem: page.problem };
        else if (page !== null) yield { target, id, ...page };
      } else {
        if (!(await reader.skip(length))) throw damaged('it is cut off in a record');
        // Of so long a response nobody looks whether it is a page.
        if (isCandidate) yield { id, problem: tooLong(maxBytes) };
      }
    }
  } finally {
    await reader.close();
  }
}

/** The headers of the next record. @returns null at the end */
async function nextRecord(reader: ByteReader): Promise<ReadonlyMap<string, string> | null> {
  let first = await reader.line(MAX_LINE);
  while (first === '') first = await reader.line(MAX_LINE);
  if (first === null) return null;
  if (first === undefined || !VERSION.test(first)) throw damaged('what should be a record is none');
  const lines: string[] = [];
  for (;;) {
    const line = await reader.line(MAX_LINE);
    if (line === '') return parseHeaders(lines);
    if (line === null || line === undefined || lines.push(line) > MAX_LINES) {
      throw damaged('the headers of a record have no end');
    }
  }
}

/** @returns null for what is no page */
function pageIn(
  block: Uint8Array,
  maxBytes: number,
): { bytes: Uint8Array; contentType: string } | { problem: Problem } | null {
  const message = contentOfHttp(block, maxBytes);
  if (message.status !== 200 || !isHtml(message.contentType)) return null;
  if (message.content === 'TOO_LONG') return { problem: tooLong(maxBytes) };
  if (message.content === 'DAMAGED') {
    return { problem: { code: 'UNREADABLE', message: 'what HTTP has packed is damaged, or packed in an unknown way' } };
  }
  return { bytes: message.content, contentType: message.contentType };
}

function isHtml(type: string): boolean {
  return /^\s*(?:text\/html|application\/xhtml\+xml)\b/i.test(type);
}

function tooLong(maxBytes: number): Problem {
  return { code: 'DOCUMENT_TOO_LONG', message: `the page has more than ${maxBytes} bytes` };
}

function damaged(why: string): DocumentRejected {
  return new DocumentRejected('UNREADABLE', `the WARC file is damaged: ${why}`);
}
