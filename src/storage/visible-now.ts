import type { Transaction } from './transaction.ts';

/** Whether readers would see the article as the transaction has it by now; false when there is none. */
export async function isVisibleNow(tx: Transaction, articleId: string): Promise<boolean> {
  const article = await tx.article.findUnique({ where: { id: articleId }, select: { isVisible: true } });
  return article?.isVisible ?? false;
}
