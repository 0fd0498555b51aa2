import type { Document, DocumentFormat, RawDocument } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { Receipt } from '../domain/receipt.ts';
import { rejected } from '../domain/receipt.ts';
import { EXTRACTOR_VERSION } from '../extract/version.ts';
import type { ArticleStore, KeptDocument, StoredDocument } from '../storage/article-store.ts';
import type { ExtractedDocument, ExtractionCounts } from '../storage/save-documents.ts';
import { batches, inGroups } from './batches.ts';
import { expand } from './containers/expand.ts';
import type { ExtractionWorkers } from './extraction-workers.ts';
import type { FoundDocument } from './find-documents.ts';
import type { Input, Taken, TakenDocument } from './take.ts';

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

export interface IngestOptions {
  readonly store: ArticleStore;
  /** @default the one of `extract/` */
  readonly extractor?: Extractor;
  /** The same extractor beside this thread, for runs of many documents: it takes time to start. */
  readonly workers?: Pick<ExtractionWorkers, 'take' | 'spareMemory'>;
  /** Longer documents are rejected; in bytes. */
  readonly maxBytes?: number;
  /** Dates of documents after it are no facts; the clock's when left out. */
  readonly now?: () => Date;
  /** Told of what is no fault of the document's: a bug, or a database that fails. */
  readonly onFault?: (uri: string, error: unknown) => void;
}

export interface RunOptions {
  readonly dryRun?: boolean;
  readonly format?: DocumentFormat;
  /** Told how many bytes more of the inputs have been read; of containers as they are read. */
  readonly onRead?: (bytes: number) => void;
}

/** The one way into the graph: read, extract, save, receipt. */
export interface Ingest {
  /** Takes in one input, which may hold several documents, or be a container of many. */
  ingest(raw: RawDocument, options?: RunOptions): AsyncGenerator<Receipt>;
  /**
   * Takes in many inputs. Documents are saved together, ever more of them, while the next ones are read and extracted; the
   * outcome, and the order of the receipts, is that of one after the other.
   */
  ingestAll(inputs: AsyncIterable<RawDocument | FoundDocument>, options?: RunOptions): AsyncGenerator<Receipt>;
  /**
   * Extracts again whatever another version of the extractor did, from the text that the database holds. Broken off and
   * called again, it goes on where it was. At last looks for the copies of articles that were stored before copies were
   * looked for.
   */
  reextract(): AsyncGenerator<Receipt>;
}

/** How many documents `reextract` fetches at a time. */
const PAGE = 20;

/** Runs of no more inputs stay in this thread: starting a worker takes as long as extracting a hundred. */
const FEW = 30;
/** Inputs that are begun before they can be saved, so that workers always have something to do. */
const AHEAD = 160;
/** The same, in bytes. */
const AHEAD_BYTES = 300_000;
/** An input of more bytes takes its time anyway, and must not take more memory the longer it is. */
const LONG_INPUT = 32_000_000;

