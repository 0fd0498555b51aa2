import { articleIsVisible } from './read/visible.ts';
import type { Transaction } from './transaction.ts';

/** Whether readers would see the article as the transaction has it by now; false when there is none. */
export async function isVisibleNow(tx: Transaction, articleId: string): Promise<boolean> {
  const visible = await tx.$queryRawUnsafe<unknown[]>(
    `SELECT 1 FROM "Article" a WHERE a."id" = $1::uuid AND ${articleIsVisible('a')}`,
    articleId,
  );
  return visible.length > 0;
}
