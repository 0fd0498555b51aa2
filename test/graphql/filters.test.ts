import { isInputObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { FILTERABLE } from '../../src/storage/read/filterable.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

const FILTERS = ['Article', 'Entity', 'Quote', 'Citation', 'Source'] as const;

it.each(FILTERS)('%sFilter has just the fields that can be answered', (model) => {
  const type = schema.getType(`${model}Filter`);
  if (!isInputObjectType(type)) return expect.fail('no such input type');
  const { fields, relations, search } = FILTERABLE[model];
  const answered = [
    'and',
    'or',
    'not',
    ...Object.keys(fields),
    ...Object.keys(relations),
    ...(search ? ['search'] : []),
  ];
  return expect(Object.keys(type.getFields()).sort()).toEqual(answered.sort());
});

/*
 * Of `fill`: article i is 'Bridge i', of ledger.example where i is even, else of courier.example. It names the people i, i + 1 and
 * i + 2 of five (Quill, Tull, Tolliver, Marsh, Mabey) and quotes the first. Every seventh has no date.
 */
describe('filters', () => {
  describe('of 14 articles and one more', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      await fill(graph, 14);
      const body = 'Zoë Élan said 100% of the_piers burnt.\nNo more is known.';
      await graph.store.save(
        documentOf('/bare.txt', {
          body,
          headline: 'Café “fire” at the pier',
          articleSection: 'world',
          inLanguage: 'fr',
        }),
        extractionOf(body, 'Zoë Élan'),
        '1',
      );
    });
    afterAll(() => db?.close());

    const headlines = async (filter: object | null, args = ''): Promise<string[]> => {
      const { articles } = await graph.query(
        `query ($filter: ArticleFilter) { articles(first: 100, filter: $filter ${args}) { totalCount nodes { headline } } }`,
        { filter },
      );
      expect(articles.totalCount).toBe(articles.nodes.length);
      return articles.nodes.map((node: Answer) => node.headline).sort();
    };
    const bridges = (...numbers: number[]) => numbers.map((n) => `Bridge ${n}`).sort();
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
    const FIRE = 'Café “fire” at the pier';
    const ALL = [...bridges(...range(0, 13)), FIRE].sort();
    const EVEN = bridges(...range(0, 13).filter((i) => i % 2 === 0));
    const ODD = bridges(...range(0, 13).filter((i) => i % 2 === 1));

    it.each<[string, object | null, string[]]>([
      ['nothing', {}, ALL],
      ['null for the whole', null, ALL],
      ['eq', { headline: { eq: 'Bridge 3' } }, bridges(3)],
      ['eq, where case counts', { headline: { eq: 'bridge 3' } }, []],
      ['eq, case ignored', { headline: { eq: 'bridge 3', ignoreCase: true } }, bridges(3)],
      ['in', { headline: { in: ['Bridge 1', 'Bridge 2', 'x'] } }, bridges(1, 2)],
      ['in, case ignored', { headline: { in: ['BRIDGE 1'], ignoreCase: true } }, bridges(1)],
      ['in of nothing', { headline: { in: [] } }, []],
      ['contains', { headline: { contains: 'ge 1' } }, bridges(1, 10, 11, 12, 13)],
      ['contains, case ignored', { headline: { contains: 'GE 1', ignoreCase: true } }, bridges(1, 10, 11, 12, 13)],
      ['startsWith', { headline: { startsWith: 'Café' } }, [FIRE]],
      ['a sign of LIKE stands for itself', { headline: { contains: 'B_idge' } }, []],
      ['several operators', { headline: { startsWith: 'Bridge', contains: '2' } }, bridges(2, 12)],
      ['an empty operator object', { headline: {} }, ALL],
      ['isNull: true', { articleSection: { isNull: true } }, bridges(...range(0, 13))],
      ['isNull: false', { articleSection: { isNull: false } }, [FIRE]],
      ['not, of what is absent', { not: { articleSection: { eq: 'world' } } }, bridges(...range(0, 13))],
      ['not of nothing', { not: {} }, []],
      ['dates', { datePublished: { gte: '2026-01-02T00:00:00Z', lt: '2026-01-05T00:00:00Z' } }, bridges(1, 2, 3)],
      ['no date', { datePublished: { isNull: true } }, [...bridges(6, 13), FIRE].sort()],
      ['word count', { wordCount: { gt: 12 } }, bridges(...range(0, 13))],
      ['and', { and: [{ headline: { contains: '1' } }, { headline: { contains: '2' } }] }, bridges(12)],
      ['and of nothing', { and: [] }, ALL],
      [
        'or',
        { or: [{ headline: { eq: 'Bridge 1' } }, { articleSection: { eq: 'world' } }] },
        [...bridges(1), FIRE].sort(),
      ],
      ['or of nothing', { or: [] }, []],
      ['or with an empty one', { or: [{}, { headline: { eq: 'x' } }] }, ALL],
      ['publisher', { publisher: { domain: { eq: 'ledger.example' } } }, EVEN],
      ['an empty filter of a relation', { publisher: {} }, ALL],
      ['no publisher', { publisher: { id: { isNull: true } } }, [FIRE]],
      ['some publisher', { publisher: { id: { isNull: false } } }, bridges(...range(0, 13))],
      ['a publisher that is not', { publisher: { not: { domain: { eq: 'ledger.example' } } } }, ODD],
      ['not a publisher that is', { not: { publisher: { domain: { eq: 'ledger.example' } } } }, [...ODD, FIRE].sort()],
      ['who is named', { mentions: { name: { eq: 'Ruth Mabey' } } }, bridges(2, 3, 4, 7, 8, 9, 12, 13)],
      [
        'two who are named',
        { and: [{ mentions: { name: { eq: 'Ruth Mabey' } } }, { mentions: { name: { eq: 'Ada Quill' } } }] },
        bridges(3, 4, 8, 9, 13),
      ],
      ['nobody is both', { mentions: { and: [{ name: { eq: 'Ruth Mabey' } }, { name: { eq: 'Ada Quill' } }] } }, []],
      ['who is quoted', { quotes: { speaker: { name: { eq: 'Tom Tull' } } } }, bridges(1, 6, 11)],
      [
        'who is quoted about what',
        {
          quotes: {
            speaker: { type: { eq: 'PERSON' } },
            search: 'bridges -"bridge 6"',
            mentions: { name: { eq: 'Tom Tull' } },
          },
        },
        [],
      ],
      ['quotes by their words', { quotes: { content: { contains: 'bridge 6' } } }, bridges(6)],
      ['search, stems', { search: 'opened' }, bridges(...range(0, 13))],
      ['search, accents and case ignored', { search: 'CAFE ELAN' }, [FIRE]],
      ['search, phrase', { search: '"bridge 7"' }, bridges(7)],
      ['search, or and not', { search: '"bridge 7" or "bridge 8" -marsh' }, bridges(7)],
      ['search, stop words only', { search: 'the of and' }, []],
      ['search, an unbalanced mark', { search: '"bridge 7' }, bridges(7)],
      ['search, signs only', { search: '&|!():*<->' }, []],
    ])('%s', async (_name, filter, expected) => {
      expect(await headlines(filter)).toEqual(expected);
    });

    it('articles whose citations are all unnamed, or none', async () => {
      await db.prisma.citation.updateMany({ where: { article: { headline: 'Bridge 5' } }, data: { isNamed: false } });
      const filter = { citations: { isNamed: false }, not: { citations: { isNamed: true } } };
      expect(await headlines(filter)).toEqual(bridges(5));
    });

    it('ids of every kind of node', async () => {
      const { article } = await graph.query(`{ article(url: "https://courier.example/news/3") {
        id publisher { id } entities(first: 1, filter: { name: { eq: "Jo Marsh" } }) { nodes { id } }
        quotes { nodes { id speaker { id } } } citations { nodes { id source { id } } } } }`);
      const [quote] = article.quotes.nodes;
      const [citation] = article.citations.nodes;
      expect(await headlines({ id: { eq: article.id } })).toEqual(bridges(3));
      expect(await headlines({ publisher: { id: { in: [article.publisher.id] } } })).toEqual(ODD);
      expect(await headlines({ quotes: { id: { eq: quote.id } } })).toEqual(bridges(3));
      expect(await headlines({ quotes: { speaker: { id: { eq: quote.speaker.id } } } })).toEqual(bridges(3, 8, 13));
      expect(await headlines({ citations: { id: { eq: citation.id } } })).toEqual(bridges(3));
      expect(await headlines({ citations: { source: { id: { eq: citation.source.id } } } })).toEqual(bridges(3, 8, 13));
      expect(await headlines({ not: { mentions: { id: { eq: article.entities.nodes[0].id } } } })).toContain(
        'Bridge 0',
      );
    });

    it('speakers quoted both by one outlet and by another', async () => {
      const by = (domain: string) => ({ quotes: { article: { publisher: { domain: { eq: domain } } } } });
      const { entities } = await graph.query(
        'query ($filter: EntityFilter) { entities(filter: $filter, orderBy: { field: NAME, direction: ASC }) { nodes { name } } }',
        { filter: { and: [by('ledger.example'), by('courier.example')] } },
      );
      expect(entities.nodes.map((node: Answer) => node.name)).toEqual([
        'Ada Quill',
        'Jo Marsh',
        'Ruth Mabey',
        'Tom Tull',
        'Wren Tolliver',
      ]);
    });

    it('names are found half typed and with a slip', async () => {
      const found = async (search: string) => {
        const { entities, sources } = await graph.query(
          'query ($s: String!) { entities(filter: { search: $s }) { nodes { name } } sources(filter: { search: $s }) { nodes { name } } }',
          { s: search },
        );
        return [...entities.nodes, ...sources.nodes].map((node: Answer) => node.name);
      };
      expect(await found('toliver')).toContain('Wren Tolliver');
      expect(await found('WREN TOLL')).toContain('Wren Tolliver');
      expect(await found('zoe elan')).toContain('Zoë Élan');
      expect(await found('courrier')).toContain('courier');
      expect(await found('nobody at all')).toEqual([]);
      expect(await found('—')).toEqual([]);
    });

    it('a nested list has a filter of its own, and does not inherit its parent’s', async () => {
      const { articles } =
        await graph.query(`{ articles(filter: { mentions: { name: { eq: "Tom Tull" } } }, first: 1) { nodes {
        all: entities { totalCount }
        some: entities(filter: { not: { name: { eq: "Tom Tull" } } }) { totalCount nodes { name } }
        mentions(filter: { name: { eq: "Tom Tull" } }) { nodes { anchor { exact } } }
        quotes(filter: { speaker: { name: { eq: "Nobody" } } }) { totalCount } } } }`);
      const [article] = articles.nodes;
      expect(article.all.totalCount).toBe(3);
      expect(article.some.totalCount).toBe(2);
      expect(new Set(article.mentions.nodes.map((node: Answer) => node.anchor.exact))).toEqual(new Set(['Tom Tull']));
      expect(article.quotes.totalCount).toBe(0);
    });

    it.each([
      [
        'articles(filter: { search: "bridge" })',
        'articles(filter: { search: "bridge" }, orderBy: { field: RELEVANCE, direction: DESC })',
      ],
      ['articles', 'articles(orderBy: { field: DATE_PUBLISHED, direction: DESC })'],
    ])('%s come in the order of %s', async (asked, same) => {
      const { a, b } = await graph.query(`{ a: ${asked} { nodes { id } } b: ${same} { nodes { id } } }`);
      expect(a.nodes.length).toBeGreaterThan(5);
      expect(a).toEqual(b);
    });

    it('a headline counts for more than the body', async () => {
      const { articles } = await graph.query(
        '{ articles(filter: { search: "pier or bridge" }, first: 1) { nodes { headline } } }',
      );
      expect(articles.nodes).toEqual([{ headline: FIRE }]);
    });

    const bad = (filter: string) => `{ articles(filter: ${filter}) { nodes { id } } }`;
    it.each<[string, string, string, RegExp]>([
      ['null in a field', bad('{ headline: null }'), 'BAD_USER_INPUT', /filter\.headline is null.*isNull: true/],
      ['null in an operator', bad('{ headline: { eq: null } }'), 'BAD_USER_INPUT', /filter\.headline\.eq is null/],
      [
        'null in a relation',
        bad('{ publisher: { name: { in: null } } }'),
        'BAD_USER_INPUT',
        /filter\.publisher\.name\.in is null/,
      ],
      ['null in not', bad('{ not: null }'), 'BAD_USER_INPUT', /filter\.not is null/],
      ['null in search', bad('{ search: null }'), 'BAD_USER_INPUT', /filter\.search is null/],
      [
        'null deep in or',
        bad('{ or: [{ and: [{ wordCount: { gt: null } }] }] }'),
        'BAD_USER_INPUT',
        /filter\.or\.0\.and\.0\.wordCount\.gt is null/,
      ],
      ['something that is no id', bad('{ id: { eq: "x" } }'), 'BAD_USER_INPUT', /no id/],
      ['U+0000', bad('{ headline: { eq: "a\\u0000b" } }'), 'BAD_USER_INPUT', /U\+0000/],
      [
        'a search of 10,001 characters',
        bad(`{ search: "${'ab '.repeat(3333)}abc" }`),
        'INVALID_SEARCH',
        /at most 10000/,
      ],
      ['a word of 501', bad(`{ search: "${'a'.repeat(501)}" }`), 'INVALID_SEARCH', /more than 500/],
      ['too deep', bad(`${'{ not: '.repeat(13)}{}${' }'.repeat(13)}`), 'BAD_USER_INPUT', /levels deep/],
      [
        'too many',
        bad(`{ or: [${'{ headline: { eq: "x" } } '.repeat(101)}] }`),
        'BAD_USER_INPUT',
        /more than 200 terms/,
      ],
      ['too long an in', bad(`{ headline: { in: [${'"x" '.repeat(1001)}] } }`), 'BAD_USER_INPUT', /at most 1000/],
      [
        'relevance without a search',
        '{ articles(orderBy: { field: RELEVANCE, direction: DESC }) { nodes { id } } }',
        'BAD_USER_INPUT',
        /needs filter\.search/,
      ],
    ])('%s is a clear error', async (_name, query, code, message) => {
      expect(await graph.errorOf(query)).toEqual({ code, message: expect.stringMatching(message) });
    });

    it('a search of 10,000 characters is answered', async () => {
      expect(await headlines({ search: 'bridge '.repeat(1_428) })).toEqual(bridges(...range(0, 13)));
    });
  });
});
