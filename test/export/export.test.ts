import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
// biome-ignore lint/style/noRestrictedImports: of the package, which has the draft that ninjs uses there.
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawDocument } from '../../src/domain/document.ts';
import type { ExportOptions } from '../../src/export/export-articles.ts';
import { exportArticles } from '../../src/export/export-articles.ts';
import { findDocuments } from '../../src/ingest/find-documents.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { createReader } from '../../src/storage/read/reader.ts';
import type { TestDatabase } from '../support/database.ts';
import { openDatabase } from '../support/database.ts';
import { rawText, receiptsOf } from '../support/documents.ts';
import type { Answer } from '../support/graph.ts';
import { graphState } from '../support/graph-state.ts';
import { writeMixedDocuments } from '../support/mixed-documents.ts';
import { schemaOrgFaults } from '../support/schema-org.ts';

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));
const NINJS_SCHEMA = new URL('../../../shared/corpora/ninjs/schema/ninjs-schema_3.1.json', import.meta.url);

const ninjs = (uri: string, more: object) =>
  rawText(
    `/items/${uri}.json`,
    JSON.stringify({
      uri: `urn:x:${uri}`,
      firstCreated: '2026-10-05T09:30:00Z',
      headlines: [{ value: `The pier ${uri}` }],
      bodies: [{ value: '“It stands,” Ada Quill said in Paris.' }],
      ...more,
    }),
  );

/** Of each format one, two of one article, what readers may not see, and bytes that are not UTF-8. */
const DOCUMENTS: readonly RawDocument[] = [
  rawText(
    '/pages/pier page.html',
    `<html lang="en"><head><title>Pier shut</title><link rel="canonical" href="https://ledger.example/pier">
     <meta property="article:published_time" content="2026-10-05T09:30:00Z"></head><body><article><h1>Pier shut</h1>
     <p>The pier of Harnby was shut on Monday, after a storm that took the roof of the hall.</p>
     <p>“We will mend it by the spring,” the mayor, Tom Tull, told Reuters.</p></article></body></html>`,
  ),
  rawText(
    '/feed.xml',
    `<rss version="2.0"><channel><title>Ledger</title><item><title>Pier shut</title><link>https://ledger.example/pier</link>
     <description>The pier of Harnby was shut.</description></item></channel></rss>`,
  ),
  { uri: '/latin.txt', bytes: Buffer.from('Caf\u00e9 owner Ada Quill said: "No," on Monday.\n', 'latin1') },
  rawText('/formula.txt', '“=1+1 is two,” Ada Quill said.\n'),
  ninjs('usable', {}),
  ninjs('withheld', { pubStatus: 'withheld' }),
  ninjs('canceled', { pubStatus: 'canceled' }),
  ninjs('embargoed', { embargoedUntil: '2099-01-01T00:00:00Z' }),
];

const ingestOf = (db: TestDatabase) => createIngest({ store: createArticleStore(db.prisma) });
async function textOf(db: TestDatabase, options: ExportOptions = {}): Promise<string> {
  const parts: string[] = [];
  for await (const part of exportArticles(createReader(db.prisma), options)) parts.push(part);
  return parts.join('');
}
const linesOf = async (db: TestDatabase, options: ExportOptions = {}): Promise<Answer[]> =>
  (await textOf(db, options))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Answer);

