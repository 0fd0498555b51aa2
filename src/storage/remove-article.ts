import { lockEntities, renewNames } from './entity-store.ts';
import { takeOut } from './findings-store.ts';
import { removeOrphans } from './orphans.ts';
import { renewSources, toldOtherwise } from './source-store.ts';
import type { Transaction } from './transaction.ts';

/** Removes an article with its documents and versions, all that was found in it, and what only it supported. */
export async function removeArticle(tx: Transaction, articleId: string): Promise<void> {
  await lockEntities(tx, { articleIds: [articleId] });
  // The text tells what stays at its place, and nothing will.
  const { linked, told, named } = await takeOut(tx, { id: articleId, body: '' });
  await tx.article.delete({ where: { id: articleId } });
  await renewNames(
    tx,
    named.map(({ entityId }) => entityId),
  );
  await renewSources(tx, toldOtherwise(told, []));
  await removeOrphans(tx, linked);
}
