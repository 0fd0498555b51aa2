import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EntityType } from '../../src/domain/entity.ts';
import type { LinkRule } from '../../src/domain/linking.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

/** What an article is about: a name, its salience there, and what it is if not a person of a full name. */
type About = readonly [string, number, EntityType?, LinkRule?];

async function save(graph: Graph, headline: string, about: readonly About[], article: object = {}): Promise<void> {
  const names = about.map(([name]) => name);
  const body = `${names.join(' met ')}.`;
  const found = extractionOf(body, ...names);
  const entities = found.entities.map((entity, i) => {
    const [name = '', salience = 0, type = 'PERSON', rule = 'FULL_NAME'] = about[i] ?? [];
    return { ...entity, key: `${type}:${name.toLowerCase()}`, type, salience, link: { rule, reason: '', span: null } };
  });
  await graph.store.save(
    documentOf(`/${headline}.txt`, { body, headline, ...article }),
    { ...found, entities, sources: [], citations: [], quotes: [] },
    '1',
  );
}

describe('questions about the graph', () => {
  describe('of some articles', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      await fill(graph, 30);
      const world: About[] = [
        ['Norland', 0.9, 'PLACE', 'KNOWN_NAME'],
        ['Norlanders', 0.5, 'GROUP', 'KNOWN_NAME'],
      ];
      await save(graph, 'Harbour', [['Ida Voss', 0.8], ['Port Trust', 0.6, 'ORGANIZATION'], ...world]);
      await save(graph, 'Harbour again', [['Ida Voss', 0.7], ['Port Trust', 0.9, 'ORGANIZATION'], ...world]);
      await save(graph, 'Voss alone', [
        ['Ida Voss', 0.2],
        ['Lea Holm', 0.9],
      ]);
      await save(graph, 'Another matter', [['Per Dahl', 0.9], ...world]);
      await save(
        graph,
        'Harbour withdrawn',
        [
          ['Ida Voss', 0.8],
          ['Per Dahl', 0.1],
        ],
        { pubStatus: 'WITHHELD' },
      );
      await save(graph, 'Harbour reprint', [['Ida Voss', 0.8], ['Port Trust', 0.6, 'ORGANIZATION'], ...world]);
      const copyGroupId = '01900000-0000-7000-8000-000000000000';
      await db.prisma.article.updateMany({
        where: { headline: { in: ['Harbour', 'Harbour reprint'] } },
        data: { copyGroupId },
      });
    });
    afterAll(() => db?.close());

    /** Every item of a list, by pages of three forwards, checked against pages backwards and the count. */
    async function walk(parent: string, list: string, args: string, fields: string): Promise<Answer[]> {
      const pageOf = async (page: string) => {
        const data = await graph.query(
          `{ ${parent} { ${list}(${page} ${args}) { totalCount edges { cursor ${fields} } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`,
        );
        return Object.values<Answer>(data)[0][list];
      };
      const forwards: Answer[] = [];
      for (let after = ''; ; ) {
        const { edges, pageInfo, totalCount } = await pageOf(`first: 3${after}`);
        expect(pageInfo.hasPreviousPage).toBe(forwards.length > 0);
        forwards.push(...edges);
        expect(pageInfo.hasNextPage).toBe(forwards.length < totalCount);
        if (!pageInfo.hasNextPage) break;
        after = `, after: "${pageInfo.endCursor}"`;
      }
      const backwards: Answer[] = [];
      for (let before = ''; ; ) {
        const { edges, pageInfo } = await pageOf(`last: 3${before}`);
        backwards.unshift(...edges);
        if (!pageInfo.hasPreviousPage) break;
        before = `, before: "${pageInfo.startCursor}"`;
      }
      expect(backwards).toEqual(forwards);
      return forwards;
    }

    describe('Entity.coMentions', () => {
      const coMentions = async (name: string, args = '') =>
        (await walk(`entity(name: "${name}")`, 'coMentions', args, 'articleCount node { name }')).map(
          ({ node, articleCount }) => `${node.name} ${articleCount}`,
        );

      it('counts visible articles that name both, most first', async () => {
        expect(await coMentions('Lea Holm')).toEqual(['Ida Voss 1']);
        expect((await coMentions('Ida Voss')).slice(0, 3).map((each) => each.slice(-1))).toEqual(['3', '3', '3']);
        expect((await coMentions('Ida Voss')).at(-1)).toBe('Lea Holm 1');
      });

      it('is what SQL counts pair by pair, ties by id', async () => {
        for (const { id, name } of await db.prisma.entity.findMany()) {
          const pairs = await db.prisma.$queryRaw<{ name: string; n: bigint }[]>`
            SELECT e."name", count(DISTINCT a."id") AS n FROM "Article" a, "EntityMention" x, "EntityMention" y, "Entity" e
            WHERE a."pubStatus" = 'USABLE' AND x."articleId" = a."id" AND y."articleId" = a."id"
              AND x."entityId" = ${id}::uuid AND y."entityId" = e."id" AND e."id" <> ${id}::uuid
            GROUP BY e."id", e."name" ORDER BY n DESC, e."id"`;
          expect(await coMentions(name)).toEqual(pairs.map((pair) => `${pair.name} ${pair.n}`));
        }
      });

      it('the filter is about the other entity', async () => {
        expect(await coMentions('Ida Voss', 'filter: { type: { eq: ORGANIZATION } }')).toEqual(['Port Trust 3']);
        expect(await coMentions('Ida Voss', 'filter: { name: { eq: "Ida Voss" } }')).toEqual([]);
      });
    });

    describe('Article.related', () => {
      const related = async (headline: string) => {
        const { id } = await db.prisma.article.findFirstOrThrow({ where: { headline } });
        const globalId = Buffer.from(`Article:${id}`).toString('base64');
        return (await walk(`article(id: "${globalId}")`, 'related', '', 'score node { headline }')).map(
          ({ node, score }) => [node.headline, score] as [string, number],
        );
      };

      it('the same people and bodies make related, a shared country does not, nor does a copy', async () => {
        const [first, second, ...others] = await related('Harbour');
        expect([first?.[0], second?.[0], others]).toEqual(['Harbour again', 'Voss alone', []]);
        expect(first?.[1]).toBeGreaterThan(0.9);
        expect(second?.[1]).toBeLessThan(0.4);
        expect(await related('Another matter')).toEqual([]);
      });

      it('the score is the cosine of salience times rarity', async () => {
        const links = await db.prisma.articleEntity.findMany({
          include: { entity: true, article: { select: { headline: true, pubStatus: true } } },
        });
        const commonest = Math.max(...links.map(({ entity }) => entity.articleCount));
        const vectors = new Map<string, Map<string, number>>();
        for (const { article, entity, entityId, salience } of links) {
          const vector = vectors.get(article.headline) ?? new Map<string, number>();
          vectors.set(article.headline, vector.set(entityId, salience * Math.log(1 + commonest / entity.articleCount)));
        }
        const dot = (a: Map<string, number>, b: Map<string, number>) =>
          [...a].reduce((sum, [id, weight]) => sum + weight * (b.get(id) ?? 0), 0);
        const cosine = (a: string, b: string) => {
          const [x, y] = [vectors.get(a) ?? new Map(), vectors.get(b) ?? new Map()];
          return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
        };
        for (const headline of ['Harbour again', 'Voss alone', 'Bridge 4', 'Bridge 17']) {
          const found = await related(headline);
          expect(found.length).toBeGreaterThan(1);
          for (const [other, score] of found) expect(score, other).toBeCloseTo(cosine(headline, other), 5);
          expect(found.map(([, score]) => score)).toEqual(found.map(([, score]) => score).sort((a, b) => b - a));
        }
        // Each of five people in three of five articles: all but the article itself share somebody.
        expect(await related('Bridge 4')).toHaveLength(29);
      });
    });

    describe('Entity.quotesAbout', () => {
      beforeAll(async () => {
        const say = (uri: string, body: string, names: string[], speaker: number | null = 0, article: object = {}) => {
          const found = extractionOf(body, ...names);
          const speaks = speaker === null ? { speaker, speakerSpan: null } : { speaker };
          const quotes = found.quotes.map((quote) => ({ ...quote, ...speaks }));
          const datePublished = new Date(`2026-06-0${uri.at(1)}T00:00:00Z`);
          return graph.store.save(documentOf(uri, { body, datePublished, ...article }), { ...found, quotes }, '1');
        };
        await say('/1.txt', 'Una Berg said Kai Lund lied.\nKai Lund left.', ['Una Berg', 'Kai Lund']);
        await say('/2.txt', 'Kai Lund said Kai Lund was right.', ['Kai Lund']);
        await say('/3.txt', 'A clerk said Kai Lund paid, and Una Berg knew.', ['Kai Lund', 'Una Berg'], null);
        await say('/4.txt', 'Una Berg said the clerk lied.\nKai Lund heard it.', ['Una Berg', 'Kai Lund']);
        await say('/5.txt', 'Una Berg said Kai Lund hid.', ['Una Berg', 'Kai Lund'], 0, { pubStatus: 'WITHHELD' });
        await say('/6.txt', 'Una Berg said Kai Lund slept.', ['Una Berg', 'Kai Lund']);
        await db.prisma.quote.updateMany({ where: { content: { contains: 'slept' } }, data: { isRejected: true } });
      });
      const about = async (name: string, args = '') =>
        (await walk(`entity(name: "${name}")`, 'quotesAbout', args, 'node { content }')).map(
          ({ node }) => node.content,
        );

      it('what others said that mentions it, the newest article first; neither its own words nor what stands outside', async () => {
        expect(await about('Kai Lund')).toEqual([
          'A clerk said Kai Lund paid, and Una Berg knew.',
          'Una Berg said Kai Lund lied.',
        ]);
        expect(await about('Una Berg')).toEqual(['A clerk said Kai Lund paid, and Una Berg knew.']);
      });

      it('takes filters', async () => {
        expect(await about('Kai Lund', 'filter: { hasSpeaker: true }')).toEqual(['Una Berg said Kai Lund lied.']);
        expect(await about('Kai Lund', 'filter: { search: "paid" }')).toHaveLength(1);
      });
    });

    describe('the cost', () => {
      const query = (first: number) => `query ($coMention: String, $related: String, $quote: String) {
        entities(first: ${first}, orderBy: { field: NAME, direction: ASC }) { nodes {
          coMentions(first: 3, after: $coMention, filter: { type: { eq: PERSON } }) { totalCount edges { articleCount node { name } } pageInfo { hasPreviousPage endCursor } }
          quotesAbout(first: 3, after: $quote, filter: { hasSpeaker: true }) { totalCount nodes { content speaker { name } } pageInfo { endCursor } }
          timeline(interval: MONTH, timeZone: "Asia/Tokyo", filter: { publisher: { name: { eq: "ledger" } } }) { undatedCount buckets { start articleCount } }
        } }
        articles(first: ${first}) { nodes { related(first: 2, after: $related) { totalCount edges { score node { headline coMentioned: entities { nodes { coMentions { totalCount } } } } } pageInfo { endCursor } } } }
        articleFacets(first: ${first}) { entities { count entity { name coMentions { totalCount } timeline(interval: YEAR) { undatedCount } } } citedSources { source { name entity { name } } } }
        timeline(interval: DAY) { undatedCount }
      }`;

      it('is one statement for each root field, at 2 parents and at 50, with cursors, filters and counts', async () => {
        const { entities, articles } = await graph.query(query(50));
        const cursorOf = (nodes: Answer[], list: string) =>
          nodes.map((node) => node[list].pageInfo.endCursor).find((cursor) => cursor !== null);
        const cursors = {
          coMention: cursorOf(entities.nodes, 'coMentions'),
          quote: cursorOf(entities.nodes, 'quotesAbout'),
          related: cursorOf(articles.nodes, 'related'),
        };
        expect(Object.values(cursors)).not.toContain(undefined);
        for (const variables of [{}, cursors]) {
          expect(await graph.statementsOf(query(2), variables)).toBe(4);
          expect(await graph.statementsOf(query(50), variables)).toBe(4);
        }
      });
    });
  });
});
