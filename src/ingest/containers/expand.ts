import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { DocumentFormat, RawDocument } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { itemUri } from '../../formats/item-uri.ts';
import type { ReadOptions } from '../../formats/read-document.ts';
import { DEFAULT_MAX_BYTES } from '../../text/decode.ts';
import type { FoundDocument } from '../find-documents.ts';
import type { Bytes } from './byte-stream.ts';
import { collect, peek, streamOf } from './byte-stream.ts';
import { gunzip, isGzip } from './gzip.ts';
import { documentsOfLine, EXPORTED, isJsonLines, linesIn } from './json-lines.ts';
import { isWarc, pagesOfWarc } from './warc.ts';
import { entriesOfZip, isZip } from './zip.ts';

/** What stands in a container and cannot be taken out of it. */
export interface RefusedDocument {
  readonly uri: string;
  readonly problem: Problem;
}

export interface Expanded {
  readonly from: RawDocument | FoundDocument | RefusedDocument;
  /** Where the container says it. */
  readonly format?: DocumentFormat;
  /** Of what the bytes were decoded from, where the container keeps them as text. */
  readonly sha256?: string;
}

export interface ExpandOptions extends ReadOptions {
  /** Told how many bytes more of a file have been read as a stream. */
  readonly onRead?: (bytes: number) => void;
}

/** How much of an input is looked at to see what it is. */
const HEAD_LENGTH = 65_536;
/** An archive in a container in an archive is somebody's backup; deeper ones are made to do harm. */
const MAX_DEPTH = 3;
/** Archives inside others are held whole: a directory stands at their end. */
const MAX_INNER_ARCHIVE = 64 * 1_048_576;

interface Place {
  readonly uri: string;
  readonly depth: number;
  readonly maxBytes: number;
  /** What is said to be text is, whatever it looks like: only its packing is undone. */
  readonly isText: boolean;
}

/**
 * The documents in an input: JSON Lines, WARC, gzip and zip of any of these are read as streams, one document held at a
 * time; whatever else is a document itself. Each part that cannot be read is told of, and what can be read is; only damage
 * that hides the rest ends it. Never rejects but for faults of the system.
 */
export async function* expand(
  input: RawDocument | FoundDocument,
  { maxBytes = DEFAULT_MAX_BYTES, format, onRead = () => {} }: ExpandOptions = {},
): AsyncGenerator<Expanded> {
  const place = { uri: input.uri, depth: 0, maxBytes, isText: format === 'TEXT' };
  if ('bytes' in input) {
    if (isContainer(input.bytes.subarray(0, HEAD_LENGTH), place))
      yield* told(place, inStream(place, streamOf(input.bytes)));
    else yield { from: input };
    return;
  }
  const head = input.problem === null ? await headOf(input.path) : null;
  if (head === null || !isContainer(head, place)) {
    yield { from: input };
    return;
  }
  const parts = isZip(head) ? inZip(place, input.path) : inStream(place, counted(createReadStream(input.path), onRead));
  yield* told(place, parts);
}

async function* counted(bytes: Bytes, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** The start of a file; null when it cannot be read, which whoever reads it will say. */
async function headOf(path: string): Promise<Uint8Array | null> {
  try {
    const file = await open(path);
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_LENGTH), 0, HEAD_LENGTH, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
}

function isContainer(head: Uint8Array, place: Place): boolean {
  return isGzip(head) || isZip(head) || isWarc(head) || isLines(head, place);
}

function isLines(head: Uint8Array, { uri, isText }: Place): boolean {
  if (isText) return false;
  const start = Buffer.from(head).toString('latin1');
  return (/\.(?:jsonl|ndjson)$/i.test(uri) && /^\s*\{/.test(start)) || EXPORTED.test(start) || isJsonLines(head);
}

/** The parts; what is wrong with the container itself is the last of them, and so is that it holds none. */
async function* told({ uri }: Place, parts: AsyncGenerator<Expanded>): AsyncGenerator<Expanded> {
  let isEmpty = true;
  try {
    for await (const part of parts) {
      isEmpty = false;
      yield part;
    }
  } catch (error) {
    if (!(error instanceof DocumentRejected)) throw error;
    yield { from: { uri, problem: { code: error.code, message: error.message } } };
    return;
  }
  if (isEmpty) yield { from: { uri, problem: { code: 'NO_DOCUMENTS', message: 'it holds no documents' } } };
}

async function* inStream(place: Place, stream: Bytes): AsyncGenerator<Expanded> {
  const { uri, depth, maxBytes } = place;
  const { head, bytes } = await peek(stream, HEAD_LENGTH);
  if (depth > MAX_DEPTH && isContainer(head, place)) {
    throw new DocumentRejected('CONTAINER_LIMIT', `containers are read ${MAX_DEPTH} deep`);
  }
  if (isGzip(head)) yield* inStream({ ...place, uri: unpackedUri(uri), depth: depth + 1 }, gunzip(bytes));
  else if (isZip(head)) {
    const archive = await collect(bytes, MAX_INNER_ARCHIVE);
    if (archive) yield* inZip(place, archive);
    else throw new DocumentRejected('CONTAINER_LIMIT', `an archive in a container may have ${MAX_INNER_ARCHIVE} bytes`);
  } else if (isWarc(head)) yield* inWarc(place, bytes);
  else if (isLines(head, place)) yield* inLines(place, bytes);
  else {
    const document = await collect(bytes, maxBytes);
    if (document) yield { from: { uri, bytes: document } };
    else throw new DocumentRejected('DOCUMENT_TOO_LONG', `the document has more than ${maxBytes} bytes`);
  }
}

async function* inZip(place: Place, archive: string | Uint8Array): AsyncGenerator<Expanded> {
  for await (const entry of entriesOfZip(archive)) {
    const inner = { ...place, uri: itemUri(place.uri, entry.name), depth: place.depth + 1 };
    if ('problem' in entry) yield { from: { uri: inner.uri, problem: entry.problem } };
    else yield* told(inner, inStream(inner, entry.open()));
  }
}

async function* inWarc({ uri, maxBytes }: Place, bytes: Bytes): AsyncGenerator<Expanded> {
  for await (const page of pagesOfWarc(bytes, maxBytes)) {
    const own = itemUri(uri, page.id);
    if ('problem' in page) yield { from: { uri: own, problem: page.problem } };
    // A page's address says what page it is; in which crawl it was fetched does not.
    else {
      const { bytes, contentType } = page;
      yield { from: { uri: canonicalUrl(page.target) ?? own, bytes, contentType }, format: 'HTML' };
    }
  }
}

async function* inLines({ uri, maxBytes }: Place, bytes: Bytes): AsyncGenerator<Expanded> {
  for await (const { number, line } of linesIn(bytes, maxBytes)) {
    try {
      if (line === null)
        throw new DocumentRejected('DOCUMENT_TOO_LONG', `line ${number} has more than ${maxBytes} bytes`);
      for (const { raw, ...document } of documentsOfLine(uri, number, line)) yield { from: raw, ...document };
    } catch (error) {
      if (!(error instanceof DocumentRejected)) throw error;
      yield { from: { uri: itemUri(uri, String(number)), problem: { code: error.code, message: error.message } } };
    }
  }
}

/** 'feed.xml.gz' holds 'feed.xml', whose name tells what it is. */
function unpackedUri(uri: string): string {
  const [, name] = /^(.+)\.t?gz$/i.exec(uri.split(/[/#]/).at(-1) ?? '') ?? [];
  return name === undefined || /\.warc$/i.test(name) ? uri : itemUri(uri, name);
}
