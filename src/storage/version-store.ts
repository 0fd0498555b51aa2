import { v7 as uuid } from 'uuid';
import type { VersionOfText, VersionQuote } from '../domain/version.ts';
import { compareVersions } from '../domain/version.ts';
import type { Transaction } from './transaction.ts';

/** The text of an article and what is said in it, as the transaction has them by now. */
interface StoredVersion extends VersionOfText {
  /** Of the bytes that it was read from. */
  readonly sha256: string;
}

/** @returns null when there is no such article */
export async function readVersion(tx: Transaction, articleId: string): Promise<StoredVersion | null> {
  const article = await tx.article.findUnique({
    where: { id: articleId },
    select: {
      headline: true,
      body: true,
      documents: { where: { isPrimary: true }, select: { sha256: true } },
      entities: { select: { entityId: true, name: true } },
      quotes: {
        where: { isRejected: false },
        orderBy: { start: 'asc' },
        select: { content: true, quoteType: true, exact: true, speakerId: true, speakerText: true },
      },
    },
  });
  if (!article) return null;
  const { headline, body, documents, entities } = article;
  const nameOf = new Map(entities.map(({ entityId, name }) => [entityId, name]));
  const quotes = article.quotes.map((quote) => ({ ...quote, speaker: nameOf.get(quote.speakerId ?? '') ?? null }));
  return { headline, body, quotes, sha256: documents[0]?.sha256 ?? '' };
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
      id: uuid(),
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
