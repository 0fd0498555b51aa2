import { sketchOf } from '../domain/copies.ts';
import type { Document, DocumentFormat } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { DocumentRejected } from '../domain/problem.ts';
import { copiesBefore, copiesOfText, renewCopies, storedCopies } from './copy-store.ts';
import { queryByDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';
import { Prisma } from './generated/client.ts';
import { newId } from './new-ids.ts';
import type { ExtractedDocument, ExtractionCounts, SavedDocument } from './save-documents.ts';
import { keyOf, saveDocuments } from './save-documents.ts';
import { marksOf, refusals } from './tombstone-store.ts';
import { inNewRevision } from './transaction.ts';

/** What the database knows of a document, by its URI. */
export interface StoredDocument {
  readonly articleId: string;
  readonly sha256: string;
  readonly extractorVersion: string;
  readonly counts: ExtractionCounts;
}

/** A document as it is kept, enough to read it again. */
export interface KeptDocument {
  readonly id: string;
  readonly uri: string;
  readonly format: DocumentFormat;
  readonly sha256: string;
  readonly content: string;
}

/** What saving a document would do. */
interface Preview {
  readonly outcome: 'CREATED' | 'UPDATED';
  readonly articleId: string | null;
  /** Of other articles, whose text its own copies. */
  readonly copyOf: readonly string[];
}

/** Writes documents and what was found in them; reads what writing needs. Readers of the graph go through `Reader`. */
export interface ArticleStore {
  /** Whether there is no article yet, or the first documents have not all been taken in; then remembers that they are being. */
  beginSeeding(): Promise<boolean>;
  endSeeding(): Promise<void>;
  /** @returns what is stored of those of the documents that are, by their URIs */
  findDocuments(uris: readonly string[]): Promise<ReadonlyMap<string, StoredDocument>>;
  /**
   * Stores documents and their extractions in one transaction; afterwards the corpus has another revision. A text that one
   * replaces is kept as a version. The outcome is that of saving one after the other: so it stops before a document that
   * belongs to the article of one before.
   * @returns for each that it came to, at least one, what was stored, or DELETED when it belongs to what was deleted
   * @throws DocumentRejected DELETED when nothing could be stored
   */
  saveTogether(
    documents: readonly ExtractedDocument[],
    extractorVersion: string,
  ): Promise<(SavedDocument | DocumentRejected)[]>;
  /** The same of one document. @throws DocumentRejected DELETED */
  save(document: Document, extraction: Extraction, extractorVersion: string): Promise<SavedDocument>;
  /**
   * What saving it would do, without doing it.
   * @throws DocumentRejected DELETED
   */
  preview(document: Document): Promise<Preview>;
  /** Of each article the ids of other articles whose text it copies, at most ten. */
  findCopies(articleIds: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Shows readers the articles whose embargo is over by now; @returns how many. */
  releaseEmbargoes(): Promise<number>;
  /**
   * Looks for copies of articles whose texts were stored before copies were looked for, at most `limit`, in the order of
   * their ids, after `afterId`.
   * @returns the last id; null when there were none
   */
  compareStored(limit: number, afterId: string | null): Promise<string | null>;
  /** Documents that another version of the extractor read, at most `limit`, in the order of their ids, after `afterId`. */
  outdatedDocuments(extractorVersion: string, limit: number, afterId: string | null): Promise<KeptDocument[]>;
}

export function createArticleStore(prisma: PrismaClient): ArticleStore {
  return {
    async beginSeeding() {
      const { seeding } = await prisma.corpus.findUniqueOrThrow({ where: { id: 1 } });
      if (!seeding && (await prisma.article.findFirst({ select: { id: true } })) !== null) return false;
      await prisma.corpus.update({ where: { id: 1 }, data: { seeding: true } });
      return true;
    },

    async endSeeding() {
      await prisma.corpus.update({ where: { id: 1 }, data: { seeding: false } });
    },

    async findDocuments(uris) {
      const documents = await prisma.$queryRaw<(Omit<StoredDocument, 'counts'> & ExtractionCounts & { uri: string })[]>`
        SELECT "uri", "articleId"::text AS "articleId", "sha256", "extractorVersion",
          (SELECT count(*)::int FROM "EntityMention" m WHERE m."articleId" = d."articleId") AS "mentionCount",
          (SELECT count(*)::int FROM "Quote" q WHERE q."articleId" = d."articleId") AS "quoteCount",
          (SELECT count(*)::int FROM "Citation" c WHERE c."articleId" = d."articleId") AS "citationCount"
        FROM "Document" d WHERE "uri" = ANY(${uris}::text[])`;
      return new Map(
        documents.map(({ uri, articleId, sha256, extractorVersion, ...counts }) => [
          uri,
          { articleId, sha256, extractorVersion, counts },
        ]),
      );
    },

    async saveTogether(documents, extractorVersion) {
      return inNewRevision(prisma, (tx, tell) => saveDocuments(tx, tell, documents, extractorVersion));
    },

    async save(document, extraction, extractorVersion) {
      const [saved] = await this.saveTogether([{ document, extraction }], extractorVersion);
      if (!saved || saved instanceof DocumentRejected) throw saved ?? new Error('nothing was saved');
      return saved;
    },

    async preview(document) {
      const stored = await prisma.document.findUnique({ where: { uri: document.uri }, select: { sha256: true } });
      const marks = stored?.sha256 === document.sha256 ? [] : marksOf(keyOf(document), [document]);
      const [refused] = await refusals(prisma, [marks]);
      if (refused) throw refused;
      const known = await prisma.article.findFirst({
        where: { OR: [{ key: keyOf(document) }, { documents: { some: { uri: document.uri } } }] },
        select: { id: true },
      });
      const { body } = document.article;
      const asIfNew = { id: known?.id ?? newId(), body, sketch: sketchOf(body), isNew: true };
      const copyOf = await copiesOfText(prisma, asIfNew);
      return { outcome: known ? 'UPDATED' : 'CREATED', articleId: known?.id ?? null, copyOf };
    },

    async findCopies(articleIds) {
      const copies = await storedCopies(prisma, articleIds);
      return new Map([...copies].map(([id, copyIds]) => [id, copiesBefore(copyIds, 0, [])]));
    },

    async releaseEmbargoes() {
      // By the clock of the database, as the trigger has it that looks whenever such a row is written: this process's may be ahead.
      const due = `"embargoedUntil" <= now() AND NOT "isVisible" AND "pubStatus" = 'USABLE'`;
      // Asked each second, which by Prisma's own query would take a hundredth of a processor.
      const isDue = await queryByDriver(prisma, `SELECT true FROM "Article" WHERE ${due} LIMIT 1`, []);
      if (isDue !== true) return 0;
      return inNewRevision(prisma, async (tx, tell) => {
        const shown = await tx.$queryRaw<{ id: string }[]>`
          UPDATE "Article" SET "isVisible" = true WHERE ${Prisma.raw(due)} RETURNING "id"::text`;
        for (const { id } of shown) tell({ articleId: id, outcome: 'CREATED' });
        return shown.length;
      });
    },

    async compareStored(limit, afterId) {
      const articles = await prisma.article.findMany({
        where: { shingleCount: null, ...(afterId ? { id: { gt: afterId } } : {}) },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true },
      });
      for (const { id } of articles) {
        await inNewRevision(prisma, async (tx) => {
          const article = await tx.article.findUnique({ where: { id }, select: { body: true } });
          if (!article) return;
          const sketch = sketchOf(article.body);
          await tx.article.updateMany({ where: { id }, data: { shingleCount: sketch.shingleCount } });
          await renewCopies(tx, [{ id, body: article.body, sketch, isNew: false }]);
        });
      }
      return articles.at(-1)?.id ?? null;
    },

    async outdatedDocuments(extractorVersion, limit, afterId) {
      return prisma.document.findMany({
        where: { extractorVersion: { not: extractorVersion }, ...(afterId ? { id: { gt: afterId } } : {}) },
        orderBy: { id: 'asc' },
        take: limit,
        select: { id: true, uri: true, format: true, sha256: true, content: true },
      });
    },
  };
}
