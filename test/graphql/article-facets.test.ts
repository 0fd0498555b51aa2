import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

const FACETS = `{
  entities { entity { name } count } speakers { entity { name } count }
  publishers { source { name } count } citedSources { source { name } count }
  sections { value count } languages { value count }
}`;

/*
 * Of `fill`: article i is of ledger.example where i is even, else of courier.example. It names the people i, i + 1 and i + 2 of five
 * (Quill, Tull, Tolliver, Marsh, Mabey), and quotes and cites the first. Here the first four are sport, the next two world; 1 is
 * German, 2 and 4 are copies of one text, and 12 is withheld.
 */
describe('facets', () => {
  describe('of 12 articles', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      await fill(graph, 13);
      const set = (articles: number[], data: object) =>
        db.prisma.article.updateMany({ where: { headline: { in: articles.map((i) => `Bridge ${i}`) } }, data });
      await set([0, 1, 2, 3], { articleSection: 'sport' });
      await set([4, 5], { articleSection: 'world' });
      await set([1], { inLanguage: 'de' });
      await set([2, 4], { copyGroupId: '01900000-0000-7000-8000-000000000000' });
      await set([12], { pubStatus: 'WITHHELD' });
    });
    afterAll(() => db?.close());

    const facets = async (args: string, fields = FACETS) => {
      const { articleFacets } = await graph.query(`{ articleFacets(${args}) ${fields} }`);
      return Object.fromEntries(
        Object.entries<Answer>(articleFacets).map(([name, list]) => [
          name,
          list.map(({ entity, source, value, count }: Answer) => `${(entity ?? source)?.name ?? value} ${count}`),
        ]),
      );
    };

    it('counts the visible articles that name, quote, cite or have each', async () => {
      const all = await facets('first: 100');
      expect(all).toMatchObject({
        publishers: ['ledger 6', 'courier 6'],
        sections: ['sport 4', 'world 2'],
        languages: ['en 11', 'de 1'],
      });
      // The first person is in the articles i whose i mod 5 is 0, 4 or 3; of 0 to 11 three each are 0 and 1, two each the others.
      expect(all['entities']?.slice(0, 2).sort()).toEqual(['Tom Tull 8', 'Wren Tolliver 8']);
      expect(all['entities']?.slice(2)).toEqual(expect.arrayContaining(['Ada Quill 7', 'Jo Marsh 7']));
      expect(all['entities']?.slice(4)).toEqual(['Ruth Mabey 6']);
      expect(all['speakers']).toEqual(expect.arrayContaining(['Ada Quill 3', 'Tom Tull 3', 'Jo Marsh 2']));
      expect(all['citedSources']).toHaveLength(5);
    });

    it('is what SQL counts article by article, largest first, equal ones by id', async () => {
      const key = { Entity: 'entity', Source: 'source' } as const;
      const compare = async (facet: string, node: 'Entity' | 'Source', sql: string) => {
        const rows = await db.prisma.$queryRawUnsafe<{ id: string; n: bigint }[]>(
          `SELECT k::text AS id, count(DISTINCT a."id") AS n FROM "Article" a ${sql}
           WHERE a."pubStatus" = 'USABLE' AND a."headline" <> 'Bridge 7' AND k IS NOT NULL GROUP BY k ORDER BY n DESC, k`,
        );
        const { articleFacets } = await graph.query(
          `{ articleFacets(filter: { not: { headline: { eq: "Bridge 7" } } }) { ${facet} { ${key[node]} { id } count } } }`,
        );
        expect(articleFacets[facet].map((each: Answer) => [each[key[node]].id, each.count])).toEqual(
          rows.map(({ id, n }) => [Buffer.from(`${node}:${id}`).toString('base64'), Number(n)]),
        );
      };
      await compare(
        'entities',
        'Entity',
        'CROSS JOIN LATERAL (SELECT "entityId" k FROM "EntityMention" WHERE "articleId" = a."id") x',
      );
      await compare(
        'speakers',
        'Entity',
        'CROSS JOIN LATERAL (SELECT "speakerId" k FROM "Quote" WHERE "articleId" = a."id") x',
      );
      await compare(
        'citedSources',
        'Source',
        'CROSS JOIN LATERAL (SELECT "sourceId" k FROM "Citation" WHERE "articleId" = a."id") x',
      );
      await compare('publishers', 'Source', 'CROSS JOIN LATERAL (SELECT a."publisherId" k) x');
    });

    it('the filter narrows the articles, and everything counted in them', async () => {
      expect(await facets('filter: { articleSection: { eq: "world" } }')).toMatchObject({
        publishers: expect.arrayContaining(['ledger 1', 'courier 1']),
        sections: ['world 2'],
        languages: ['en 2'],
        speakers: expect.arrayContaining(['Ruth Mabey 1', 'Ada Quill 1']),
      });
      expect(await facets('filter: { articleSection: { in: [] } }')).toEqual({
        entities: [],
        speakers: [],
        publishers: [],
        citedSources: [],
        sections: [],
        languages: [],
      });
    });

    it('copies of one text count once where asked for', async () => {
      const args = 'countBy: COPY_GROUP, filter: { headline: { in: ["Bridge 2", "Bridge 3", "Bridge 4"] } }';
      expect(await facets(args)).toMatchObject({
        publishers: ['ledger 1', 'courier 1'],
        languages: ['en 2'],
        // In both copies, in 3 and a copy, and so on: none is in three texts.
        entities: expect.arrayContaining(['Ruth Mabey 2', 'Wren Tolliver 1', 'Ada Quill 2']),
      });
      // An article without copies is a text of its own.
      expect((await facets('countBy: COPY_GROUP'))['languages']).toEqual(['en 10', 'de 1']);
    });

    it('counts only standing quotes, and an article once however often it quotes somebody', async () => {
      const quote = await db.prisma.quote.findFirstOrThrow({ where: { content: { contains: 'bridge 0 ' } } });
      const { id: _id, ...rest } = quote;
      const again = await db.prisma.quote.create({
        data: {
          ...rest,
          start: 60,
          end: 70,
          stretches: [],
          evidence: [],
          speakerAnchor: undefined,
          cueAnchor: undefined,
        },
      });
      const speakers = async () => (await facets('filter: { headline: { eq: "Bridge 0" } }'))['speakers'];
      expect(await speakers()).toEqual(['Ada Quill 1']);
      await db.prisma.quote.updateMany({ where: { id: { in: [quote.id, again.id] } }, data: { isRejected: true } });
      expect(await speakers()).toEqual([]);
      await db.prisma.quote.delete({ where: { id: again.id } });
      await db.prisma.quote.update({ where: { id: quote.id }, data: { isRejected: false } });
    });

    it('a filter that leaves all in counts the same as none', async () => {
      expect(await facets('filter: { wordCount: { gte: 0 } }')).toEqual(await facets('filter: { and: [{}] }'));
    });

    it('entities of several types side by side, by alias, with whatever is asked of them', async () => {
      const { articleFacets } =
        await graph.query(`{ articleFacets(first: 1, filter: { articleSection: { eq: "sport" } }) {
        people: entities(type: PERSON) { n: count who: entity { name articleCount } entity { articles(first: 1) { totalCount } } }
        places: entities(type: PLACE) { count }
        any: entities(type: null) { count entity { name } }
      } }`);
      expect(articleFacets).toEqual({
        people: [{ n: 3, who: { name: 'Wren Tolliver', articleCount: 8 }, entity: { articles: { totalCount: 8 } } }],
        places: [],
        any: [{ count: 3, entity: { name: 'Wren Tolliver' } }],
      });
    });

    it('counts only what is asked for, in one statement', async () => {
      expect(await graph.statementsOf(`{ articleFacets ${FACETS} }`)).toBe(1);
      const statements: string[] = [];
      db.onStatement(({ sql }) => statements.push(sql));
      await graph.query('{ articleFacets { languages { value } } }');
      expect(statements.join()).not.toMatch(/"ArticleEntity"|"Quote"|"Citation"/);
    });

    describe('beside a page of the same search', () => {
      const both = (page: string, filter = 'filter: { search: "bridge", inLanguage: { eq: "en" } }') => `{
        articles(${page}, ${filter}) { totalCount nodes { headline } pageInfo { hasNextPage endCursor } }
        articleFacets(${filter}) { sections { value count } entities { count entity { name } } }
      }`;

      it('come with it in one statement, and say what each says alone', async () => {
        const together = await graph.query(both('first: 3'));
        const [page, facet] = both('first: 3').split('articleFacets');
        const alone = {
          ...(await graph.query(`${page} }`)),
          ...(await graph.query(`{ articleFacets${facet}`)),
        };
        expect(together).toEqual(alone);
        expect(together.articles.totalCount).toBe(11);
        expect(await graph.statementsOf(both('first: 3'))).toBe(1);
      });

      it('count all, whatever page is asked for, and however', async () => {
        const { articles, articleFacets } = await graph.query(both('first: 3'));
        const next = await graph.query(both(`first: 3, after: "${articles.pageInfo.endCursor}"`));
        expect(next.articleFacets).toEqual(articleFacets);
        expect(next.articles.totalCount).toBe(11);
        const { articleFacets: withoutCount } = await graph.query(both('last: 2').replace('totalCount', ''));
        expect(withoutCount).toEqual(articleFacets);
      });

      it('are theirs, when the filters differ', async () => {
        const { articles, articleFacets } = await graph.query(`{
          articles(first: 1, filter: { search: "bridge", inLanguage: { eq: "de" } }) { totalCount }
          articleFacets(filter: { search: "bridge", inLanguage: { eq: "en" } }) { languages { value count } }
        }`);
        expect(articles.totalCount).toBe(1);
        expect(articleFacets.languages).toEqual([{ value: 'en', count: 11 }]);
      });

      it('leave what is wrong with it to be said of it', async () => {
        expect(await graph.errorOf(both('first: 3, after: "nonsense"'))).toEqual({
          code: 'INVALID_CURSOR',
          message: expect.stringContaining('no cursor of this gateway'),
        });
      });
    });

    it('gives 10 of each unless told, null as if left out', async () => {
      const { articleFacets } = await graph.query(
        '{ articleFacets(first: null, countBy: null, filter: null) { entities { count } } }',
      );
      expect(articleFacets.entities).toHaveLength(5);
      expect((await facets('first: 2'))['entities']).toHaveLength(2);
    });

    it.each([0, -1, 101])('first: %i is a clear error', async (first) => {
      expect(await graph.errorOf(`{ articleFacets(first: ${first}) { languages { value } } }`)).toEqual({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining('from 1 to 100'),
      });
    });
  });
});
