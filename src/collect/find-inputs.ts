import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
// biome-ignore lint/suspicious/noDeprecatedImports: only one of its overloads is, and is not used here.
import { glob, isDynamicPattern } from 'tinyglobby';
import { canonicalUrl } from '../domain/canonical-url.ts';
import type { RawDocument } from '../domain/document.ts';
import { FetchFailed } from '../fetch/fetch-failed.ts';
import type { Fetcher } from '../fetch/fetcher.ts';
import type { FoundDocument } from '../ingest/find-documents.ts';
import { findDocuments } from '../ingest/find-documents.ts';
import type { Total } from './progress-line.ts';

export interface InputSources {
  readonly fetcher: Fetcher;
  /** What `-` stands for. */
  readonly stdin: AsyncIterable<Uint8Array>;
  /** A folder for what comes from standard input, which has to be there until the run is over. */
  readonly spool: string;
}

const STDIN = '-';

/**
 * What the arguments name, in their order: files, folders with all below them, patterns (`news/*.html`), http and https addresses,
 * and `-` for standard input. What cannot be had is found with its problem, and the search goes on.
 */
export async function* findInputs(
  places: readonly string[],
  { fetcher, stdin, spool }: InputSources,
): AsyncGenerator<RawDocument | FoundDocument> {
  for (const place of places) {
    if (place === STDIN) yield await spooled(stdin, spool);
    else if (isAddress(place)) yield await fetchedDocument(place, fetcher);
    else yield* filesAt(place);
  }
}

/** What the arguments name, counted; null where standard input is among them, which may hold any number. */
export async function measureInputs(places: readonly string[]): Promise<Total | null> {
  const total = { inputs: 0, bytes: 0 };
  for (const place of places) {
    if (place === STDIN) return null;
    if (isAddress(place)) total.inputs += 1;
    else {
      for await (const { size } of filesAt(place)) {
        total.inputs += 1;
        total.bytes += size;
      }
    }
  }
  return total;
}

export function isAddress(place: string): boolean {
  return /^https?:\/\//i.test(place) && URL.canParse(place);
}

function filesAt(place: string): AsyncGenerator<FoundDocument> {
  return isDynamicPattern(place) && !existsSync(place) ? matching(place) : findDocuments([place]);
}

/** The document at an address, known by where it was found; one that cannot be fetched, with its problem. */
async function fetchedDocument(url: string, fetcher: Fetcher): Promise<RawDocument | FoundDocument> {
  try {
    const fetched = await fetcher.fetch(url);
    if (fetched === null) throw new FetchFailed('the server answers 304 Not Modified');
    const { bytes, contentType } = fetched;
    return { uri: canonicalUrl(fetched.url) ?? fetched.url, bytes, ...(contentType === null ? {} : { contentType }) };
  } catch (error) {
    if (!(error instanceof FetchFailed)) throw error;
    return { path: url, uri: url, size: 0, problem: { code: 'UNREADABLE', message: error.message } };
  }
}

async function* matching(pattern: string): AsyncGenerator<FoundDocument> {
  const paths = await glob([pattern], { expandDirectories: false, onlyFiles: true });
  if (paths.length > 0) yield* findDocuments(paths.sort());
  else {
    const problem = { code: 'NO_DOCUMENTS', message: 'the pattern fits no file' } as const;
    yield { path: pattern, uri: resolve(pattern), size: 0, problem };
  }
}

/** Kept in a file, so that memory does not grow with it; known by its bytes, as what is sent without an address is. */
async function spooled(stdin: AsyncIterable<Uint8Array>, folder: string): Promise<FoundDocument> {
  const path = join(folder, randomUUID());
  const hash = createHash('sha256');
  let size = 0;
  const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      hash.update(chunk);
      size += chunk.length;
      yield chunk;
    }
  };
  await pipeline(stdin, counted, createWriteStream(path, { flags: 'wx' }));
  return { path, uri: `urn:sha256:${hash.digest('hex')}`, size, problem: null };
}
