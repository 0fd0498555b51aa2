import { articleKey, canonicalUrl } from '../domain/canonical-url.ts';
import { ClientError } from '../domain/client-error.ts';
import { DocumentRejected } from '../domain/problem.ts';
import type { PrismaClient, Tombstone } from './generated/client.ts';
import { lockNames } from './lock-names.ts';
import { removeArticle } from './remove-article.ts';
import type { Transaction } from './transaction.ts';
import { inNewRevision } from './transaction.ts';
import { isVisibleNow } from './visible-now.ts';

/** What a person took out of the graph, and whether it may come back. */
export interface TombstoneStore {
  /**
   * Removes an article and all that only it supported, and leaves a tombstone: until it is lifted, documents with the
   * address of the article, or with the uri or the bytes of one of its documents, are refused.
   * @throws ClientError BAD_USER_INPUT when there is no such article
   */
  remove(what: { articleId: string; by: string; reason: string | null }): Promise<Tombstone>;
  /**
   * Lets documents in again.
   * @param which the id that the article had, or a uri of one of its documents, or its address
   * @returns the tombstones that were in force, one at least
   * @throws ClientError BAD_USER_INPUT when none is in force
   */
  lift(which: { articleId: string } | { uri: string }, by: string): Promise<Tombstone[]>;
}

export function createTombstoneStore(prisma: PrismaClient): TombstoneStore {
  return {
    async remove({ articleId, by, reason }) {
      return inNewRevision(prisma, async (tx, tell) => {
        const marks = await lockMarks(tx, articleId);
        if (await isVisibleNow(tx, articleId)) tell({ articleId, outcome: null });
        const { headline } = await tx.article.findUniqueOrThrow({ where: { id: articleId } });
        await removeArticle(tx, articleId);
        return tx.tombstone.create({ data: { articleId, headline, marks, by, reason } });
      });
    },

    async lift(which, by) {
      const where = 'uri' in which ? { marks: { hasSome: marksOfUri(which.uri) } } : { articleId: which.articleId };
      const tombstones = await prisma.tombstone.updateManyAndReturn({
        where: { ...where, liftedAt: null },
        data: { liftedAt: new Date(), liftedBy: by },
      });
      if (tombstones.length === 0) {
        throw new ClientError(
          'BAD_USER_INPUT',
          'No article that was deleted goes by this, or its tombstone was lifted.',
        );
      }
      return tombstones;
    },
  };
}

/** By what a document and its article are known again, and locked while they are written. */
export function marksOf(articleKeyOfIt: string, documents: readonly { uri: string; sha256: string }[]): string[] {
  const marks = documents.flatMap(({ uri, sha256 }) => [`document:${uri}`, `sha256:${sha256}`]);
  return [...new Set([`article:${articleKeyOfIt}`, ...marks])];
}

function marksOfUri(uri: string): string[] {
  const url = canonicalUrl(uri);
  return [`document:${uri}`, ...(url === null ? [] : [`document:${url}`, `article:${articleKey(url)}`])];
}

/**
 * Of documents by their marks, those that are not let in.
 * @returns for each null, or why not: DELETED, one of its marks is that of what was deleted
 */
export async function refusals(
  tx: Transaction,
  documents: readonly (readonly string[])[],
): Promise<(DocumentRejected | null)[]> {
  const tombstones = await tx.tombstone.findMany({ where: { marks: { hasSome: documents.flat() }, liftedAt: null } });
  return documents.map((marks) => {
    const tombstone = tombstones.find((each) => each.marks.some((mark) => marks.includes(mark)));
    return tombstone ? deleted(tombstone) : null;
  });
}

function deleted({ at, by, reason, marks }: Tombstone): DocumentRejected {
  const uri = marks.find((mark) => mark.startsWith('document:'))?.replace('document:', '');
  return new DocumentRejected(
    'DELETED',
    `its article was deleted on ${at.toISOString().slice(0, 10)} by ${by}${reason === null ? '' : ` (${reason})`}; it is let in again when an admin lifts the tombstone of ${uri}, by the mutation liftTombstone`,
  );
}

/** Makes this writer take turns with those that save a document of the article, and gives its marks. */
async function lockMarks(tx: Transaction, articleId: string): Promise<string[]> {
  const find = async () => {
    const article = await tx.article.findUnique({
      where: { id: articleId },
      select: { key: true, documents: { select: { uri: true, sha256: true } } },
    });
    if (!article) throw new ClientError('BAD_USER_INPUT', 'There is no such article, or it has been deleted.');
    const versions = await tx.articleVersion.findMany({ where: { articleId }, select: { sha256: true } });
    const former = versions.map(({ sha256 }) => `sha256:${sha256}`);
    return [...new Set([...marksOf(article.key, article.documents), ...former])];
  };
  const locked = new Set<string>();
  for (;;) {
    const marks = await find();
    if (marks.every((mark) => locked.has(mark))) return marks;
    await lockNames(tx, marks);
    for (const mark of marks) locked.add(mark);
  }
}