export function createIngest({
  store,
  extractor = currentExtractor,
  workers,
  maxBytes,
  now = () => new Date(),
  onFault = () => {},
}: IngestOptions): Ingest {
  /** One after the other in effect: while some are saved, the next ones are read and extracted. */
  async function* takeIn(inputs: AsyncIterable<Input>, dryRun: boolean): AsyncGenerator<Receipt> {
    let saving: { readonly uris: ReadonlySet<string>; readonly receipts: Promise<Receipt[]> } = {
      uris: new Set(),
      receipts: Promise.resolve([]),
    };
    try {
      for await (const batch of batches(takenAhead(inputs))) {
        const uris = new Set(batch.map(({ uri }) => uri));
        // Whether a document has changed is seen when the one before is stored.
        if ([...uris].some((uri) => saving.uris.has(uri))) await saving.receipts;
        const items = await compareWithStored(batch);
        yield* await saving.receipts;
        saving = { uris, receipts: finish(items, dryRun) };
      }
      yield* await saving.receipts;
    } finally {
      // Whoever has had enough may close the database next.
      await saving.receipts;
    }
  }

  /** What became of inputs, in their order; of a long run many are begun before anybody asks. */
  async function* takenAhead(inputs: AsyncIterable<Input>): AsyncGenerator<Taken> {
    const first: Input[] = [];
    const rest = inputs[Symbol.asyncIterator]();
    for (let next = await rest.next(); !next.done; next = await rest.next()) {
      if (first.push(next.value) > FEW) break;
    }
    const take = workers && first.length > FEW ? workers.take : takeHere;
    const begun: { readonly taken: Promise<Taken[]>; readonly count: number; readonly bytes: number }[] = [];
    try {
      for await (const group of inGroups(first, rest)) {
        const bytes = group.reduce((sum, { size }) => sum + size, 0);
        // One lookup after the other: each at once would open a connection for itself.
        begun.push({ taken: takeGroup(await withStored(group), take), count: group.length, bytes });
        for (;;) {
          const [count, size] = begun.reduce(([n, m], each) => [n + each.count, m + each.bytes], [0, 0]);
          if (take !== takeHere && count <= AHEAD && size <= AHEAD_BYTES) break;
          const next = begun.shift();
          if (!next) break;
          yield* await next.taken;
        }
      }
      for (let next = begun.shift(); next; next = begun.shift()) yield* await next.taken;
    } finally {
      // What was begun for whoever has had enough touches no database, and ends with the workers.
      await rest.return?.();
    }
  }

  /** Never rejects: whoever saves will see what is wrong with the database. */
  async function withStored(group: readonly Input[]): Promise<Input[]> {
    const stored = await store.findDocuments(group.map(({ from }) => from.uri)).catch(() => null);
    return group.map((input) => {
      const known = stored?.get(input.from.uri);
      return known && isCurrent(known) ? { ...input, storedSha256: known.sha256 } : input;
    });
  }

  /** Never rejects. */
  async function takeGroup(group: readonly Input[], take: ExtractionWorkers['take']): Promise<Taken[]> {
    try {
      return await take(group);
    } catch (error) {
      if (group.length <= 1) return group.map(({ from }) => ({ uri: from.uri, fault: error }));
      // A worker has died. One by one, only whichever is at fault is rejected.
      const taken: Taken[] = [];
      for (const input of group) taken.push(...(await takeGroup([input], take)));
      return taken;
    }
  }

  async function takeHere(inputs: readonly Input[]): Promise<Taken[]> {
    const { takeInput } = await import('./take.ts');
    const taken: Taken[] = [];
    for (const input of inputs) taken.push(...(await takeInput(input, (document) => extractor.extract(document))));
    return taken;
  }

  function isCurrent({ extractorVersion }: StoredDocument): boolean {
    return extractorVersion === extractor.version;
  }

  /** What is to be saved, and the receipts of what is not. Never rejects. */
  async function compareWithStored(batch: readonly Taken[]): Promise<(ExtractedDocument | Receipt)[]> {
    try {
      const stored = await store.findDocuments(batch.map(({ uri }) => uri));
      const copies = await store.findCopies([...stored.values()].map(({ articleId }) => articleId));
      return await Promise.all(
        batch.map(async (item) => {
          if ('rejected' in item) return rejected(item.uri, item.rejected);
          if ('fault' in item) return failed(item.uri, item.fault);
          const { uri, document } = item;
          const known = stored.get(uri);
          if (known?.sha256 !== document.sha256 || !isCurrent(known)) return await extracted(item);
          const { articleId, counts } = known;
          const copyOf = copies.get(articleId) ?? [];
          return { uri, outcome: 'UNCHANGED' as const, articleId, ...counts, copyOf, problems: [] };
        }),
      );
    } catch (error) {
      return batch.map(({ uri }) => failed(uri, error));
    }
  }

  async function extracted({ uri, document, found }: TakenDocument): Promise<ExtractedDocument | Receipt> {
    try {
      // Without an answer it was stored when it was read, and is not any more.
      const { problems, ...prepared } =
        found ?? (await import('./take.ts')).prepared(document, await extractor.extract(document));
      // It was made of an Extraction, here or in another thread.
      const extraction: Extraction = JSON.parse(prepared.extractionJson);
      return { document, extraction: problems ? { ...extraction, problems } : extraction, prepared };
    } catch (error) {
      return failed(uri, error);
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
    const { outcome, articleId, counts, copyOf } = result;
    return { uri, outcome, articleId, ...counts, copyOf, problems: [...problems, ...(extraction.problems ?? [])] };
  }

  /** The receipt of a document that failed: its own fault, or the gateway's, which the log has. */
  function failed(uri: string, error: unknown): Receipt {
    if (error instanceof DocumentRejected) return rejected(uri, { code: error.code, message: error.message });
    onFault(uri, error);
    return rejected(uri, {
      code: 'INGEST_FAILED',
      message:
        'The gateway could not take it in, by a fault of its own that is in the log: send it again. Should it have been stored all the same, it is not stored twice.',
    });
  }

  async function* inputsOf(
    given: AsyncIterable<RawDocument | FoundDocument> | Iterable<RawDocument>,
    { format, onRead = () => {} }: RunOptions,
  ): AsyncGenerator<Input> {
    const options = { ...(format ? { format } : {}), ...(maxBytes ? { maxBytes } : {}), now: now() };
    for await (const input of given) {
      workers?.spareMemory(sizeOf(input) > LONG_INPUT);
      let read = 0;
      const onPart = (bytes: number) => {
        read += bytes;
        onRead(bytes);
      };
      for await (const { from, format: its, sha256 } of expand(input, { ...options, onRead: onPart })) {
        const as = its ? { ...options, format: its } : options;
        yield { from, size: sizeOf(from), options: as, ...(sha256 === undefined ? {} : { sha256 }) };
      }
      onRead(Math.max(0, sizeOf(input) - read));
    }
  }

  async function* outdated(): AsyncGenerator<Input> {
    let afterId: string | null = null;
    for (;;) {
      const kept: KeptDocument[] = await store.outdatedDocuments(extractor.version, PAGE, afterId);
      if (kept.length === 0) return;
      for (const { uri, format, sha256, content } of kept) {
        const bytes = new TextEncoder().encode(content);
        const options = { format, maxBytes: Number.POSITIVE_INFINITY, now: now() };
        yield { from: { uri, bytes }, size: bytes.length, options, sha256 };
      }
      afterId = kept.at(-1)?.id ?? null;
    }
  }

  return {
    ingest: (raw, options = {}) => takeIn(inputsOf([raw], options), options.dryRun ?? false),
    ingestAll: (inputs, options = {}) => takeIn(inputsOf(inputs, options), options.dryRun ?? false),

    async *reextract() {
      yield* takeIn(outdated(), false);
      let comparedId: string | null = null;
      do comparedId = await store.compareStored(PAGE, comparedId);
      while (comparedId !== null);
    },
  };
}

/** In bytes. */
function sizeOf(from: Input['from']): number {
  if ('bytes' in from) return from.bytes.length;
  return 'size' in from ? from.size : 0;
}

/** What became of a document, or would become of it. */
interface Preview {
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  readonly articleId: string | null;
  readonly counts: ExtractionCounts;
  readonly copyOf: readonly string[];
}
