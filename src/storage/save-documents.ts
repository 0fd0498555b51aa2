import { articleKey } from '../domain/canonical-url.ts';
import type { Sketch } from '../domain/copies.ts';
import { sketchOf } from '../domain/copies.ts';
import type { Document, DocumentFormat } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { DocumentRejected, Problem, ProblemCode } from '../domain/problem.ts';
import { copiesBefore, renewCopies, storedCopies } from './copy-store.ts';
import { rowsByDriver } from './driver.ts';
import { lockEntities, moveOwnKeys, renewNames } from './entity-store.ts';
import type { Former } from './findings-store.ts';
import { NOTHING_FORMER, renamedBy, takeOut } from './findings-store.ts';
import { Prisma } from './generated/client.ts';
import { keepExtractions } from './kept-extraction.ts';
import { lockNames } from './lock-names.ts';
import { newId } from './new-ids.ts';
import { removeOrphans } from './orphans.ts';
import { baseKey } from './place-entities.ts';
import { placeFindings } from './place-findings.ts';
import { removeArticle } from './remove-article.ts';
import { marksOf, refusals } from './tombstone-store.ts';
import type { ArticleChange, Transaction } from './transaction.ts';
import type { StoredVersion } from './version-store.ts';
import { keepVersion, readVersion } from './version-store.ts';
import { isVisibleNow, visibleNow } from './visible-now.ts';
import { insertRows } from './write-rows.ts';

/** A document and what was found in it. */
export interface ExtractedDocument {
  readonly document: Document;
  readonly extraction: Extraction;
  /** Made beside the thread that saves; left out, it is made while saving. */
  readonly prepared?: PreparedRows;
}

/** What is stored of a document and cost time to make. */
export interface PreparedRows {
  /** The `Extraction`, its problems left out, as JSON. */
  readonly extractionJson: string;
  /** Of the body. */
  readonly sketch: Sketch;
}

export interface ExtractionCounts {
  readonly mentionCount: number;
  readonly quoteCount: number;
  readonly citationCount: number;
}

export interface SavedDocument {
  readonly outcome: 'CREATED' | 'UPDATED' | 'UNCHANGED';
  readonly articleId: string;
  readonly counts: ExtractionCounts;
  /** Other articles that its article copies, and that were there before. */
  readonly copyOf: readonly string[];
}

/** A document with what is stored of it and of its article. */
interface Incoming extends ExtractedDocument {
  readonly key: string;
  readonly marks: readonly string[];
  readonly known: KnownDocument | null;
  readonly article: KnownArticle | null;
}

type KnownDocument = Awaited<ReturnType<typeof knownDocuments>>[number];
type KnownArticle = Awaited<ReturnType<typeof knownArticles>>[number];

/** What is to be done with a document. */
interface Task extends Incoming {
  readonly articleId: string;
  /** Whether it was not stored like this, for this article. */
  readonly isNews: boolean;
  /** Whether it gives its article the text. */
  readonly gives: boolean;
  readonly wasVisible: boolean;
  /** Of the text, when it has not been compared with others. */
  readonly newSketch: Sketch | null;
}

/** An article is its URL; one without, what its publisher calls it; else its document. */
export function keyOf({ article, identity, uri }: Document): string {
  return article.url === null ? (identity ?? uri) : articleKey(article.url);
}

/**
 * Stores documents with what was found in them, as if one after the other, and tells of what it changes in their order. It
 * stops before a document that has to do with the article of one before.
 * @returns for each that it came to what was stored, or why not
 * @throws DocumentRejected when nothing could be stored
 */
