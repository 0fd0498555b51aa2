import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { ArticleFields, DatePrecision } from '../../src/domain/document.ts';
import { ENTITY_TYPES } from '../../src/domain/entity.ts';
import type { Extraction } from '../../src/domain/extraction.ts';
import { findDocuments, readDocumentFile } from '../../src/ingest/find-documents.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND, receiptsOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';
import { schemaOrgFaults } from '../support/schema-org.ts';

const SEEDS = fileURLToPath(new URL('../../seeds', import.meta.url));
const UUID = expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/);

const BODY = `“It opens in April,” Ada Quill told the Ledger in Harnby. Officials said that it would. Norvia wants more.
The Harn Treaty, the Vetch Report, the Quillmobile and the Ferrymen are named, too.`;

/** One thing of each type, a named and an unnamed source, and one of a document. */
function extraction(): Extraction {
  const span = (words: string) => {
    const start = BODY.indexOf(words);
    return { start, end: start + words.length };
  };
  const names = [
    'Ada Quill',
    'the Ledger',
    'Harnby',
    'Harn Treaty',
    'Ferrymen',
    'Quillmobile',
    'Vetch Report',
    'Norvia',
  ];
  const types = ['PERSON', 'ORGANIZATION', 'PLACE', 'EVENT', 'GROUP', 'PRODUCT', 'WORK', 'PLACE'] as const;
  const attribution = { method: 'test', confidence: 1, abstained: null, evidence: [] };
  const quote = { stretches: [], parts: [], cueSpan: null, addressee: null, citation: null, attribution };
  const opens = { start: 1, end: 'It opens in April,'.length + 1 };
  return {
    entities: names.map((name, i) => ({
      key: `${types[i]}:${name}`,
      name,
      type: types[i] ?? 'WORK',
      aliases: name === 'Ada Quill' ? ['Quill'] : [],
      countryCode: types[i] === 'PLACE' ? 'NV' : null,
      location: name === 'Harnby' ? { latitude: 51.5, longitude: -3 } : null,
      sameAs: name === 'Harnby' ? ['https://www.wikidata.org/wiki/Q1'] : [],
      salience: 1 - i / 10,
    })),
    mentions: names.map((name, entity) => ({ ...span(name), entity, mentionType: 'NAME' })),
    sources: [
      {
        key: 'domain:ledger.example',
        name: 'The Ledger',
        kind: 'NEWS_OUTLET',
        domain: 'ledger.example',
        aliases: [],
        entity: 1,
      },
      { key: 'entity:PERSON:Ada Quill', name: 'Ada Quill', kind: 'PERSON', domain: null, aliases: [], entity: 0 },
      { key: 'entity:WORK:Vetch Report', name: 'Vetch Report', kind: 'DOCUMENT', domain: null, aliases: [], entity: 6 },
    ],
    citations: [
      { ...span('Ada Quill'), source: 1, kind: 'PERSON', isNamed: true, cueSpan: null, via: 0 },
      { ...span('Officials'), source: null, kind: 'GROUP', isNamed: false, cueSpan: null, via: null },
      { ...span('Vetch Report'), source: 2, kind: 'DOCUMENT', isNamed: true, cueSpan: null, via: null },
    ],
    quotes: [
      {
        ...quote,
        ...opens,
        content: 'It opens in April,',
        quoteType: 'DIRECT',
        speaker: 0,
        speakerSpan: span('Ada Quill'),
      },
      {
        ...quote,
        ...span('that it would'),
        content: 'that it would',
        quoteType: 'INDIRECT',
        speaker: null,
        speakerSpan: span('Officials'),
      },
      {
        ...quote,
        ...span('wants more'),
        content: 'wants more',
        quoteType: 'INDIRECT',
        speaker: 7,
        speakerSpan: span('Norvia'),
      },
    ],
  };
}

