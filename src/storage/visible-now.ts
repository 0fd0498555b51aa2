import { rowsByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/** Those of the articles that readers would see as the transaction has them by now. */
export async function visibleNow(tx: Transaction, articleIds: readonly string[]): Promise<ReadonlySet<string>> {
  const visible = await rowsByDriver<{ id: string }>(
    tx,
    Prisma.sql`SELECT "id" FROM "Article" WHERE "id" = ANY(${articleIds}::uuid[]) AND "isVisible"`,
  );
  return new Set(visible.map(({ id }) => id));
}

/** The same of one; false when there is none. */
export async function isVisibleNow(tx: Transaction, articleId: string): Promise<boolean> {
  return (await visibleNow(tx, [articleId])).has(articleId);
}