export async function saveDocuments(
  tx: Transaction,
  tell: (change: ArticleChange) => void,
  documents: readonly ExtractedDocument[],
  extractorVersion: string,
): Promise<(SavedDocument | DocumentRejected)[]> {
  const incoming = untilOneMeets(await lookUp(tx, documents));
  // What is stored may be read again; only what comes anew is refused.
  const refused = await refusals(
    tx,
    incoming.map(({ document, known, marks }) => (known?.sha256 === document.sha256 ? [] : marks)),
  );
  const tasks = incoming.filter((_, i) => !refused[i]).map(taskOf);
  const [firstRefusal] = refused;
  if (tasks.length === 0 && firstRefusal) throw firstRefusal;

  // Brought twice at once, it is stored by whoever came first.
  const isStored = ({ isNews, known }: Task) => !isNews && known?.extractorVersion === extractorVersion;
  const stored = tasks.filter(isStored);

  const anew = tasks.filter((task) => task.gives && !isStored(task));
  await lockEntities(tx, {
    keys: anew.flatMap(({ key, extraction }) => extraction.entities.map((found) => baseKey(found, key))),
    articleIds: anew.flatMap(({ article }) => article?.id ?? []),
  });

  const begun: (Task & { former: Former; formerVersion: StoredVersion | null })[] = [];
  for (const task of tasks) {
    if (isStored(task)) continue;
    const { article, articleId, key, gives, document } = task;
    const isRewritten = article?.body !== document.article.body || article.headline !== document.article.headline;
    const formerVersion = article && gives && isRewritten ? await readVersion(tx, articleId) : null;
    if (article && article.key !== key) await moveOwnKeys(tx, articleId, article.key, key);
    const former = article && gives ? await takeOut(tx, article) : NOTHING_FORMER;
    begun.push({ ...task, former, formerVersion });
  }

  const giving = begun.filter(({ gives }) => gives);
  await placeFindings(
    tx,
    giving.map((task) => {
      const { body, publisher } = task.document.article;
      return { ...task, id: task.articleId, body, publisher };
    }),
    (placed) => storeArticles(tx, placed),
  );
  await keepExtractions(tx, giving);
  await storeDocuments(tx, begun, extractorVersion);
  const removed = await removeUnsupported(tx, begun);
  await renewNames(
    tx,
    giving.flatMap(({ former, extraction }) => renamedBy(former, extraction)),
  );
  await removeOrphans(tx, {
    entityIds: giving.flatMap(({ former }) => former.linked.entityIds),
    sourceIds: giving.flatMap(({ former }) => former.linked.sourceIds),
  });
  for (const { articleId, formerVersion, wasVisible } of begun) {
    if (formerVersion) await keepVersion(tx, articleId, formerVersion, { wasVisible });
  }
  const visible = await visibleNow(
    tx,
    begun.map(({ articleId }) => articleId),
  );
  for (const { articleId, known, wasVisible } of begun) {
    if (known && removed.has(known.articleId)) tell({ articleId: known.articleId, outcome: null });
    if (visible.has(articleId)) tell({ articleId, outcome: wasVisible ? 'UPDATED' : 'CREATED' });
    else if (wasVisible) tell({ articleId, outcome: null });
  }
  await renewCopies(
    tx,
    begun.flatMap(({ articleId: id, document, newSketch: sketch, article }) =>
      sketch ? [{ id, sketch, body: document.article.body, isNew: article === null }] : [],
    ),
  );

  const saved = new Map<string, SavedDocument>();
  const ids = begun.map(({ articleId }) => articleId);
  const copies = await storedCopies(tx, [...ids, ...stored.map(({ articleId }) => articleId)]);
  for (const { document, articleId } of stored) {
    const copyOf = copiesBefore(copies.get(articleId) ?? [], 0, ids);
    saved.set(document.uri, { outcome: 'UNCHANGED', articleId, counts: await countExtraction(tx, articleId), copyOf });
  }
  for (const [index, { document, article, articleId, gives, extraction }] of begun.entries()) {
    const counts = gives ? countsOf(extraction) : await countExtraction(tx, articleId);
    const copyOf = copiesBefore(copies.get(articleId) ?? [], index, ids);
    saved.set(document.uri, { outcome: article ? 'UPDATED' : 'CREATED', articleId, counts, copyOf });
  }
  return incoming.map(({ document: { uri } }, i) => {
    const outcome = refused[i] ?? saved.get(uri);
    if (!outcome) throw new Error(`nothing became of ${uri}`);
    return outcome;
  });
}

