import type { Document, DocumentFormat, RawDocument } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import { rejected } from '../domain/receipt.ts';
import { EXTRACTOR_VERSION } from '../extract/version.ts';
import type { ReadOptions } from '../formats/read-document.ts';
import type { ArticleStore, KeptDocument } from '../storage/article-store.ts';
import type { ExtractedDocument, ExtractionCounts } from '../storage/save-documents.ts';
import { batches } from './batches.ts';

/** What finds things in a document. Its version changes whenever the same document could give another answer. */
export interface Extractor {
  readonly version: string;
  extract(document: Document): Extraction | Promise<Extraction>;
}

/** Loaded with the first document: a gateway that only answers needs neither the models nor the readers of formats. */
const currentExtractor: Extractor = {
  version: EXTRACTOR_VERSION,
  extract: async (document) => (await import('../extract/pipeline.ts')).extract(document),
};
const readDocuments = async (raw: RawDocument, options: ReadOptions) =>
  (await import('../formats/read-document.ts')).readDocuments(raw, options);

export interface IngestOptions {
  readonly store: ArticleStore;
  /** @default the one of `extract/` */
  readonly extractor?: Extractor;
  /** The same extractor beside this thread, for runs of many documents: it takes time to start. */
  readonly workers?: Pick<Extractor, 'extract'>;
  /** Longer documents are rejected; in bytes. */
  readonly maxBytes?: number;
  /** Told of what is no fault of the document's: a bug, or a database that fails. */
  readonly onFault?: (uri: string, error: unknown) => void;
}

export interface RunOptions {
  readonly dryRun?: boolean;
  readonly format?: DocumentFormat;
}

/** The one way into the graph: read, extract, save, receipt. */
export interface Ingest {
  /** Takes in one input, which may hold several documents. */
  ingest(raw: RawDocument, options?: RunOptions): AsyncGenerator<Receipt>;
  /**
   * Takes in many inputs; what could not even be read comes as its receipt. Documents are saved together, ever more of them,
   * while the next ones are extracted; the outcome, and the order of the receipts, is that of one after the other.
   */
  ingestAll(inputs: AsyncIterable<RawDocument | Receipt>, options?: RunOptions): AsyncGenerator<Receipt>;
  /**
   * Extracts again whatever another version of the extractor did, from the text that the database holds. Broken off and
   * called again, it goes on where it was. At last looks for the copies of articles that were stored before copies were
   * looked for.
   */
  reextract(): AsyncGenerator<Receipt>;
}

/** How many documents `reextract` fetches at a time. */
const PAGE = 20;

/** The first documents of a run are extracted in this thread: starting workers takes as long as extracting a hundred. */
const FEW = 30;

