import { ClientError } from '../domain/client-error.ts';
import type { Publisher } from '../domain/document.ts';
import type { Extraction } from '../domain/extraction.ts';
import type { InForce } from './corrections-in-force.ts';
import { correctionsInForce, NOTHING_IN_FORCE } from './corrections-in-force.ts';
import type { FindingIds, Former } from './findings-store.ts';
import { idsOf, NOTHING_FORMER, putIn, stillUnlinked, takeOut } from './findings-store.ts';
import { keptExtraction } from './kept-extraction.ts';
import type { Linked } from './orphans.ts';
import { placeEntities } from './place-entities.ts';
import { renewSources, saveSources, toldOtherwise } from './source-store.ts';
import type { Transaction } from './transaction.ts';

/** An article, what the machine found in it, and what was found in it before. */
export interface FoundArticle {
  readonly id: string;
  readonly key: string;
  readonly body: string;
  readonly publisher: Publisher | null;
  readonly extraction: Extraction;
  readonly former: Former;
}

/** The ids of what was found, and what people say of the article. */
interface Corrected {
  readonly ids: FindingIds;
  readonly inForce: InForce;
  readonly stillUnlinked: ReadonlyMap<string, string>;
}

/**
 * Makes the rows of articles of what the machine found in them and what people say against that. It is the only way for
 * either to get into the graph: whichever came first, the rows are the same.
 * @param place stores the articles themselves, once their publishers have rows; left out, they stay as they are
 * @returns the sources of which the articles say something else now
 */
export async function placeFindings<T extends FoundArticle>(
  tx: Transaction,
  found: readonly T[],
  place: (articles: readonly (T & { readonly publisherId: string | null })[]) => Promise<void> = async () => {},
): Promise<string[]> {
  const corrected: (T & Corrected)[] = [];
  for (const article of found) {
    const ids = idsOf(article);
    const inForce = article.former === NOTHING_FORMER ? NOTHING_IN_FORCE : await correctionsInForce(tx, article);
    corrected.push({ ...article, ids, inForce, stillUnlinked: stillUnlinked(article, ids, inForce) });
  }
  const placed = await saveSources(tx, await placeEntities(tx, corrected));
  await place(placed);
  await putIn(tx, placed);
  const changed = placed.flatMap(({ former, sources }) => toldOtherwise(former.told, sources.rows));
  await renewSources(tx, [...new Set(changed)]);
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
    const found = { ...article, publisher: null, extraction, former };
    for (const sourceId of await placeFindings(tx, [found])) changed.add(sourceId);
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
