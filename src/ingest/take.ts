import { sketchOf } from '../domain/copies.ts';
import type { Document, RawDocument } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { Problem } from '../domain/problem.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { ReadItem } from '../formats/format.ts';
import type { ReadOptions } from '../formats/read-document.ts';
import { readDocuments } from '../formats/read-document.ts';
import type { PreparedRows } from '../storage/save-documents.ts';
import type { RefusedDocument } from './containers/expand.ts';
import type { FoundDocument } from './find-documents.ts';
import { readDocumentFile } from './find-documents.ts';

/** What holds documents: bytes, or a file that is still to be read; or what is told of one that cannot be. */
export interface Input {
  readonly from: RawDocument | FoundDocument | RefusedDocument;
  /** In bytes. */
  readonly size: number;
  readonly options: ReadOptions;
  /** Of what the bytes were decoded from before they were kept; left out: of the bytes. */
  readonly sha256?: string;
  /** The hash of what is stored already, by this extractor: nothing is looked for in it. */
  readonly storedSha256?: string;
}

/** What became of an input: plain data, so that it can come from another thread. */
export type Taken =
  | TakenDocument
  | { readonly uri: string; readonly rejected: Problem }
  /** What is no fault of the document's. */
  | { readonly uri: string; readonly fault: unknown };

export interface TakenDocument {
  /** Of the document. */
  readonly uri: string;
  readonly document: Document;
  /** Null: the document is stored already. */
  readonly found: (Pick<Extraction, 'problems'> & PreparedRows) | null;
}

/** Reads an input to its documents, and finds things in each. Never rejects. */
export async function takeInput(
  input: Input,
  extract: (document: Document) => Extraction | Promise<Extraction>,
): Promise<Taken[]> {
  let documents: readonly ReadItem[];
  try {
    documents = await readInput(input);
  } catch (error) {
    return [failed(input.from.uri, error)];
  }
  const taken: Taken[] = [];
  for (const document of documents) {
    if ('rejected' in document) {
      taken.push(document);
      continue;
    }
    try {
      const isStored = document.sha256 === input.storedSha256;
      const found = isStored ? null : prepared(document, await extract(document));
      taken.push({ uri: document.uri, document, found });
    } catch (error) {
      taken.push(failed(document.uri, error));
    }
  }
  return taken;
}

/** What the thread that saves would have to make of the document and the answer itself. */
export function prepared(
  { article }: Document,
  { problems, ...extraction }: Extraction,
): NonNullable<TakenDocument['found']> {
  return {
    ...(problems ? { problems } : {}),
    extractionJson: JSON.stringify(extraction),
    sketch: sketchOf(article.body),
  };
}

async function readInput({ from, options, sha256 }: Input): Promise<readonly ReadItem[]> {
  const documents = readDocuments(await bytesOf(from, options.maxBytes), options);
  if (sha256 === undefined) return documents;
  const [document] = documents;
  if (!document) throw new DocumentRejected('EMPTY_DOCUMENT', 'It holds no document any more.');
  // The text was decoded when it came in; what it was decoded from is still what tells whether the file has changed.
  return ['rejected' in document ? document : { ...document, sha256 }];
}

async function bytesOf(from: Input['from'], maxBytes: number | undefined): Promise<RawDocument> {
  if ('bytes' in from) return from;
  if ('path' in from) return readDocumentFile(from, maxBytes);
  throw new DocumentRejected(from.problem.code, from.problem.message);
}

function failed(uri: string, error: unknown): Taken {
  if (!(error instanceof DocumentRejected)) return { uri, fault: error };
  return { uri, rejected: { code: error.code, message: error.message } };
}