describe('an export', () => {
  let db: TestDatabase;
  beforeAll(async () => {
    db = await openDatabase();
    const ingest = ingestOf(db);
    const mixed = await mkdtemp(join(tmpdir(), 'newsgraph-mixed-'));
    await writeMixedDocuments(mixed, 48);
    await receiptsOf(ingest.ingestAll(findDocuments([SEEDS, mixed])));
    await rm(mixed, { recursive: true });
    for (const document of DOCUMENTS) await receiptsOf(ingest.ingest(document));
  });
  afterAll(() => db?.close());

  it('of everything, ingested into an empty database, gives the same graph; and into the same one, nothing new', async () => {
    const bytes = Buffer.from(await textOf(db, { isAll: true }));
    const again = await receiptsOf(ingestOf(db).ingest({ uri: '/export.jsonl', bytes }));
    expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['UNCHANGED']));
    const copy = await openDatabase();
    try {
      const receipts = await receiptsOf(ingestOf(copy).ingest({ uri: '/export.jsonl', bytes }));
      expect(receipts.filter(({ outcome }) => outcome === 'REJECTED')).toEqual([]);
      expect(await graphState(copy)).toEqual(await graphState(db));
    } finally {
      await copy.close();
    }
  });

  it('tells all that was found, with the ids that GraphQL gives, as anchors in the body', async () => {
    const [page] = await linesOf(db, { filter: '{"url":{"eq":"https://ledger.example/pier"}}' });
    expect(page).toMatchObject({ newsgraph: 1, headline: 'Pier shut', pubStatus: 'USABLE' });
    expect(page.documents.map(({ uri }: Answer) => uri)).toEqual([
      '/pages/pier page.html',
      expect.stringContaining('/feed.xml#'),
    ]);
    const [quote] = page.quotes;
    expect(quote).toMatchObject({ speaker: { name: 'Tom Tull', type: 'PERSON' }, quoteType: 'DIRECT' });
    for (const { start, end, exact } of [...page.mentions, ...page.quotes, ...page.citations]) {
      expect(page.body.slice(start, end)).toBe(exact);
    }
    const ids = [page, quote, quote.speaker, ...page.entities, ...page.mentions, ...page.citations];
    expect(ids.map(({ id }) => atob(id).split(':')[0])).toEqual(
      expect.arrayContaining(['Article', 'Quote', 'Entity', 'EntityMention', 'Citation']),
    );
  });

  it('holds what readers may see, and the rest only when all is asked for', async () => {
    const statuses = async (options: ExportOptions) =>
      (await linesOf(db, { filter: '{"headline":{"startsWith":"The pier "}}', ...options })).map(
        ({ headline, pubStatus }) => `${headline}: ${pubStatus}`,
      );
    expect(await statuses({})).toEqual(['The pier usable: USABLE']);
    expect(await statuses({ isAll: true })).toEqual([
      'The pier usable: USABLE',
      'The pier withheld: WITHHELD',
      'The pier canceled: CANCELED',
      'The pier embargoed: USABLE',
    ]);
    for (const format of ['jsonld', 'csv'] as const) {
      await expect(textOf(db, { isAll: true, format })).rejects.toThrow(`${format} cannot say that an article is`);
    }
  });

  it.each([
    ['{', /no JSON/],
    ['[1]', /no ArticleFilter/],
    ['{"colour":{"eq":"red"}}', /At filter: Field "colour" is not defined/],
    ['{"url":null}', /url is null/],
  ])('refuses the filter %s', async (filter, message) => {
    await expect(textOf(db, { filter })).rejects.toThrow(message);
  });

  it('as JSON-LD is schema.org, one NewsArticle a line', async () => {
    const articles = await linesOf(db, { format: 'jsonld' });
    expect(articles).toHaveLength((await linesOf(db)).length);
    expect(articles.flatMap((article) => schemaOrgFaults(article))).toEqual([]);
    expect(articles.flatMap(({ hasPart = [] }) => hasPart).length).toBeGreaterThan(50);
  });

  it('as CSV has a line for each quote, and no formula', async () => {
    const csv = await textOf(db, { format: 'csv' });
    const quoteCount = (await linesOf(db)).reduce((sum, { quotes }) => sum + quotes.length, 0);
    expect(csv.split('\r\n')).toHaveLength(quoteCount + 2);
    expect(csv).toMatch(/^speaker,speakerType,speakerText,quote,/);
    expect(csv).toMatch(/\r\nTom Tull,PERSON,[^\r]*,"We will mend it by the spring,",DIRECT,/);
    expect(csv).toContain(',"\'=1+1 is two,",');
  });

  it.skipIf(!existsSync(NINJS_SCHEMA))('as ninjs is valid by the schema of ninjs 3.1', async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'https://geojson.org/schema/GeoJSON.json', type: 'object' });
    const validate = ajv.compile(JSON.parse(readFileSync(NINJS_SCHEMA, 'utf8')) as object);
    const items = await linesOf(db, { format: 'ninjs', isAll: true });
    expect(items.length).toBeGreaterThan(10);
    for (const item of items) {
      validate(item);
      expect([item.uri, validate.errors]).toEqual([item.uri, null]);
    }
    expect(items.map(({ pubStatus, embargoedUntil }) => embargoedUntil ?? pubStatus)).toEqual(
      expect.arrayContaining(['usable', 'withheld', 'canceled', '2099-01-01T00:00:00.000Z']),
    );
  });

  it('as ninjs is read again with headline, body, date and status', async () => {
    const copy = await openDatabase();
    try {
      const bytes = Buffer.from(await textOf(db, { format: 'ninjs', isAll: true }));
      await receiptsOf(ingestOf(copy).ingest({ uri: '/export.jsonl', bytes }));
      const articles = (of: TestDatabase) =>
        of.prisma.article.findMany({
          where: { headline: { startsWith: 'The pier ' } },
          orderBy: { headline: 'asc' },
          select: { headline: true, body: true, datePublished: true, pubStatus: true, embargoedUntil: true },
        });
      expect(await articles(copy)).toEqual(await articles(db));
    } finally {
      await copy.close();
    }
  });
});
