import type { Document, DocumentFormat, RawDocument } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import { rejected } from '../domain/receipt.ts';
import { EXTRACTOR_VERSION, extract } from '../extract/pipeline.ts';
import { readDocuments } from '../formats/read-document.ts';
import type { ArticleStore, KeptDocument } from '../storage/article-store.ts';

/** What finds things in a document. Its version changes whenever the same document could give another answer. */
export interface Extractor {
  readonly version: string;
  extract(document: Document): Extraction;
}

const currentExtractor: Extractor = { version: EXTRACTOR_VERSION, extract };

export interface IngestOptions {
  readonly store: ArticleStore;
  /** @default the one of `extract/` */
  readonly extractor?: Extractor;
  /** Longer documents are rejected; in bytes. */
  readonly maxBytes?: number;
  /** Told of what is no fault of the document's: a bug, or a database that fails. */
  readonly onFault?: (uri: string, error: unknown) => void;
}

/** The one way into the graph: read, extract, save, receipt. */
export interface Ingest {
  /** Takes in one input, which may hold several documents. */
  ingest(raw: RawDocument, options?: { dryRun?: boolean; format?: DocumentFormat }): AsyncGenerator<Receipt>;
  /**
   * Extracts again whatever another version of the extractor did, from the text that the database holds. Each document is
   * a transaction of its own: broken off and called again, it goes on where it was. At last looks for the copies of articles
   * that were stored before copies were looked for.
   */
  reextract(): AsyncGenerator<Receipt>;
}

/** How many documents `reextract` fetches at a time. */
const PAGE = 20;

export function createIngest({
  store,
  extractor = currentExtractor,
  maxBytes,
  onFault = () => {},
}: IngestOptions): Ingest {
  async function ingestOne(document: Document, dryRun: boolean): Promise<Receipt> {
    const { uri, problems } = document;
    const known = await store.findDocument(uri);
    if (known?.sha256 === document.sha256 && known.extractorVersion === extractor.version) {
      return { uri, outcome: 'UNCHANGED', articleId: known.articleId, ...known.counts, problems: [] };
    }
    const extraction = extractor.extract(document);
    const all = [...problems, ...(extraction.problems ?? [])];
    if (dryRun) {
      const { outcome, articleId } = await store.preview(document);
      const { mentions, quotes, citations } = extraction;
      return {
        uri,
        outcome,
        articleId,
        mentionCount: mentions.length,
        quoteCount: quotes.length,
        citationCount: citations.length,
        problems: all,
      };
    }
    const { outcome, articleId, counts } = await store.save(document, extraction, extractor.version);
    return { uri, outcome, articleId, ...counts, problems: all };
  }

  async function reextractOne({ uri, format, sha256, content }: KeptDocument): Promise<Receipt> {
    const bytes = new TextEncoder().encode(content);
    const [document] = readDocuments({ uri, bytes }, { format, maxBytes: Number.POSITIVE_INFINITY });
    if (!document) throw new DocumentRejected('EMPTY_DOCUMENT', 'It holds no document any more.');
    // The text was decoded when it came in; what it was decoded from is still what tells whether the file has changed.
    return ingestOne({ ...document, sha256 }, false);
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

  return {
    async *ingest(raw, { dryRun = false, format } = {}) {
      let documents: readonly Document[];
      try {
        documents = readDocuments(raw, { ...(format ? { format } : {}), ...(maxBytes ? { maxBytes } : {}) });
      } catch (error) {
        yield failed(raw.uri, error);
        return;
      }
      for (const document of documents) {
        yield await ingestOne(document, dryRun).catch((error: unknown) => failed(document.uri, error));
      }
    },

    async *reextract() {
      let afterId: string | null = null;
      for (;;) {
        const kept = await store.outdatedDocuments(extractor.version, PAGE, afterId);
        if (kept.length === 0) break;
        for (const document of kept) {
          afterId = document.id;
          yield await reextractOne(document).catch((error: unknown) => failed(document.uri, error));
        }
      }
      let comparedId: string | null = null;
      do comparedId = await store.compareStored(PAGE, comparedId);
      while (comparedId !== null);
    },
  };
}
