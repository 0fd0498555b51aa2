import type { ComparedText, Sketch } from '../domain/copies.ts';
import { COPY_THRESHOLD, comparedText, fewestShared, similarity } from '../domain/copies.ts';
import { rowsByDriver, transactionWithDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';
import { Prisma } from './generated/client.ts';
import { lockNames } from './lock-names.ts';
import type { Transaction } from './transaction.ts';
import { insertRows } from './write-rows.ts';

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

/** An article whose copies are looked for. */
interface ArticleToCompare {
  readonly id: string;
  readonly body: string;
  readonly sketch: Sketch;
  /** Whether it had no row before this transaction: then there is nothing to be replaced. */
  readonly isNew: boolean;
}

interface Candidate {
  /** The article for which it was found. */
  readonly of: string;
  readonly id: string;
  readonly shingleCount: number;
  readonly shared: number;
}

/**
 * Replaces what is stored of the articles' copies. To be called last in a transaction that stored the bodies and
 * Article.shingleCount: from here to its end all others who look for copies wait, so that of two copies that come at once
 * the second finds the first.
 */
export async function renewCopies(tx: Transaction, articles: readonly ArticleToCompare[]): Promise<void> {
  if (articles.length === 0) return;
  const ids = articles.flatMap(({ id, isNew }) => (isNew ? [] : id));
  const sketches = sketchRows(articles);
  await lockNames(tx, ['copies']);
  if (ids.length > 0) {
    await tx.copyPair.deleteMany({ where: { OR: [{ articleId: { in: ids } }, { copyId: { in: ids } }] } });
    await tx.sketch.deleteMany({ where: { articleId: { in: ids } } });
  }
  await insertRows(tx, 'Sketch', sketches);
  const pairs = new Map<string, Pair>();
  for await (const { articleId, copyId, similarity } of copiesOf(tx, articles, sketches)) {
    pairs.set(`${articleId} ${copyId}`, { articleId, copyId, similarity });
    pairs.set(`${copyId} ${articleId}`, { articleId: copyId, copyId: articleId, similarity });
  }
  await insertRows(tx, 'CopyPair', [...pairs.values()]);
}

/** How many copies are told of. */
const MOST_TOLD = 10;

/** Of each article the ids of its copies, the newest first, as they are stored. */
export async function storedCopies(
  tx: Transaction,
  articleIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (articleIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ articleId: string; copyIds: string[] }[]>`
    SELECT "articleId"::text AS "articleId", array_agg("copyId"::text ORDER BY "copyId" DESC) AS "copyIds"
    FROM "CopyPair" WHERE "articleId" = ANY(${[...articleIds]}::uuid[]) GROUP BY 1`;
  return new Map(rows.map(({ articleId, copyIds }) => [articleId, copyIds]));
}

/** The ids of those that were there before an article of this index, of those that came with it. */
export function copiesBefore(
  copyIds: readonly string[],
  index: number,
  together: readonly string[],
): readonly string[] {
  return copyIds.filter((id) => !together.includes(id, index)).slice(0, MOST_TOLD);
}

/** In milliseconds. */
const TIMES = { maxWait: 60_000, timeout: 60_000 };

/** The ids of stored articles whose text the text of an article copies. Changes nothing. */
export async function copiesOfText(prisma: PrismaClient, article: ArticleToCompare): Promise<readonly string[]> {
  const found: string[] = [];
  const look = async (tx: Transaction) => {
    for await (const { copyId } of copiesOf(tx, [article], sketchRows([article]))) found.push(copyId);
  };
  await transactionWithDriver(prisma, look, TIMES);
  return found.sort().reverse().slice(0, MOST_TOLD);
}

interface Pair {
  readonly articleId: string;
  readonly copyId: string;
  readonly similarity: number;
}

interface SketchRow {
  readonly articleId: string;
  readonly hashes: number[];
}

function sketchRows(articles: readonly ArticleToCompare[]): SketchRow[] {
  return articles.map(({ id, sketch }) => ({ articleId: id, hashes: [...sketch.hashes] }));
}

async function* copiesOf(
  tx: Transaction,
  articles: readonly ArticleToCompare[],
  sketches: readonly SketchRow[],
): AsyncGenerator<Pair> {
  for await (const [one, other] of pairsToCompare(tx, articles, await candidatesOf(tx, articles, sketches))) {
    const found = similarity(one.text(), other.text());
    if (found >= COPY_THRESHOLD) yield { articleId: one.id, copyId: other.id, similarity: found };
  }
}

async function candidatesOf(
  tx: Transaction,
  articles: readonly ArticleToCompare[],
  sketches: readonly SketchRow[],
): Promise<readonly Candidate[]> {
  const shingleCounts = new Map(articles.map(({ id, sketch }) => [id, sketch.shingleCount]));
  // The outer SELECT looks articles up one by one: joined, the planner may read all of them.
  const sharing = await rowsByDriver<Candidate>(
    tx,
    Prisma.sql`
    SELECT "of", "id", "shared",
      (SELECT a."shingleCount" FROM "Article" a WHERE a."id" = sharing."id") AS "shingleCount"
    FROM (
      SELECT s."articleId" AS "of", other."articleId" AS "id", count(*)::int AS "shared"
      FROM json_populate_recordset(NULL::"Sketch", ${JSON.stringify(sketches)}::json) s CROSS JOIN unnest(s."hashes") AS h
      CROSS JOIN LATERAL (SELECT o."articleId" FROM "SketchHash" o
        WHERE o."hash" = h ORDER BY o."articleId" DESC LIMIT ${Prisma.raw(String(MOST_SHARING))}) other
      WHERE other."articleId" <> s."articleId"
      GROUP BY 1, 2
    ) sharing ORDER BY "shared" DESC, "id" DESC`,
  );
  const taken = new Map<string, number>();
  return sharing.filter(({ of, shared, shingleCount }) => {
    const count = taken.get(of) ?? 0;
    if (count === MOST_COMPARED || shared < fewestShared([shingleCounts.get(of) ?? 0, shingleCount])) return false;
    taken.set(of, count + 1);
    return true;
  });
}

/** A text that is made ready to be compared when it is compared: most are no candidates of any other. */
interface TextToCompare {
  readonly id: string;
  readonly text: () => ComparedText;
}

function textToCompare({ id, body }: Pick<ArticleToCompare, 'id' | 'body'>): TextToCompare {
  let text: ComparedText | undefined;
  return {
    id,
    text: () => {
      text ??= comparedText(body);
      return text;
    },
  };
}

/** Each article with each of its candidates, of which few are in memory at a time. */
async function* pairsToCompare(
  tx: Transaction,
  articles: readonly ArticleToCompare[],
  candidates: readonly Candidate[],
): AsyncGenerator<readonly [TextToCompare, TextToCompare]> {
  const given = new Map(articles.map((article) => [article.id, textToCompare(article)]));
  const candidateOf = new Map<string, TextToCompare[]>();
  for (const { id, of } of candidates) {
    const article = given.get(of);
    if (article) candidateOf.set(id, [...(candidateOf.get(id) ?? []), article]);
  }
  const ids = [...candidateOf.keys()];
  for (let i = 0; i < ids.length; i += BATCH) {
    const some = ids.slice(i, i + BATCH);
    const rows = await tx.article.findMany({
      where: { id: { in: some.filter((id) => !given.has(id)) } },
      select: { id: true, body: true },
    });
    const read = new Map(rows.map((row) => [row.id, textToCompare(row)]));
    for (const id of some) {
      const candidate = given.get(id) ?? read.get(id);
      if (candidate) for (const article of candidateOf.get(id) ?? []) yield [article, candidate];
    }
  }
}
