import { v7 as uuid } from 'uuid';
import { articleKey } from '../domain/canonical-url.ts';
import { comparedText } from '../domain/copies.ts';
import type { Document, DocumentFormat } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { Problem, ProblemCode } from '../domain/problem.ts';
import { renewCopies } from './copy-store.ts';
import { moveOwnKeys, renewNames } from './entity-store.ts';
import { NOTHING_FORMER, renamedBy, takeOut } from './findings-store.ts';
import type { PrismaClient } from './generated/client.ts';
import { keepExtraction } from './kept-extraction.ts';
import { lockNames } from './lock-names.ts';
import { removeOrphans } from './orphans.ts';
import { placeFindings } from './place-findings.ts';
import { removeArticle } from './remove-article.ts';
import { marksOf, refuseDeleted } from './tombstone-store.ts';
import type { ArticleChange, Transaction } from './transaction.ts';
import { inNewRevision } from './transaction.ts';
import { keepVersion, readVersion } from './version-store.ts';
import { isVisibleNow } from './visible-now.ts';

/** What the database knows of a document, by its URI. */
export interface StoredDocument {
  readonly articleId: string;
  readonly sha256: string;
  readonly extractorVersion: string;
  readonly counts: ExtractionCounts;
}

export interface ExtractionCounts {
  readonly mentionCount: number;
  readonly quoteCount: number;
  readonly citationCount: number;
}

export interface SavedDocument {
  readonly outcome: 'CREATED' | 'UPDATED';
  readonly articleId: string;
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

/** Writes documents and what was found in them; reads what writing needs. Readers of the graph go through `Reader`. */
export interface ArticleStore {
  /** Whether there is no article yet, or the first documents have not all been taken in; then remembers that they are being. */
  beginSeeding(): Promise<boolean>;
  endSeeding(): Promise<void>;
  findDocument(uri: string): Promise<StoredDocument | null>;
  /**
   * Stores a document and its extraction in one transaction; afterwards the corpus has another revision. A text that it
   * replaces is kept as a version.
   * @throws DocumentRejected DELETED when it belongs to what was deleted
   */
  save(document: Document, extraction: Extraction, extractorVersion: string): Promise<SavedDocument>;
  /**
   * What saving it would do, without doing it.
   * @throws DocumentRejected DELETED
   */
  preview(document: Document): Promise<{ outcome: 'CREATED' | 'UPDATED'; articleId: string | null }>;
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

    async findDocument(uri) {
      const document = await prisma.document.findUnique({
        where: { uri },
        select: {
          articleId: true,
          sha256: true,
          extractorVersion: true,
          article: { select: { _count: { select: { mentions: true, quotes: true, citations: true } } } },
        },
      });
      if (!document) return null;
      const { mentions, quotes, citations } = document.article._count;
      const { articleId, sha256, extractorVersion } = document;
      return {
        articleId,
        sha256,
        extractorVersion,
        counts: { mentionCount: mentions, quoteCount: quotes, citationCount: citations },
      };
    },

    async save(document, extraction, extractorVersion) {
      return inNewRevision(prisma, (tx, tell) => saveDocument(tx, tell, document, extraction, extractorVersion));
    },

    async preview(document) {
      const stored = await prisma.document.findUnique({ where: { uri: document.uri }, select: { sha256: true } });
      if (stored?.sha256 !== document.sha256) await refuseDeleted(prisma, marksOf(keyOf(document), [document]));
      const known = await prisma.article.findFirst({
        where: { OR: [{ key: keyOf(document) }, { documents: { some: { uri: document.uri } } }] },
        select: { id: true },
      });
      return { outcome: known ? 'UPDATED' : 'CREATED', articleId: known?.id ?? null };
    },