/** Finds what is stored of documents and their articles; until the transaction's end nobody else changes it. */
async function lookUp(tx: Transaction, documents: readonly ExtractedDocument[]): Promise<Incoming[]> {
  const given = documents.map((each) => {
    const key = keyOf(each.document);
    return { ...each, key, marks: marksOf(key, [each.document]) };
  });
  // Two writers of one document or article take turns.
  await lockNames(
    tx,
    given.flatMap(({ marks }) => marks),
  );
  const known = await knownDocuments(
    tx,
    given.map(({ document }) => document.uri),
  );
  const articles = await knownArticles(
    tx,
    given.map(({ key }) => key),
    known.map(({ articleId }) => articleId),
  );
  return given.map((each) => {
    const document = known.find(({ uri }) => uri === each.document.uri) ?? null;
    const former = articles.find(({ id }) => id === document?.articleId);
    // One that moves to another address takes its article along, as long as no other document holds on to the old address
    // and none has taken the new one.
    const article = articles.find(({ key }) => key === each.key) ?? (former?.documents.length === 1 ? former : null);
    return { ...each, known: document, article };
  });
}

async function knownDocuments(tx: Transaction, uris: string[]) {
  const known = await rowsByDriver<{ id: string }>(
    tx,
    Prisma.sql`SELECT "id" FROM "Document" WHERE "uri" = ANY(${uris}::text[])`,
  );
  if (known.length === 0) return [];
  return tx.document.findMany({
    where: { id: { in: known.map(({ id }) => id) } },
    select: { id: true, uri: true, articleId: true, sha256: true, extractorVersion: true, problems: true },
  });
}

async function knownArticles(tx: Transaction, keys: string[], ids: string[]) {
  const known = await rowsByDriver<{ id: string }>(
    tx,
    Prisma.sql`SELECT "id" FROM "Article" WHERE "key" = ANY(${keys}::text[])`,
  );
  if (known.length + ids.length === 0) return [];
  return tx.article.findMany({
    where: { id: { in: [...known.map(({ id }) => id), ...ids] } },
    select: {
      id: true,
      key: true,
      isTruncated: true,
      headline: true,
      body: true,
      shingleCount: true,
      isVisible: true,
      dateModified: true,
      pubStatus: true,
      embargoedUntil: true,
      documents: { select: { uri: true, format: true, isPrimary: true } },
    },
  });
}

/** The first documents of which no two have to do with one document or article. */
function untilOneMeets(incoming: readonly Incoming[]): Incoming[] {
  const met = new Set<string>();
  const end = incoming.findIndex(({ document, key, known, article }) => {
    const own = new Set([`document:${document.uri}`, `article:${key}`, known?.articleId, article?.id]);
    own.delete(undefined);
    const meets = [...own].some((each) => each !== undefined && met.has(each));
    for (const each of own) if (each !== undefined) met.add(each);
    return meets;
  });
  return incoming.slice(0, end < 0 ? incoming.length : end);
}

function taskOf(incoming: Incoming): Task {
  const { document, known, article } = incoming;
  const articleId = article?.id ?? newId();
  const isNews = known?.sha256 !== document.sha256 || known.articleId !== articleId;
  const primary = article?.documents.find(({ uri, isPrimary }) => uri !== document.uri && isPrimary);
  const gives = !article || !primary || (isNews && takesOver(document, article, primary.format));
  const isCompared = article?.body === document.article.body && article.shingleCount !== null;
  return {
    ...incoming,
    articleId,
    isNews,
    gives,
    wasVisible: article?.isVisible ?? false,
    newSketch: gives && !isCompared ? (incoming.prepared?.sketch ?? sketchOf(document.article.body)) : null,
  };
}

/**
 * Whether a document gives its article the text in place of the one that did. The fullest does; of two as full, the one that
 * came last. But of two versions of an item, the newer one; and what holds an article back does so however short it is,
 * until a document of its format says otherwise: a page or a feed knows nothing of that.
 */
