import type { VersionOfText, VersionQuote } from '../domain/version.ts';
import { compareVersions } from '../domain/version.ts';
import { newId } from './new-ids.ts';
import type { Transaction } from './transaction.ts';

/** The text of an article and what is said in it, as the transaction has them by now. */
export interface StoredVersion extends VersionOfText {
  /** Of the bytes that it was read from. */
  readonly sha256: string;
}

/** @returns null when there is no such article */
export async function readVersion(tx: Transaction, articleId: string): Promise<StoredVersion | null> {
  // One after the other: of several relations in one call Prisma asks at once, and a transaction has one connection.
  const article = await tx.article.findUnique({
    where: { id: articleId },
    select: { headline: true, body: true, documents: { where: { isPrimary: true }, select: { sha256: true } } },
  });
  if (!article) return null;
  const names = await tx.articleEntity.findMany({ where: { articleId }, select: { entityId: true, name: true } });
  const quotes = await tx.quote.findMany({
    where: { articleId, isRejected: false },
    orderBy: { start: 'asc' },
    select: { content: true, quoteType: true, exact: true, speakerId: true, speakerText: true },
  });
  const { headline, body, documents } = article;
  const nameOf = new Map(names.map(({ entityId, name }) => [entityId, name]));
  return {
    headline,
    body,
    quotes: quotes.map((quote) => ({ ...quote, speaker: nameOf.get(quote.speakerId ?? '') ?? null })),
    sha256: documents[0]?.sha256 ?? '',
  };
}

/** Keeps what the article was, after its text has been replaced. */
export async function keepVersion(
  tx: Transaction,
  articleId: string,
  former: StoredVersion,
  { wasVisible }: { wasVisible: boolean },
): Promise<void> {
  const next = await readVersion(tx, articleId);
  if (!next) throw new Error(`the article ${articleId} has no text`);
  const json = (quotes: readonly VersionQuote[]) => quotes.map((quote) => ({ ...quote }));
  const changes = compareVersions(former, next);
  const { headline, body, sha256 } = former;
  await tx.articleVersion.create({
    data: {
      id: newId(),
      articleId,
      headline,
      body,
      sha256,
      wasVisible,
      quotes: json(former.quotes),
      changes: {
        ...changes,
        quotesAdded: json(changes.quotesAdded),
        quotesRemoved: json(changes.quotesRemoved),
      },
    },
  });
}