describe('Article.jsonLd', () => {
  describe('of articles', () => {
    let db: Database;
    let graph: Graph;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
      const { ingest } = createIngest({ store: graph.store });
      for await (const found of findDocuments([SEEDS])) await receiptsOf(ingest(await readDocumentFile(found)));
    });
    afterAll(() => db?.close());

    async function jsonLd(fields: Partial<ArticleFields>, found = NOTHING_FOUND): Promise<Answer> {
      const { articleId } = await graph.store.save(documentOf('/one.txt', fields), found, '1');
      const { headline } = await db.prisma.article.findUniqueOrThrow({ where: { id: articleId } });
      const { articles } = await graph.query(
        'query ($headline: String) { articles(filter: { headline: { eq: $headline } }) { nodes { id jsonLd } } }',
        { headline },
      );
      return articles.nodes[0].jsonLd;
    }

    it('says what was found, in the words of schema.org', async () => {
      const ld = await jsonLd(
        {
          body: BODY,
          headline: 'A bridge is to open',
          url: 'https://ledger.example/bridge',
          datePublished: new Date('2015-11-16'),
          datePublishedPrecision: 'DAY',
          dateModified: new Date('2015-11-17T09:30:00Z'),
          articleSection: 'world',
          byline: 'By Jo Marsh',
          authors: ['Jo Marsh'],
          image: 'https://ledger.example/bridge.jpg',
          publisher: { name: 'The Ledger', domain: 'ledger.example', kind: 'NEWS_OUTLET' },
        },
        extraction(),
      );
      expect(schemaOrgFaults(ld)).toEqual([]);
      const ledger = {
        '@type': 'NewsMediaOrganization',
        '@id': UUID,
        name: 'The Ledger',
        url: 'https://ledger.example/',
      };
      expect(ld).toEqual({
        '@context': 'https://schema.org',
        '@type': 'NewsArticle',
        '@id': 'https://ledger.example/bridge',
        identifier: expect.any(String),
        headline: 'A bridge is to open',
        description: BODY.split('\n')[0],
        url: 'https://ledger.example/bridge',
        datePublished: '2015-11-16',
        dateModified: '2015-11-17T09:30:00Z',
        inLanguage: 'en',
        articleSection: 'world',
        creditText: 'By Jo Marsh',
        author: [{ '@type': 'Person', name: 'Jo Marsh' }],
        publisher: ledger,
        image: 'https://ledger.example/bridge.jpg',
        articleBody: BODY,
        wordCount: BODY.split(/\s+/).length,
        mentions: [
          { '@type': 'Person', '@id': UUID, name: 'Ada Quill', alternateName: ['Quill'] },
          { '@type': 'Organization', '@id': UUID, name: 'the Ledger' },
          {
            '@type': 'Place',
            '@id': UUID,
            name: 'Harnby',
            sameAs: ['https://www.wikidata.org/wiki/Q1'],
            geo: { '@type': 'GeoCoordinates', latitude: 51.5, longitude: -3 },
            address: { '@type': 'PostalAddress', addressCountry: 'NV' },
          },
          { '@type': 'Event', '@id': UUID, name: 'Harn Treaty' },
          { '@type': 'Organization', '@id': UUID, name: 'Ferrymen' },
          { '@type': 'Product', '@id': UUID, name: 'Quillmobile' },
          { '@type': 'CreativeWork', '@id': UUID, name: 'Vetch Report' },
          {
            '@type': 'Place',
            '@id': UUID,
            name: 'Norvia',
            address: { '@type': 'PostalAddress', addressCountry: 'NV' },
          },
        ],
        citation: [
          {
            '@type': 'CreativeWork',
            creator: { '@type': 'Person', '@id': UUID, name: 'Ada Quill' },
            publisher: ledger,
          },
          { '@type': 'CreativeWork', creditText: 'Officials' },
          { '@type': 'CreativeWork', '@id': UUID, name: 'Vetch Report' },
        ],
        hasPart: [
          {
            '@type': 'Quotation',
            '@id': UUID,
            text: 'It opens in April,',
            genre: 'direct quotation',
            creator: { '@type': 'Person', '@id': UUID, name: 'Ada Quill' },
          },
          {
            '@type': 'Quotation',
            '@id': UUID,
            text: 'that it would',
            genre: 'indirect quotation',
            creditText: 'Officials',
          },
          {
            '@type': 'Quotation',
            '@id': UUID,
            text: 'wants more',
            genre: 'indirect quotation',
            creator: { '@type': 'Organization', '@id': UUID, name: 'Norvia' },
          },
        ],
      });
      expect(ENTITY_TYPES.length, 'each type is in the example').toBe(7);
    });

    test.each<[DatePrecision, string]>([
      ['YEAR', '2015'],
      ['MONTH', '2015-11'],
      ['DAY', '2015-11-16'],
      ['MINUTE', '2015-11-16T09:30Z'],
      ['SECOND', '2015-11-16T09:30:15Z'],
    ])('a date known to the %s says no more than that', async (datePublishedPrecision, expected) => {
      const datePublished = new Date('2015-11-16T09:30:15Z');
      expect(await jsonLd({ headline: 'Dated', datePublished, datePublishedPrecision })).toMatchObject({
        datePublished: expected,
      });
    });

    it('leaves out what is not known, and calls a part no body', async () => {
      const ld = await jsonLd({ headline: 'Bare', body: 'One line.', inLanguage: 'und', isTruncated: true });
      expect(ld).toEqual({
        '@context': 'https://schema.org',
        '@type': 'NewsArticle',
        '@id': UUID,
        identifier: expect.any(String),
        headline: 'Bare',
        description: 'One line.',
        abstract: 'One line.',
      });
    });

    it('every seed is a valid NewsArticle, read by one statement', async () => {
      const query = '{ articles(first: 100) { nodes { headline jsonLd } } }';
      const { articles } = await graph.query(query);
      expect(articles.nodes.length).toBeGreaterThan(10);
      for (const { headline, jsonLd: ld } of articles.nodes) expect(schemaOrgFaults(ld), headline).toEqual([]);
      expect(JSON.stringify(articles)).toContain('"@type":"Quotation"');
      expect(await graph.statementsOf(query)).toBe(1);
    });

    it('is as much of a query as its parts', async () => {
      const deep = 'articles(first: 100) { nodes { copies(first: 100) { nodes { jsonLd } } } }';
      expect(await graph.errorOf(`{ ${deep} }`)).toMatchObject({ code: 'QUERY_TOO_LARGE' });
    });
  });
});

describe('the check against schema.org finds', () => {
  test.each([
    [{ '@type': 'NewsPaperArticle' }, /has no type/],
    [{ '@type': 'NewsArticle', spokenByCharacter: { '@type': 'Person' } }, /has no property spokenByCharacter/],
    [{ '@type': 'NewsArticle', wordCount: '12' }, /wordCount\[0\] is a string/],
    [{ '@type': 'NewsArticle', author: [{ '@type': 'Place', name: 'x' }] }, /author\[0\] is a Place/],
    [
      { '@type': 'NewsArticle', hasPart: [{ '@type': 'Quotation', spokenBy: 'x' }] },
      /Quotation has no property spokenBy/,
    ],
  ])('%j', (thing, fault) => expect(schemaOrgFaults(thing).join()).toMatch(fault));
});
