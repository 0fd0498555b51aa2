import { ClientError } from '../domain/client-error.ts';
import type { Publisher } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import { correctionsInForce } from './corrections-in-force.ts';
import type { Former } from './findings-store.ts';
import { idsOf, putIn, stillUnlinked, takeOut } from './findings-store.ts';
import { keptExtraction } from './kept-extraction.ts';
import type { Linked } from './orphans.ts';
import { placeEntities } from './place-entities.ts';
import { renewSources, saveSources, toldOtherwise } from './source-store.ts';
import type { Transaction } from './transaction.ts';

interface PlacedArticle {
  readonly id: string;
  readonly key: string;
  readonly body: string;
}

/**
 * Makes an article's rows of what the machine found in it and what people say against that. It is the only way for either
 * to get into the graph: whichever came first, the rows are the same.
 * @param row stores the article itself, once its publisher has a row; left out, it stays as it is
 * @returns the sources of which the article says something else now
 */
export async function placeFindings(
  tx: Transaction,
  article: PlacedArticle,
  extraction: Extraction,
  former: Former,
  row?: { publisher: Publisher | null; place(publisherId: string | null): Promise<void> },
): Promise<string[]> {
  const ids = idsOf(article.body, extraction, former);
  const inForce = await correctionsInForce(
    tx,
    article.id,
    former.mentions.map(({ id }) => id),
  );
  const stillApart = stillUnlinked(extraction, ids.mentions, former);
  const placement = await placeEntities(
    tx,
    extraction,
    { ...article, mentionIds: ids.mentions, stillUnlinked: stillApart },
    inForce,
  );
  const { publisherId, cited } = await saveSources(tx, row?.publisher ?? null, extraction, placement, former.told);
  await row?.place(publisherId);
  await putIn(tx, article, extraction, ids, { placement, sources: cited, inForce });
  const changed = toldOtherwise(former.told, cited.rows);
  await renewSources(tx, changed);
  return changed;
}

/**
 * Makes the rows of articles anew after a correction, from the machine's answer that is kept.
 * @returns what they held on to before: some of it may be orphaned now
 * @throws ClientError BAD_USER_INPUT when there is none yet
 */
export async function placeAgain(tx: Transaction, articleIds: readonly string[]): Promise<Linked> {
  const entityIds = new Set<string>();
  const sourceIds = new Set<string>();
  const changed = new Set<string>();
  for (const id of articleIds) {
    const article = await tx.article.findUniqueOrThrow({
      where: { id },
      select: { id: true, key: true, body: true },
    });
    const extraction = await keptExtraction(tx, id);
    if (!extraction) {
      throw new ClientError(
        'BAD_USER_INPUT',
        'It concerns an article that an earlier version of the gateway read: run `newsgraph reextract` first, then correct.',
      );
    }
    const former = await takeOut(tx, article, { keepPublisher: true });
    for (const sourceId of await placeFindings(tx, article, extraction, former)) changed.add(sourceId);
    for (const entityId of former.linked.entityIds) entityIds.add(entityId);
    for (const sourceId of former.linked.sourceIds) sourceIds.add(sourceId);
  }
  // A source that was found again by its key still has what was said of it before; what the articles say now counts.
  const told = await tx.articleSource.findMany({
    where: { articleId: { in: [...articleIds] } },
    select: { sourceId: true },
  });
  for (const { sourceId } of told) changed.add(sourceId);
  await renewSources(tx, [...changed]);
  return { entityIds: [...entityIds], sourceIds: [...sourceIds] };
}
