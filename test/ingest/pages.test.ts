import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { extractLine } from '../../src/extract/json-lines.ts';
import { findDocuments } from '../../src/ingest/find-documents.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { pageReader } from '../../src/ingest/page-line.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { receiptsOf } from '../support/documents.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';
import { PARAGRAPHS, pageOf } from '../support/pages.ts';

const HEAD =
  '<link rel="canonical" href="https://ledger.example/world/bridge"><meta property="og:title" content="Bridge shut in Port Vella">' +
  '<meta property="article:published_time" content="2026-05-04T22:30:00-05:00"><meta name="author" content="Jane Roe">';
const JSON_LD = {
  '@context': 'https://schema.org',
  '@graph': [
    {
      '@type': 'NewsArticle',
      headline: 'Ferries run',
      articleBody: `<p>${PARAGRAPHS[2]}</p>`,
      author: { '@id': '#tom' },
    },
    { '@id': '#tom', '@type': 'Person', name: 'Tom Tull' },
  ],
};
const PROVENANCE =
  'query ($url: URL!) { article(url: $url) { headline provenance { field rule candidates { value origin place isChosen precision zone } } } }';

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db).as({ name: 'desk', scope: 'ingest' });
});
afterAll(() => db.close());

describe('pages and JSON-LD', () => {
  it('are taken in from a folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'newsgraph-pages-'));
    try {
      await writeFile(join(folder, 'bridge.html'), pageOf({ head: HEAD }));
      await writeFile(join(folder, 'ferries.jsonld'), JSON.stringify(JSON_LD));
      const { ingestAll, reextract } = createIngest({ store: createArticleStore(db.prisma) });
      expect(await receiptsOf(ingestAll(findDocuments([folder])))).toMatchObject([
        { uri: join(folder, 'bridge.html'), outcome: 'CREATED', quoteCount: expect.any(Number), problems: [] },
        { uri: join(folder, 'ferries.jsonld'), outcome: 'CREATED', problems: [] },
      ]);
      const { articles } = await graph.query(
        '{ articles(orderBy: {field: HEADLINE, direction: ASC}) { nodes { headline body authors document { format } quotes { nodes { speaker { name } } } } } }',
      );
      expect(articles.nodes).toMatchObject([
        {
          headline: 'Bridge shut in Port Vella',
          body: PARAGRAPHS.join('\n'),
          authors: ['Jane Roe'],
          document: { format: 'HTML' },
        },
        { headline: 'Ferries run', body: PARAGRAPHS[2], authors: ['Tom Tull'], document: { format: 'JSON_LD' } },
      ]);
      expect(articles.nodes[0].quotes.nodes).toContainEqual({ speaker: { name: 'Ada Quill' } });
      await db.prisma.document.updateMany({ data: { extractorVersion: 'older' } });
      expect(await receiptsOf(reextract())).toMatchObject([{ outcome: 'UPDATED' }, { outcome: 'UPDATED' }]);
      expect((await db.prisma.article.findFirstOrThrow({ where: { headline: { startsWith: 'Bridge' } } })).body).toBe(
        PARAGRAPHS.join('\n'),
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('are taken in by ingestDocument, and the article says where its fields come from', async () => {
    const { ingestDocument } = await graph.query(
      'mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { outcome problems { code } } } }',
      { input: { format: 'HTML', uri: 'https://ledger.example/world/bridge', content: pageOf({ head: HEAD }) } },
    );
    expect(ingestDocument.receipts).toMatchObject([{ problems: [] }]);
    const { article } = await graph.query(PROVENANCE, { url: 'https://ledger.example/world/bridge' });
    expect(article.headline).toBe('Bridge shut in Port Vella');
    expect(article.provenance.map(({ field }: { field: string }) => field)).toContain('HEADLINE');
    expect(article.provenance).toContainEqual({
      field: 'DATE_PUBLISHED',
      rule: 'ONLY',
      candidates: [
        {
          value: '2026-05-04T22:30:00-05:00',
          origin: 'OPEN_GRAPH',
          place: 'article:published_time',
          isChosen: true,
          precision: 'SECOND',
          zone: 'STATED',
        },
      ],
    });
  });

  it('a text says where its fields come from, too', async () => {
    await graph.query('mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { revision } }', {
      input: {
        format: 'TEXT',
        uri: 'https://ledger.example/2026/05/04/pier-safe',
        content: 'Pier is safe\n\nAda Quill said the pier was safe.\n',
      },
    });
    const { article } = await graph.query(PROVENANCE, { url: 'https://ledger.example/2026/05/04/pier-safe' });
    expect(article.provenance.slice(0, 2)).toMatchObject([
      {
        field: 'HEADLINE',
        candidates: [
          { value: 'Pier is safe', origin: 'TEXT', isChosen: true },
          { origin: 'URL' },
          { origin: 'FIRST_SENTENCE' },
        ],
      },
      { field: 'DATE_PUBLISHED', rule: 'ONLY', candidates: [{ value: '2026-05-04', origin: 'URL', precision: 'DAY' }] },
    ]);
  });
});

describe('a line of newsgraph extract that holds a page', () => {
  const readPage = pageReader(() => new Date('2026-06-01'));
  const answer = (line: object) => extractLine(JSON.stringify(line), 1, readPage);

  it('is answered by its metadata and text beside what is found in the text', () => {
    const found = answer({ id: 'p1', url: 'https://ledger.example/world/bridge', html: pageOf({ head: HEAD }) });
    expect(found).toMatchObject({
      id: 'p1',
      headline: 'Bridge shut in Port Vella',
      authors: ['Jane Roe'],
      // In the publisher's own zone: the day that the reader saw.
      datePublished: '2026-05-04T22:30:00-05:00',
      dateModified: null,
      articleSection: 'world',
      inLanguage: 'en',
      publisher: 'ledger',
      url: 'https://ledger.example/world/bridge',
      body: PARAGRAPHS.join('\n'),
      isTruncated: false,
      quotes: expect.arrayContaining([
        expect.objectContaining({ speaker: expect.objectContaining({ name: 'Ada Quill' }) }),
      ]),
    });
  });

  it('needs no address', () => {
    expect(answer({ id: 1, html: pageOf() })).toMatchObject({ id: 1, url: null, body: PARAGRAPHS.join('\n') });
    expect(answer({ id: 1, url: 'not an address', html: pageOf() })).toMatchObject({ id: 1, url: null });
  });

  it('gets the reason, where it holds no article', () => {
    expect(answer({ id: 'p2', html: '<nav>Home</nav>' })).toMatchObject({
      id: 'p2',
      error: { code: 'EMPTY_DOCUMENT' },
    });
  });
});
