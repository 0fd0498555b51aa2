import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const VERSIONS = `{ articles { nodes { headline body versions { totalCount nodes {
  id replacedAt headline body quotes { content quoteType speaker speakerText } article { body }
  changes { quotesAdded { content speaker } quotesRemoved { content speaker } speakersAdded speakersRemoved figuresAdded figuresRemoved }
} } } } }`;

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.article.deleteMany();
});

const FIRST = 'Ada Quill said 12 boats were lost.\nIt rained.';
const SECOND = 'Tom Tull said 14 boats were lost.\nIt rained.';
const save = (body: string, people: string[], article: object = {}, extractorVersion = '1') =>
  graph.store.save(documentOf('/a.txt', { body, ...article }), extractionOf(body, ...people), extractorVersion);
async function versions(): Promise<Answer[]> {
  return (await graph.query(VERSIONS)).articles.nodes[0].versions.nodes;
}

it('a text that is replaced is kept with its quotes, and what came and went', async () => {
  await save(FIRST, ['Ada Quill']);
  expect(await versions()).toEqual([]);
  await save(SECOND, ['Tom Tull'], { headline: 'More boats' });
  expect(await versions()).toEqual([
    {
      id: expect.any(String),
      replacedAt: expect.any(Date),
      headline: 'A bridge opens',
      body: FIRST,
      quotes: [
        {
          content: 'Ada Quill said 12 boats were lost.',
          quoteType: 'INDIRECT',
          speaker: 'Ada Quill',
          speakerText: 'Ada Quill',
        },
      ],
      article: { body: SECOND },
      changes: {
        quotesAdded: [{ content: 'Tom Tull said 14 boats were lost.', speaker: 'Tom Tull' }],
        quotesRemoved: [{ content: 'Ada Quill said 12 boats were lost.', speaker: 'Ada Quill' }],
        speakersAdded: ['Tom Tull'],
        speakersRemoved: ['Ada Quill'],
        figuresAdded: ['14 boats'],
        figuresRemoved: ['12 boats'],
      },
    },
  ]);
});

it('newest first, page by page, and each a node of its own', async () => {
  for (let i = 0; i < 4; i++) await save(`Ada Quill counted ${i}.`, ['Ada Quill']);
  const bodies = (await versions()).map(({ body }) => body);
  expect(bodies).toEqual(['Ada Quill counted 2.', 'Ada Quill counted 1.', 'Ada Quill counted 0.']);
  const page = (after: string) =>
    graph.query(
      `{ articles { nodes { versions(first: 2${after}) { nodes { id body } pageInfo { hasNextPage endCursor } } } } }`,
    );
  const first = (await page('')).articles.nodes[0].versions;
  expect(first).toMatchObject({ nodes: [{ body: bodies[0] }, { body: bodies[1] }], pageInfo: { hasNextPage: true } });
  const rest = (await page(`, after: "${first.pageInfo.endCursor}"`)).articles.nodes[0].versions;
  expect(rest).toMatchObject({ nodes: [{ body: bodies[2] }], pageInfo: { hasNextPage: false } });
  const [{ id }] = first.nodes;
  expect(await graph.query('query ($id: ID!) { node(id: $id) { ... on ArticleVersion { body } } }', { id })).toEqual({
    node: { body: bodies[0] },
  });
});

it.each<[string, () => Promise<unknown>]>([
  ['the same text again', () => save(FIRST, ['Ada Quill'])],
  ['the same text from a better extractor', () => save(FIRST, ['Ada Quill', 'Tom Tull'], {}, '2')],
  ['another date', () => save(FIRST, ['Ada Quill'], { datePublished: new Date(0) })],
  [
    'a summary of it from elsewhere',
    () =>
      graph.store.save(
        documentOf('feed#1', { body: 'Boats …', url: 'https://ledger.example/a', isTruncated: true }),
        extractionOf('Boats …'),
        '1',
      ),
  ],
])('%s is no version', async (_name, change) => {
  await save(FIRST, ['Ada Quill'], { url: 'https://ledger.example/a' });
  await change();
  expect(await versions()).toEqual([]);
});

it('another headline is one', async () => {
  await save(FIRST, ['Ada Quill']);
  await save(FIRST, ['Ada Quill'], { headline: 'Boats lost' });
  expect(await versions()).toMatchObject([{ headline: 'A bridge opens', changes: { quotesRemoved: [] } }]);
});

it.each([
  ['withheld', { pubStatus: 'WITHHELD' }],
  ['under an embargo', { embargoedUntil: new Date(Date.now() + 86_400_000) }],
])('what was %s when it was replaced is never shown', async (_name, hidden) => {
  await save(FIRST, ['Ada Quill'], hidden);
  await save(SECOND, ['Tom Tull']);
  expect(await versions()).toEqual([]);
  await save(FIRST, ['Ada Quill']);
  const [version, ...more] = await versions();
  expect(more).toEqual([]);
  expect(version.body).toBe(SECOND);
});

it('versions go with the article, and are hidden with it', async () => {
  await save(FIRST, ['Ada Quill']);
  await save(SECOND, ['Tom Tull']);
  const [{ id }] = await versions();
  const node = async () => (await graph.query('query ($id: ID!) { node(id: $id) { id } }', { id })).node;
  expect(await node()).toEqual({ id });
  await db.prisma.article.updateMany({ data: { pubStatus: 'WITHHELD' } });
  expect(await node()).toBeNull();
  await db.prisma.article.deleteMany();
  expect(await db.prisma.articleVersion.count()).toBe(0);
});

it('a quote that people rejected is not kept', async () => {
  await save(FIRST, ['Ada Quill']);
  await db.prisma.quote.updateMany({ data: { isRejected: true } });
  await save(SECOND, ['Tom Tull']);
  expect(await versions()).toMatchObject([{ quotes: [], changes: { quotesRemoved: [], speakersRemoved: [] } }]);
});

it('versions of many articles take one statement', async () => {
  await save(FIRST, ['Ada Quill']);
  await save(SECOND, ['Tom Tull']);
  expect(await graph.statementsOf(VERSIONS)).toBe(1);
});
