import fc from 'fast-check';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

/** Few values, so that ties abound. */
interface Row {
  readonly headline: string;
  readonly day: number | null;
  readonly words: number;
}
const row: fc.Arbitrary<Row> = fc.record({
  headline: fc.constantFrom('a', 'B', 'b', 'é', ''),
  day: fc.option(fc.integer({ min: 1, max: 3 })),
  words: fc.integer({ min: 0, max: 2 }),
});

/** What happens between two pages: rows that come, and the share of the passing ones that go. */
const change = fc.record({ come: fc.array(row, { maxLength: 3 }), go: fc.integer({ min: 0, max: 2 }) });

const walk = fc.record({
  stay: fc.array(row, { maxLength: 9 }),
  pass: fc.array(row, { maxLength: 6 }),
  size: fc.integer({ min: 1, max: 4 }),
  backward: fc.boolean(),
  changes: fc.array(change, { minLength: 4, maxLength: 4 }),
});

const ORDERS = [
  '',
  ...['DATE_PUBLISHED', 'INGESTED_AT', 'HEADLINE', 'WORD_COUNT'].flatMap((field) =>
    ['ASC', 'DESC'].map((direction) => `, orderBy: { field: ${field}, direction: ${direction} }`),
  ),
  ', filter: { search: "pier" }, orderBy: { field: HEADLINE, direction: ASC }',
  ', filter: { wordCount: { gte: 1 } }',
  ', filter: { search: "pier" }',
  ', filter: { search: "pier" }, orderBy: { field: RELEVANCE, direction: ASC }',
];

describe('cursors', () => {
  describe('while rows come and go', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
    });
    afterAll(() => db?.close());

    const insert = async (rows: readonly Row[]): Promise<string[]> => {
      const data = rows.map(({ headline, day, words }) => {
        const id = uuid();
        const datePublished = day === null ? null : new Date(Date.UTC(2026, 0, day));
        const ingestedAt = new Date(Date.UTC(2026, 1, words + 1));
        const body = 'At the pier. '.repeat(words + 1);
        const fixed = { headlineBasis: 'STATED', body, inLanguage: 'en' } as const;
        return { ...fixed, id, key: id, headline, datePublished, ingestedAt, wordCount: words };
      });
      await db.prisma.article.createMany({ data });
      return data.map(({ id }) => id);
    };

    it.each(ORDERS)('every row that stays comes once, and none twice: articles(…%s)', async (order) => {
      await fc.assert(
        fc.asyncProperty(walk, async ({ stay, pass, size, backward, changes }) => {
          await db.prisma.article.deleteMany({});
          const staying = new Set(await insert(stay));
          const passing = await insert(pass);
          const seen: string[] = [];
          const page = async (cursor: string | null): Promise<Answer> => {
            const args = backward ? 'last: $size, before: $cursor' : 'first: $size, after: $cursor';
            const { articles } = await graph.query(
              `query ($size: Int!, $cursor: String) { articles(${args}${order}) { totalCount edges { cursor node { id headline wordCount } }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
              { size, cursor },
            );
            expect(articles.totalCount).toBeGreaterThanOrEqual(articles.edges.length);
            return articles;
          };
          let cursor: string | null = null;
          for (let step = 0; ; step++) {
            const { edges, pageInfo } = await page(cursor);
            seen.push(...edges.map(({ node }: Answer) => atob(node.id).split(':')[1]));
            if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) break;
            cursor = backward ? pageInfo.startCursor : pageInfo.endCursor;
            const { come, go } = changes[step] ?? { come: [], go: 0 };
            await db.prisma.article.deleteMany({ where: { id: { in: passing.splice(0, go) } } });
            passing.push(...(await insert(come)));
          }
          expect(new Set(seen).size).toBe(seen.length);
          const fits = order.includes('wordCount') ? stay.filter(({ words }) => words >= 1).length : stay.length;
          expect(seen.filter((id) => staying.has(id))).toHaveLength(fits);
        }),
        { numRuns: 12, seed: 20261125 },
      );
    });

    it.each([
      ['another order', '{ articles(after: $after, orderBy: { field: HEADLINE, direction: ASC }) { nodes { id } } }'],
      [
        'the other direction',
        '{ articles(after: $after, orderBy: { field: WORD_COUNT, direction: DESC }) { nodes { id } } }',
      ],
      ['another field', '{ quotes(after: $after) { nodes { id } } }'],
    ])('a cursor of %s is a clear error', async (_name, query) => {
      await db.prisma.article.deleteMany({});
      await insert([{ headline: 'a', day: 1, words: 1 }]);
      const { articles } = await graph.query(
        '{ articles(orderBy: { field: WORD_COUNT, direction: ASC }) { pageInfo { endCursor } } }',
      );
      const error = await graph.errorOf(`query ($after: String) ${query}`, { after: articles.pageInfo.endCursor });
      expect(error).toEqual({ code: 'INVALID_CURSOR', message: expect.stringContaining('another list or order') });
    });

    it('a cursor by relevance belongs to its search', async () => {
      await db.prisma.article.deleteMany({});
      await insert([{ headline: 'a', day: 1, words: 1 }]);
      const { articles } = await graph.query('{ articles(filter: { search: "pier" }) { pageInfo { endCursor } } }');
      const again = await graph.query(
        'query ($after: String) { articles(filter: { search: "pier" }, after: $after) { nodes { id } } }',
        {
          after: articles.pageInfo.endCursor,
        },
      );
      expect(again.articles.nodes).toEqual([]);
      const error = await graph.errorOf(
        'query ($after: String) { articles(filter: { search: "at" }, after: $after) { nodes { id } } }',
        {
          after: articles.pageInfo.endCursor,
        },
      );
      expect(error.code).toBe('INVALID_CURSOR');
    });
  });
});
