import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

describe('pages', () => {
  describe('of 30 articles', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      await fill(graph, 30);
    });
    afterAll(() => db?.close());

    /** The lists of the graph: how to ask for a page of each, and where the page is in the answer. */
    const LISTS: [string, (args: string) => string, (data: Answer) => Answer][] = [
      ...['articles', 'entities', 'quotes', 'sources'].map(
        (name): [string, (args: string) => string, (data: Answer) => Answer] => [
          `Query.${name}`,
          (args) => `{ ${name}(${args}) { ...P } }`,
          (data) => data[name],
        ],
      ),
      ...['articles', 'mentions', 'quotes'].map(
        (name): [string, (args: string) => string, (data: Answer) => Answer] => [
          `Entity.${name}`,
          (args) => `{ entity(name: "Ada Quill") { ${name}(${args}) { ...P } } }`,
          (data) => data.entity[name],
        ],
      ),
      ...['articles', 'citations'].map((name): [string, (args: string) => string, (data: Answer) => Answer] => [
        `Source.${name}`,
        (args) =>
          `{ source(${name === 'articles' ? 'domain: "ledger.example"' : 'name: "Tom Tull"'}) { ${name}(${args}) { ...P } } }`,
        (data) => data.source[name],
      ]),
      ...['mentions', 'entities', 'quotes', 'citations'].map(
        (name): [string, (args: string) => string, (data: Answer) => Answer] => [
          `Article.${name}`,
          (args) => `{ article(url: "https://ledger.example/news/4") { ${name}(${args}) { ...P } } }`,
          (data) => data.article[name],
        ],
      ),
    ];
    const page = async (query: string, type: string, at: (data: Answer) => Answer) =>
      at(
        await graph.query(
          `${query} fragment P on ${type} { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }`,
        ),
      );
    const connectionOf = async (query: string, at: (data: Answer) => Answer) =>
      at(await graph.query(query.replace('...P', '__typename'))).__typename as string;

    it.each(LISTS)(
      '%s: walking by pages, forwards and backwards, gives each row once and in order',
      async (_name, query, at) => {
        const type = await connectionOf(query('first: 1'), at);
        const all = (await page(query('first: 100'), type, at)).edges.map((edge: Answer) => edge.node.id);
        expect(new Set(all).size).toBe(all.length);
        expect(all.length).toBeGreaterThan(0);

        const forwards: string[] = [];
        for (let after = ''; ; ) {
          const { edges, pageInfo, totalCount } = await page(query(`first: 2${after}`), type, at);
          expect(totalCount).toBe(all.length);
          expect(pageInfo.hasPreviousPage).toBe(forwards.length > 0);
          forwards.push(...edges.map((edge: Answer) => edge.node.id));
          expect(pageInfo.hasNextPage).toBe(forwards.length < all.length);
          if (!pageInfo.hasNextPage) break;
          after = `, after: "${pageInfo.endCursor}"`;
        }
        expect(forwards).toEqual(all);

        const backwards: string[] = [];
        for (let before = ''; ; ) {
          const { edges, pageInfo } = await page(query(`last: 2${before}`), type, at);
          expect(pageInfo.hasNextPage).toBe(backwards.length > 0);
          backwards.unshift(...edges.map((edge: Answer) => edge.node.id));
          expect(pageInfo.hasPreviousPage).toBe(backwards.length < all.length);
          if (!pageInfo.hasPreviousPage) break;
          before = `, before: "${pageInfo.startCursor}"`;
        }
        expect(backwards).toEqual(all);
      },
    );

    it('articles come newest first, those of one day by id, undated ones last', async () => {
      const { articles } = await graph.query('{ articles(first: 100) { nodes { datePublished } } }');
      const times = articles.nodes.map((node: Answer) =>
        node.datePublished ? Date.parse(node.datePublished) : Number.NEGATIVE_INFINITY,
      );
      expect(times).toEqual([...times].sort((a, b) => b - a || 0));
      expect(times.at(-1)).toBe(Number.NEGATIVE_INFINITY);
    });

    it('the place of a cursor stays when its row is gone', async () => {
      const { articles } = await graph.query('{ articles(first: 4) { edges { cursor node { headline } } } }');
      const [, second, third] = articles.edges;
      await db.prisma.article.deleteMany({ where: { headline: second.node.headline } });
      const next = await graph.query(`{ articles(first: 1, after: "${second.cursor}") { nodes { headline } } }`);
      expect(next.articles.nodes).toEqual([third.node]);
    });

    it('between two cursors, both ends are kept', async () => {
      const { articles } = await graph.query('{ articles(first: 6) { edges { cursor node { headline } } } }');
      const [first, ...rest] = articles.edges;
      const between = await graph.query(
        `{ articles(first: 2, after: "${first.cursor}", before: "${rest[4].cursor}") { nodes { headline } pageInfo { hasNextPage hasPreviousPage } } }`,
      );
      expect(between.articles.nodes).toEqual([rest[0].node, rest[1].node]);
      expect(between.articles.pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
    });

    it.each([
      ['a page without rows', 'first: 0', []],
      ['null means left out', 'first: null, last: null, after: null, before: null', undefined],
    ])('%s', async (_name, args, nodes) => {
      const { articles } = await graph.query(
        `{ articles(${args}) { nodes { id } pageInfo { hasNextPage startCursor } } }`,
      );
      if (nodes) expect(articles).toEqual({ nodes, pageInfo: { hasNextPage: true, startCursor: null } });
      else expect(articles.nodes).toHaveLength(20);
    });

    it.each([
      [
        'more than a page may hold',
        'articles(first: 101) { totalCount nodes { id } }',
        'BAD_USER_INPUT',
        /from 0 to 100/,
      ],
      ['fewer than none', 'articles(last: -1) { nodes { id } }', 'BAD_USER_INPUT', /from 0 to 100/],
      ['first together with last', 'articles(first: 1, last: 1) { nodes { id } }', 'BAD_USER_INPUT', /not for both/],
      [
        'a nested page too large',
        'articles { nodes { mentions(first: 501) { nodes { id } } } }',
        'BAD_USER_INPUT',
        /from 0 to 500/,
      ],
      ['something that is no cursor', 'articles(after: "xyz") { nodes { id } }', 'INVALID_CURSOR', /no cursor/],
      [
        'a cursor with a forged key',
        `articles(after: "${Buffer.from('["articles:default","now()","x"]').toString('base64url')}") { nodes { id } }`,
        'INVALID_CURSOR',
        /damaged/,
      ],
    ])('%s is a clear error', async (_name, query, code, message) => {
      expect(await graph.errorOf(`{ ${query} }`)).toEqual({ code, message: expect.stringMatching(message) });
    });

    it('a cursor of another list is a clear error', async () => {
      const { quotes } = await graph.query('{ quotes(first: 1) { pageInfo { endCursor } } }');
      const error = await graph.errorOf(`{ articles(after: "${quotes.pageInfo.endCursor}") { nodes { id } } }`);
      expect(error).toEqual({ code: 'INVALID_CURSOR', message: expect.stringContaining('another list') });
    });
  });
});