    async releaseEmbargoes() {
      const due = { isVisible: false, pubStatus: 'USABLE', embargoedUntil: { lte: new Date() } } as const;
      if ((await prisma.article.findFirst({ where: due, select: { id: true } })) === null) return 0;
      // A trigger looks at the clock whenever such a row is written.
      return inNewRevision(prisma, async (tx, tell) => {
        const shown = await tx.article.updateManyAndReturn({
          where: due,
          data: { isVisible: true },
          select: { id: true },
        });
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
          const text = comparedText(article.body);
          await tx.article.updateMany({ where: { id }, data: { shingleCount: text.shingles.size } });
          await renewCopies(tx, id, text);
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

/** An article is its URL; one without, its document. */
function keyOf(document: Document): string {
  return document.article.url === null ? document.uri : articleKey(document.article.url);
}

async function saveDocument(
  tx: Transaction,
  tell: (change: ArticleChange) => void,
  document: Document,
  extraction: Extraction,
  extractorVersion: string,
): Promise<SavedDocument> {
  const key = keyOf(document);
  // Two writers of one document or article take turns.
  const marks = marksOf(key, [document]);
  await lockNames(tx, marks);
  const known = await tx.document.findUnique({ where: { uri: document.uri } });
  // What is stored may be read again; only what comes anew is refused.
  if (known?.sha256 !== document.sha256) await refuseDeleted(tx, marks);
  const article = await findArticle(tx, key, known?.articleId ?? null);
  const articleId = article?.id ?? uuid();
  const isNews = known?.sha256 !== document.sha256 || known.articleId !== articleId;
  const rivals = article?.documents.filter(({ uri }) => uri !== document.uri) ?? [];
  const primary = rivals.find(({ isPrimary }) => isPrimary);
  // The fullest document gives the text; of two as full, the one that came last, unless it brings nothing new.
  const gives =
    !primary ||
    (isNews &&
      fullness(document.format, document.article.isTruncated) >=
        fullness(primary.format, article?.isTruncated ?? false));

  const wasVisible = article?.isVisible ?? false;
  const isRewritten =
    gives && (article?.body !== document.article.body || article.headline !== document.article.headline);
  const isCompared = article?.body === document.article.body && article.shingleCount !== null;
  const newText = gives && !isCompared ? comparedText(document.article.body) : null;
  const formerVersion = isRewritten ? await readVersion(tx, articleId) : null;

  if (article && article.key !== key) await moveOwnKeys(tx, articleId, article.key, key);
  const former = gives && article ? await takeOut(tx, article) : NOTHING_FORMER;
  if (gives) {
    const { publisher, ...fields } = articleColumns(document);
    const now = { id: articleId, key, body: document.article.body };
    await placeFindings(tx, now, extraction, former, {
      publisher,
      async place(publisherId) {
        const shingles = newText ? { shingleCount: newText.shingles.size } : {};
        const data = { ...fields, ...shingles, key, publisherId };
        if (article) {
          await tx.article.update({ where: { id: articleId }, data: { ...data, updatedAt: new Date() } });
          await tx.document.updateMany({ where: { articleId, isPrimary: true }, data: { isPrimary: false } });
        } else {
          await tx.article.create({ data: { id: articleId, ...data } });
        }
      },
    });
    await keepExtraction(tx, articleId, extraction);
  }
  const row = {
    format: document.format,
    sha256: document.sha256,
    content: document.content,
    extractorVersion,
    isPrimary: gives,
    articleId,
  };
  // Read again from the text that is kept, the bytes' own problems do not show: they stay as they were found.
  const ofBytes = isNews
    ? document.problems
    : problemsIn(known.problems).filter(({ code }) => !OF_EXTRACTION.has(code));
  const problems = [...ofBytes, ...(extraction.problems ?? [])].map(({ code, message }) => ({ code, message }));
  if (known) {
    const data = { ...row, problems, ...(isNews ? { ingestedAt: new Date() } : {}) };
    await tx.document.update({ where: { id: known.id }, data });
    if (known.articleId !== articleId) await removeUnsupported(tx, tell, known.articleId);
  } else {
    await tx.document.create({ data: { id: uuid(), uri: document.uri, ...row, problems } });
  }
  await renewNames(tx, renamedBy(former, extraction));
  await removeOrphans(tx, former.linked);
  if (formerVersion) await keepVersion(tx, articleId, formerVersion, { wasVisible });
  const outcome = article ? 'UPDATED' : 'CREATED';
  const isVisible = await isVisibleNow(tx, articleId);
  if (isVisible) tell({ articleId, outcome: wasVisible ? 'UPDATED' : 'CREATED' });
  else if (wasVisible) tell({ articleId, outcome: null });
  if (newText) await renewCopies(tx, articleId, newText);
  return {
    outcome,
    articleId,
    counts: gives ? countsOf(extraction) : await countExtraction(tx, articleId),
  };
}

/** Problems that the extractor found, and another may not. */
const OF_EXTRACTION: ReadonlySet<string> = new Set<ProblemCode>(['LANGUAGE_NOT_SUPPORTED']);

/** The problems of a stored document: the column holds what this file wrote. */
function problemsIn(column: unknown): Problem[] {
  return Array.isArray(column) ? (column as Problem[]) : [];
}

/**
 * The article that the document belongs to. One that moves to another address takes its article along, as long as no
 * other document holds on to the old address and none has taken the new one.
 */
async function findArticle(tx: Transaction, key: string, formerId: string | null) {
  const select = {
    id: true,
    key: true,
    isTruncated: true,
    headline: true,
    body: true,
    shingleCount: true,
    isVisible: true,
    documents: { select: { uri: true, format: true, isPrimary: true } },
  } as const;
  const article = await tx.article.findUnique({ where: { key }, select });
  if (article || formerId === null) return article;
  const former = await tx.article.findUnique({ where: { id: formerId }, select });
  return former?.documents.length === 1 ? former : null;
}

async function removeUnsupported(
  tx: Transaction,
  tell: (change: ArticleChange) => void,
  articleId: string,
): Promise<void> {
  if ((await tx.document.count({ where: { articleId } })) > 0) return;
  if (await isVisibleNow(tx, articleId)) tell({ articleId, outcome: null });
  await removeArticle(tx, articleId);
}

/** A page before a full feed item before a summary. */
function fullness(format: DocumentFormat, isTruncated: boolean): number {
  if (isTruncated) return 0;
  return format === 'FEED' ? 1 : 2;
}

function articleColumns({ article }: Document) {
  const { authors, ...fields } = article;
  return {
    ...fields,
    authors: [...authors],
    description: article.body.split('\n', 1)[0] || null,
    wordCount: article.body.match(/\S+/g)?.length ?? 0,
  };
}

async function countExtraction(tx: Transaction, articleId: string): Promise<ExtractionCounts> {
  const where = { articleId };
  return {
    mentionCount: await tx.entityMention.count({ where }),
    quoteCount: await tx.quote.count({ where }),
    citationCount: await tx.citation.count({ where }),
  };
}

function countsOf({ mentions, quotes, citations }: Extraction): ExtractionCounts {
  return { mentionCount: mentions.length, quoteCount: quotes.length, citationCount: citations.length };
}
