import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

describe('search', () => {
  describe('of 12 articles and two more', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      await fill(graph, 12);
      const body = `Laurent Fabius told <script>alert("x")</script> & \uE000nothing\uE001 of the Élysée’s ministers.\n${'Filler goes on. '.repeat(60)}`;
      await graph.store.save(
        documentOf('/fabius.txt', { body, headline: 'A minister & his <b>words</b>' }),
        extractionOf(body, 'Laurent Fabius'),
        '1',
      );
      const hidden = 'Laurent Fabius hid the word xylophone.';
      await graph.store.save(
        documentOf('/hidden.txt', { body: hidden, headline: 'Hidden', pubStatus: 'WITHHELD' }),
        extractionOf(hidden, 'Laurent Fabius', 'xylophone'),
        '1',
      );
    });
    afterAll(() => db?.close());

    const HITS = `{ edges { score highlight node { __typename
      ... on Article { headline } ... on Entity { name } ... on Quote { content } ... on Source { name } } } }`;
    const hits = async (query: string, types?: string[]): Promise<Answer[]> => {
      const variables = { query, types: types ?? null };
      const { search } = await graph.query(
        `query ($query: String!, $types: [SearchHitType!]) { search(query: $query, types: $types, first: 100) ${HITS} }`,
        variables,
      );
      const scores = search.edges.map((edge: Answer) => edge.score);
      expect(scores).toEqual([...scores].sort((a, b) => b - a));
      for (const score of scores) expect(score >= 0 && score <= 1).toBe(true);
      return search.edges;
    };
    const namesOf = (edges: Answer[]) =>
      edges.map(({ node }) => `${node.__typename} ${node.name ?? node.headline ?? ''}`.trim());

    it('ranks things of all types in one list: who is called so before what speaks of it', async () => {
      const names = namesOf(await hits('fabius'));
      expect(names[0]).toBe('Entity Laurent Fabius');
      expect(names).toContain('Source Laurent Fabius');
      expect(names).toContain('Article A minister & his <b>words</b>');
      expect(names).toContain('Quote');
    });

    it.each(['fabuis', 'Laurent Fab', 'FABÍUS'])('finds a name from “%s”', async (typed) => {
      expect(namesOf(await hits(typed, ['ENTITY']))).toEqual(['Entity Laurent Fabius']);
    });

    it.each<[string, string[]]>([
      ['bridge', ['ARTICLE']],
      ['bridge', ['QUOTE']],
      ['tolliver', ['ENTITY', 'SOURCE']],
    ])('looks for “%s” among %j only', async (query, types) => {
      const kinds = new Set((await hits(query, types)).map(({ node }) => node.__typename.toUpperCase()));
      expect(kinds).toEqual(new Set(types));
    });

    it.each(['', 'the of', '""', '&|!', 'xylophone', '-bridge'])(
      'an answer for “%s”, without what readers may not see',
      async (query) => {
        expect(JSON.stringify(await hits(query))).not.toMatch(/xylophone|Hidden/);
      },
    );

    it('no types, no hits', async () => {
      expect(await hits('bridge', [])).toEqual([]);
    });

    it('highlights the words that matched, and escapes all else', async () => {
      const [article] = await hits('elysee minister', ['ARTICLE']);
      expect(article.highlight).toContain('<mark>Élysée</mark>’s <mark>ministers</mark>');
      expect(article.highlight).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; nothing of');
      expect(article.highlight.replaceAll(/<\/?mark>/g, '')).not.toMatch(/[<>]/);
      const [byHeadline] = await hits('words', ['ARTICLE']);
      expect(byHeadline.highlight).toBe('A minister &amp; his &lt;b&gt;<mark>words</mark>&lt;/b&gt;');
      const [entity] = await hits('fabuis', ['ENTITY']);
      expect(entity.highlight).toBe('Laurent <mark>Fabius</mark>');
    });

    it('walks by pages, each hit once, at one statement a page', async () => {
      const all = (await hits('bridge or tolliver')).length;
      const seen: string[] = [];
      for (let after: string | null = null; ; ) {
        const query =
          'query ($after: String) { search(query: "bridge or tolliver", first: 4, after: $after) { nodes { ... on Node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }';
        expect(await graph.statementsOf(query, { after })).toBe(1);
        const { search }: Answer = await graph.query(query, { after });
        expect(search.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...search.nodes.map((node: Answer) => node.id));
        if (!search.pageInfo.hasNextPage) break;
        after = search.pageInfo.endCursor;
      }
      expect(seen.length).toBe(all);
      expect(new Set(seen).size).toBe(all);
    });

    it.each([
      [
        'another search’s cursor',
        'another list or order',
        'INVALID_CURSOR',
        'query ($after: String) { search(query: "tolliver", after: $after) { nodes { __typename } } }',
      ],
      [
        'too large a page',
        'from 0 to 100',
        'BAD_USER_INPUT',
        '{ search(query: "x", first: 101) { nodes { __typename } } }',
      ],
    ])('%s is a clear error', async (_name, message, code, query) => {
      const { search } = await graph.query('{ search(query: "bridge", first: 1) { pageInfo { endCursor } } }');
      expect(await graph.errorOf(query, { after: search.pageInfo.endCursor })).toEqual({
        code,
        message: expect.stringContaining(message),
      });
    });
  });
});
