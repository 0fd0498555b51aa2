import type { ComparedText } from '../domain/copies.ts';
import { COPY_THRESHOLD, comparedText, fewestShared, similarity, sketchOf } from '../domain/copies.ts';
import { lockNames } from './lock-names.ts';
import type { Transaction } from './transaction.ts';

/*
 * Finds the copies of an article among those that are stored. What is asked of the database, and compared, is bounded by
 * these, whatever is stored.
 */

/** Articles looked at for one number of a sketch, the newest first: boilerplate puts one into very many texts. */
const MOST_SHARING = 500;
/** Articles compared with one article, those first whose sketches share most. */
const MOST_COMPARED = 500;
/** Bodies read at a time. */
const BATCH = 20;

interface Candidate {
  readonly id: string;
  readonly shingleCount: number;
  readonly shared: number;
}

/**
 * Replaces what is stored of an article's copies. To be called last in a transaction that stored the body and
 * Article.shingleCount: from here to its end all others who look for copies wait, so that of two copies that come at once
 * the second finds the first.
 */
export async function renewCopies(tx: Transaction, articleId: string, text: ComparedText): Promise<void> {
  const sketch = sketchOf(text);
  await lockNames(tx, ['copies']);
  await tx.copyPair.deleteMany({ where: { OR: [{ articleId }, { copyId: articleId }] } });
  await tx.sketchHash.deleteMany({ where: { articleId } });
  await tx.sketchHash.createMany({ data: sketch.hashes.map((hash) => ({ hash, articleId })) });
  const pairs: { copyId: string; similarity: number }[] = [];
  for await (const [copyId, other] of storedTexts(tx, await candidatesOf(tx, articleId, sketch))) {
    const found = similarity(text, other);
    if (found >= COPY_THRESHOLD) pairs.push({ copyId, similarity: found });
  }
  await tx.copyPair.createMany({
    data: pairs.flatMap((pair) => [
      { articleId, ...pair },
      { articleId: pair.copyId, copyId: articleId, similarity: pair.similarity },
    ]),
  });
}

async function candidatesOf(
  tx: Transaction,
  articleId: string,
  { hashes, shingleCount }: ReturnType<typeof sketchOf>,
): Promise<readonly Candidate[]> {
  const sharing = await tx.$queryRaw<Candidate[]>`
    SELECT a."id"::text AS "id", a."shingleCount", count(*)::int AS "shared"
    FROM unnest(${hashes}::int[]) AS h(hash)
    CROSS JOIN LATERAL (SELECT s."articleId" FROM "SketchHash" s
      WHERE s."hash" = h.hash ORDER BY s."articleId" DESC LIMIT ${MOST_SHARING}) s
    JOIN "Article" a ON a."id" = s."articleId"
    WHERE a."id" <> ${articleId}::uuid
    GROUP BY a."id" ORDER BY "shared" DESC, a."id" DESC`;
  return sharing
    .filter((candidate) => candidate.shared >= fewestShared([shingleCount, candidate.shingleCount]))
    .slice(0, MOST_COMPARED);
}

async function* storedTexts(
  tx: Transaction,
  candidates: readonly Candidate[],
): AsyncGenerator<readonly [id: string, text: ComparedText]> {
  for (let i = 0; i < candidates.length; i += BATCH) {
    const ids = candidates.slice(i, i + BATCH).map(({ id }) => id);
    const rows = await tx.article.findMany({ where: { id: { in: ids } }, select: { id: true, body: true } });
    for (const { id, body } of rows) yield [id, comparedText(body)];
  }
}