export function createIngest({
  store,
  extractor = currentExtractor,
  workers = extractor,
  maxBytes,
  onFault = () => {},
}: IngestOptions): Ingest {
  /** One after the other in effect: while some are saved, the next ones are extracted. */
  async function* takeIn(items: AsyncIterable<Document | Receipt>, dryRun: boolean): AsyncGenerator<Receipt> {
    let count = 0;
    let saving: { readonly uris: ReadonlySet<string>; readonly receipts: Promise<Receipt[]> } = {
      uris: new Set(),
      receipts: Promise.resolve([]),
    };
    let extracting: Promise<(ExtractedDocument | Receipt)[]> = Promise.resolve([]);
    try {
      for await (const batch of batches(items)) {
        const uris = new Set(batch.map(({ uri }) => uri));
        // Whether a document has changed is seen when the one before is stored.
        if ([...uris].some((uri) => saving.uris.has(uri))) await saving.receipts;
        extracting = extractAll(batch, count < FEW ? extractor : workers);
        yield* await saving.receipts;
        saving = { uris, receipts: finish(await extracting, dryRun) };
        count += batch.length;
      }
      yield* await saving.receipts;
    } finally {
      // Whoever has had enough may close the workers and the database next.
      await Promise.all([extracting, saving.receipts]);
    }
  }

  /** What is to be saved, and the receipts of what is not. Never rejects. */
  async function extractAll(
    batch: readonly (Document | Receipt)[],
    by: Pick<Extractor, 'extract'>,
  ): Promise<(ExtractedDocument | Receipt)[]> {
    try {
      const known = await store.findDocuments(batch.map(({ uri }) => uri));
      return await Promise.all(
        batch.map((item) => {
          if ('outcome' in item) return item;
          const { uri, sha256 } = item;
          const stored = known.get(uri);
          if (stored?.sha256 !== sha256 || stored.extractorVersion !== extractor.version) return extractOne(item, by);
          return { uri, outcome: 'UNCHANGED' as const, articleId: stored.articleId, ...stored.counts, problems: [] };
        }),
      );
    } catch (error) {
      return batch.map((item) => ('outcome' in item ? item : failed(item.uri, error)));
    }
  }

  async function extractOne(document: Document, by: Pick<Extractor, 'extract'>): Promise<ExtractedDocument | Receipt> {
    try {
      return { document, extraction: await by.extract(document) };
    } catch (error) {
      return failed(document.uri, error);
    }
  }

  /** Saves what was extracted, or tells what that would do; @returns the receipts of all. Never rejects. */
  async function finish(items: readonly (ExtractedDocument | Receipt)[], dryRun: boolean): Promise<Receipt[]> {
    const extracted = items.flatMap((item) => ('document' in item ? item : []));
    const receipts = dryRun ? await previewAll(extracted) : await saveAll(extracted);
    const byUri = new Map(receipts.map((receipt) => [receipt.uri, receipt]));
    return items.flatMap((item) => ('document' in item ? (byUri.get(item.document.uri) ?? []) : item));
  }

  async function saveAll(extracted: readonly ExtractedDocument[]): Promise<Receipt[]> {
    const [first] = extracted;
    if (!first) return [];
    try {
      const saved = await store.saveTogether(extracted, extractor.version);
      const receipts = extracted.slice(0, saved.length).flatMap((item, i) => {
        const result = saved[i];
        return result ? receiptOf(item, result) : [];
      });
      return [...receipts, ...(await saveAll(extracted.slice(saved.length)))];
    } catch (error) {
      if (extracted.length === 1) return [failed(first.document.uri, error)];
      // Nothing was stored. One by one, only whichever is at fault is rejected.
      const receipts: Receipt[] = [];
      for (const one of extracted) receipts.push(...(await saveAll([one])));
      return receipts;
    }
  }

  async function previewAll(extracted: readonly ExtractedDocument[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const item of extracted) {
      const { mentions, quotes, citations } = item.extraction;
      const counts = { mentionCount: mentions.length, quoteCount: quotes.length, citationCount: citations.length };
      const preview = store.preview(item.document).then((result) => receiptOf(item, { ...result, counts }));
      receipts.push(await preview.catch((error: unknown) => failed(item.document.uri, error)));
    }
    return receipts;
  }

  function receiptOf(
    { document: { uri, problems }, extraction }: ExtractedDocument,
    result: Preview | DocumentRejected,
  ): Receipt {
    if (result instanceof DocumentRejected) return failed(uri, result);
    const { outcome, articleId, counts } = result;
    return { uri, outcome, articleId, ...counts, problems: [...problems, ...(extraction.problems ?? [])] };
  }

  /** The receipt of a document that failed: its own fault, or the gateway's, which the log has. */
  function failed(uri: string, error: unknown): Receipt {
    if (error instanceof DocumentRejected) return rejected(uri, { code: error.code, message: error.message });
    onFault(uri, error);
    return rejected(uri, {
      code: 'INGEST_FAILED',
      message:
        'The gateway could not take it in, by a fault of its own that is in the log. Nothing of it was stored; run again to retry.',
    });
  }

  /** Reads inputs to the documents that they hold. */
  async function* read(
    inputs: AsyncIterable<RawDocument | Receipt> | Iterable<RawDocument | Receipt>,
    format: DocumentFormat | undefined,
  ): AsyncGenerator<Document | Receipt> {
    for await (const input of inputs) {
      if ('outcome' in input) {
        yield input;
        continue;
      }
      let documents: readonly Document[];
      try {
        documents = await readDocuments(input, { ...(format ? { format } : {}), ...(maxBytes ? { maxBytes } : {}) });
      } catch (error) {
        yield failed(input.uri, error);
        continue;
      }
      yield* documents;
    }
  }

  async function* outdated(): AsyncGenerator<Document | Receipt> {
    let afterId: string | null = null;
    for (;;) {
      const kept = await store.outdatedDocuments(extractor.version, PAGE, afterId);
      if (kept.length === 0) return;
      for (const document of kept) yield await readAgain(document);
      afterId = kept.at(-1)?.id ?? null;
    }
  }

  async function readAgain({ uri, format, sha256, content }: KeptDocument): Promise<Document | Receipt> {
    const bytes = new TextEncoder().encode(content);
    try {
      const [document] = await readDocuments({ uri, bytes }, { format, maxBytes: Number.POSITIVE_INFINITY });
      if (!document) throw new DocumentRejected('EMPTY_DOCUMENT', 'It holds no document any more.');
      // The text was decoded when it came in; what it was decoded from is still what tells whether the file has changed.
      return { ...document, sha256 };
    } catch (error) {
      return failed(uri, error);
    }
  }

  return {
    ingest: (raw, { dryRun = false, format } = {}) => takeIn(read([raw], format), dryRun),
    ingestAll: (inputs, { dryRun = false, format } = {}) => takeIn(read(inputs, format), dryRun),

    async *reextract() {
      yield* takeIn(outdated(), false);
      let comparedId: string | null = null;
      do comparedId = await store.compareStored(PAGE, comparedId);
      while (comparedId !== null);
    },
  };
}

/** What became of a document, or would become of it. */
interface Preview {
  readonly outcome: 'CREATED' | 'UPDATED';
  readonly articleId: string | null;
  readonly counts: ExtractionCounts;
}
