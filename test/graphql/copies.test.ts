import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { comparedText, similarity } from '../../src/domain/copies.ts';
import type { ArticleFields } from '../../src/domain/document.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';
import { ANOTHER_REPORT, BOILERPLATE, SPEECH, WIRE } from '../support/stories.ts';

const words = (from: number, to: number) => WIRE.split(' ').slice(from, to).join(' ');
const TEXTS = {
  wire: WIRE,
  firstHalf: `HARNBY (Courier) — By our staff\n${words(0, 180)}\n(Courier)`,
  lastHalf: words(180, 400),
  middle: words(100, 260),
  other: ANOTHER_REPORT,
  otherReprint: `${ANOTHER_REPORT}\n${BOILERPLATE}`,
  speech: `Nobody answered the mayor when she spoke.\n“${SPEECH}”`,
  brief: 'Watch the video above.',
  briefAgain: 'Watch the video above!',
} as const;
type Name = keyof typeof TEXTS;
const NAMES = Object.keys(TEXTS) as Name[];
/** The last half is tied to the first by what both share with the wire and the middle. */
const GROUPS = [
  ['brief', 'briefAgain'],
  ['firstHalf', 'lastHalf', 'middle', 'wire'],
  ['other', 'otherReprint'],
];

describe('copies', () => {
  describe('of articles', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
    });
    beforeEach(() => db.prisma.article.deleteMany());
    afterAll(() => db?.close());

    /** Stores a text under a name; the headline is the name. */
    async function save(name: string, body: string, fields: Partial<ArticleFields> = {}): Promise<string> {
      const document = documentOf(`/${name}.txt`, { headline: name, body, ...fields });
      return (await graph.store.save(document, NOTHING_FOUND, '1')).articleId;
    }
    const saveAll = async (names: readonly Name[] = NAMES) => {
      for (const name of names) await save(name, TEXTS[name]);
    };
    const remove = (name: string) => db.prisma.article.deleteMany({ where: { headline: name } });

    /** Headlines of the groups, each in alphabetical order. */
    async function groups(): Promise<string[][]> {
      const articles = await db.prisma.article.findMany({
        where: { copyGroupId: { not: null } },
        orderBy: { headline: 'asc' },
        select: { headline: true, copyGroupId: true },
      });
      const ids = [...new Set(articles.map(({ copyGroupId }) => copyGroupId))];
      return ids
        .map((id) => articles.filter(({ copyGroupId }) => copyGroupId === id).map(({ headline }) => headline))
        .sort();
    }

    /** The pairs as headlines with their similarity. */
    async function pairs(): Promise<string[]> {
      const rows = await db.prisma.copyPair.findMany({
        select: { similarity: true, article: { select: { headline: true } }, copy: { select: { headline: true } } },
      });
      return rows.map((row) => `${row.article.headline} ${row.copy.headline} ${row.similarity}`).sort();
    }

    /** The pairs as comparing each text with each other gives them. */
    function truePairs(texts: Readonly<Record<string, string>>): string[] {
      const names = Object.keys(texts);
      return names
        .flatMap((a) =>
          names.map((b) => [a, b, similarity(comparedText(texts[a] ?? ''), comparedText(texts[b] ?? ''))] as const),
        )
        .filter(([a, b, found]) => a !== b && found >= 0.5)
        .map((pair) => pair.join(' '))
        .sort();
    }

    const COPIES = `query ($first: Int, $after: String) { articles(filter: { headline: { eq: "wire" } }) { nodes {
      copyCount copies(first: $first, after: $after) {
        totalCount pageInfo { hasNextPage endCursor } nodes { headline } edges { similarity node { headline } } } } } }`;
    const copiesOfWire = async (variables = {}) => (await graph.query(COPIES, variables)).articles.nodes[0];

    it('the wire story and its reprints find each other, most similar first', async () => {
      await saveAll();
      const { copies, copyCount } = await copiesOfWire();
      expect(copies.edges.map((edge: Answer) => edge.node.headline).sort()).toEqual([
        'firstHalf',
        'lastHalf',
        'middle',
      ]);
      const similarities = copies.edges.map((edge: Answer) => edge.similarity);
      expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
      expect(similarities.slice(0, 2)).toEqual([1, 1]);
      expect(similarities[2]).toBeGreaterThan(0.9);
      expect(copies.totalCount).toBe(3);
      expect(copyCount).toBe(3);
      expect(await groups()).toEqual(GROUPS);
    });

    it('facets may count them once', async () => {
      for (const name of NAMES) await save(name, TEXTS[name], { articleSection: 'world' });
      const { once, each } = await graph.query(`{
        each: articleFacets { sections { count } }
        once: articleFacets(countBy: COPY_GROUP) { sections { count } } }`);
      expect(each.sections).toEqual([{ count: NAMES.length }]);
      expect(once.sections).toEqual([{ count: GROUPS.length + NAMES.length - GROUPS.flat().length }]);
    });

    it('pages of them go on at the cursor', async () => {
      await saveAll();
      const all = (await copiesOfWire()).copies.nodes;
      const { copies } = await copiesOfWire({ first: 2 });
      expect(copies.pageInfo.hasNextPage).toBe(true);
      const rest = (await copiesOfWire({ first: 2, after: copies.pageInfo.endCursor })).copies;
      expect([...copies.nodes, ...rest.nodes]).toEqual(all);
      expect(rest.pageInfo.hasNextPage).toBe(false);
    });

    it('are one statement, however many there are', async () => {
      await saveAll();
      expect(await graph.statementsOf('{ articles { nodes { copies { totalCount nodes { id } } } } }')).toBe(1);
    });

    it('pairs and groups are the same, whichever text came first', async () => {
      await fc.assert(
        fc.asyncProperty(fc.shuffledSubarray(NAMES, { minLength: NAMES.length }), async (names) => {
          await db.prisma.article.deleteMany();
          await saveAll(names);
          expect(await pairs()).toEqual(truePairs(TEXTS));
          expect(await groups()).toEqual(GROUPS);
        }),
        { numRuns: 5 },
      );
    });

    it('texts that change, come and go leave what their last state would have given at once', async () => {
      const step = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.constantFrom(...NAMES)));
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 10 }), async (steps) => {
          await db.prisma.article.deleteMany();
          const texts: Record<string, string> = {};
          for (const [name, text] of steps) {
            if (text === null) {
              await remove(name);
              delete texts[name];
            } else {
              texts[name] = TEXTS[text];
              await save(name, TEXTS[text]);
            }
          }
          expect(await pairs()).toEqual(truePairs(texts));
          const grouped = (await groups()).flat().sort();
          expect(grouped).toEqual([...new Set(truePairs(texts).map((pair) => pair.split(' ')[0]))].sort());
        }),
        { numRuns: 10 },
      );
    });

    it('a group falls apart when the text that held it together goes', async () => {
      await saveAll(['firstHalf', 'wire', 'lastHalf']);
      expect(await groups()).toEqual([['firstHalf', 'lastHalf', 'wire']]);
      await remove('wire');
      expect(await groups()).toEqual([]);
      await saveAll(['wire']);
      expect(await groups()).toEqual([['firstHalf', 'lastHalf', 'wire']]);
      await remove('firstHalf');
      expect(await groups()).toEqual([['lastHalf', 'wire']]);
    });

    it('what readers may not see is no copy', async () => {
      await saveAll(['wire', 'firstHalf']);
      await save('embargoed', WIRE, { embargoedUntil: new Date('2999-01-01') });
      await save('withheld', WIRE, { pubStatus: 'WITHHELD' });
      const { copies, copyCount } = await copiesOfWire();
      expect(copies).toMatchObject({ totalCount: 1, nodes: [{ headline: 'firstHalf' }] });
      expect(copyCount).toBe(1);
    });

    it.each([
      [
        '{ copyCount: { gte: 1 } }',
        ['brief', 'briefAgain', 'firstHalf', 'lastHalf', 'middle', 'other', 'otherReprint', 'wire'],
      ],
      ['{ copyCount: { eq: 0 } }', ['speech']],
      ['{ copyCount: { gt: 2 } }', ['wire']],
    ])('articles with %s', async (filter, headlines) => {
      await saveAll();
      const { articles } = await graph.query(`{ articles(filter: ${filter}) { nodes { headline } } }`);
      expect(articles.nodes.map((node: Answer) => node.headline).sort()).toEqual(headlines);
    });

    it('two copies that are stored at the same moment find each other', async () => {
      await Promise.all(['a', 'b', 'c', 'd'].map((name) => save(name, WIRE)));
      expect(await groups()).toEqual([['a', 'b', 'c', 'd']]);
      expect(await pairs()).toHaveLength(12);
      await Promise.all([remove('a'), save('e', WIRE), save('b', ANOTHER_REPORT)]);
      expect(await groups()).toEqual([['c', 'd', 'e']]);
    });

    it('articles stored before are compared when they are asked to be', async () => {
      await saveAll();
      await db.prisma.copyPair.deleteMany();
      await db.prisma.sketchHash.deleteMany();
      await db.prisma.article.updateMany({ data: { shingleCount: null } });
      expect(await groups()).toEqual([]);
      let last = await graph.store.compareStored(4, null);
      while (last !== null) last = await graph.store.compareStored(4, last);
      expect(await pairs()).toEqual(truePairs(TEXTS));
      expect(await groups()).toEqual(GROUPS);
    });

    it('boilerplate below many texts makes no copies', async () => {
      for (let i = 0; i < 12; i++)
        await save(`b${i}`, `${words(i * 30, i * 30 + 30)}\n${SPEECH.replaceAll(' ', ` ${i} `)}\n${BOILERPLATE}`);
      expect(await groups()).toEqual([]);
    });
  });
});