function takesOver({ format, article: given }: Document, article: KnownArticle, former: DocumentFormat): boolean {
  const isOlder =
    format === former && given.dateModified && article.dateModified && given.dateModified < article.dateModified;
  if (isOlder) return false;
  if (given.pubStatus !== 'USABLE') return true;
  // Withheld, or under an embargo by the clock of the database.
  if (!article.isVisible) return format === former;
  return fullness(format, given.isTruncated) >= fullness(former, article.isTruncated);
}

async function storeArticles(
  tx: Transaction,
  placed: readonly (Task & { readonly publisherId: string | null })[],
): Promise<void> {
  const rows = placed.map(({ articleId: id, key, article, document, publisherId, newSketch }) => {
    const shingles = newSketch ? { shingleCount: newSketch.shingleCount } : {};
    return { isKnown: article !== null, id, data: { ...articleColumns(document), ...shingles, key, publisherId } };
  });
  await insertRows(
    tx,
    'Article',
    rows.flatMap(({ isKnown, id, data }) => (isKnown ? [] : [{ id, ...data }])),
  );
  for (const { isKnown, id, data } of rows) {
    if (!isKnown) continue;
    await tx.article.update({ where: { id }, data: { ...data, updatedAt: new Date() } });
    await tx.document.updateMany({ where: { articleId: id, isPrimary: true }, data: { isPrimary: false } });
  }
}

async function storeDocuments(tx: Transaction, tasks: readonly Task[], extractorVersion: string): Promise<void> {
  const rows = tasks.map(({ document, extraction, known, articleId, isNews, gives }) => {
    const { uri, format, sha256, content } = document;
    // Read again from the text that is kept, the bytes' own problems do not show: they stay as they were found.
    const ofBytes =
      isNews || !known ? document.problems : problemsIn(known.problems).filter(({ code }) => !OF_EXTRACTION.has(code));
    const problems = [...ofBytes, ...(extraction.problems ?? [])].map(({ code, message }) => ({ code, message }));
    const data = { format, sha256, content, extractorVersion, isPrimary: gives, articleId, problems };
    return { known, uri, data, isNews };
  });
  await insertRows(
    tx,
    'Document',
    rows.flatMap(({ known, uri, data }) => (known ? [] : [{ id: newId(), uri, ...data }])),
  );
  for (const { known, data, isNews } of rows) {
    if (!known) continue;
    const now = isNews ? { ingestedAt: new Date() } : {};
    await tx.document.update({ where: { id: known.id }, data: { ...data, ...now } });
  }
}

/** Problems that the extractor found, and another may not. */
const OF_EXTRACTION: ReadonlySet<string> = new Set<ProblemCode>(['LANGUAGE_NOT_SUPPORTED']);

/** The problems of a stored document: the column holds what this file wrote. */
function problemsIn(column: unknown): Problem[] {
  return Array.isArray(column) ? (column as Problem[]) : [];
}

/** Removes the articles that documents have left, where no other supports them; @returns those that readers saw. */
async function removeUnsupported(tx: Transaction, tasks: readonly Task[]): Promise<ReadonlySet<string>> {
  const removed = new Set<string>();
  for (const { known, articleId } of tasks) {
    if (!known || known.articleId === articleId) continue;
    if ((await tx.document.count({ where: { articleId: known.articleId } })) > 0) continue;
    if (await isVisibleNow(tx, known.articleId)) removed.add(known.articleId);
    await removeArticle(tx, known.articleId);
  }
  return removed;
}

/** A page before a full feed item before a summary. */
function fullness(format: DocumentFormat, isTruncated: boolean): number {
  if (isTruncated) return 0;
  return format === 'FEED' ? 1 : 2;
}

function articleColumns({ article: { publisher: _, provenance, ...fields } }: Document) {
  return {
    ...fields,
    authors: [...fields.authors],
    provenance: provenance.map(({ candidates, ...field }) => ({
      ...field,
      candidates: candidates.map((candidate) => ({ ...candidate })),
    })),
    description: fields.body.split('\n', 1)[0] || null,
    wordCount: fields.body.match(/\S+/g)?.length ?? 0,
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
