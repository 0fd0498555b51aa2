import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DocumentRejected } from '../../../src/domain/problem.ts';
import { readDocuments } from '../../../src/formats/read-document.ts';

const URI = '/archive/a.jsonld';
const BODY = 'The harbour bridge of Port Vella was closed on Tuesday.';
const ARTICLE = { '@type': 'NewsArticle', headline: 'Bridge shut', articleBody: BODY };

const readAll = (value: unknown) =>
  readDocuments(
    { uri: URI, bytes: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)) },
    { now: new Date('2026-06-01') },
  ).map((item) => {
    if ('rejected' in item) throw new DocumentRejected(item.rejected.code, item.rejected.message);
    return item;
  });
const read = (value: unknown) => readAll(value)[0]?.article;

describe('JSON-LD', () => {
  it.each([
    ['alone', { '@context': 'https://schema.org', ...ARTICLE }],
    ['in an array', [{ '@type': 'WebSite', name: 'x' }, ARTICLE]],
    ['in @graph', { '@context': 'https://schema.org', '@graph': [{ '@type': 'WebPage' }, ARTICLE] }],
    ['as the main entity of a page', { '@type': 'WebPage', mainEntity: ARTICLE }],
    ['with the address of its type', { ...ARTICLE, '@type': 'https://schema.org/NewsArticle' }],
    ['with a prefix', { ...ARTICLE, '@type': 'schema:NewsArticle' }],
    ['with several types', { ...ARTICLE, '@type': ['CreativeWork', 'OpinionNewsArticle'] }],
  ])('holds an article %s', (_, value) => {
    expect(readAll(value)).toMatchObject([
      { uri: URI, format: 'JSON_LD', article: { headline: 'Bridge shut', body: BODY } },
    ]);
  });

  it.each([
    'Article',
    'NewsArticle',
    'ReportageNewsArticle',
    'AnalysisNewsArticle',
    'OpinionNewsArticle',
    'BackgroundNewsArticle',
    'ReviewNewsArticle',
    'BlogPosting',
    'LiveBlogPosting',
  ])('knows a %s for an article', (type) => {
    expect(read({ ...ARTICLE, '@type': type })).toMatchObject({ body: BODY });
  });

  it.each([
    ['paragraphs of HTML', '<p>One.</p><p>Two &amp; three.</p>', 'One.\nTwo & three.'],
    ['lines', 'One.\r\n\r\nTwo & three.', 'One.\nTwo & three.'],
    ['entities', 'One&nbsp;and &quot;two&quot;.', 'One and "two".'],
    ['what only looks like HTML', 'If a < b, then b > a.', 'If a < b, then b > a.'],
  ])('may have %s in its text', (_, articleBody, body) => {
    expect(read({ ...ARTICLE, articleBody })?.body).toBe(body);
  });

  it('has the description for its text, marked as truncated, where there is none', () => {
    expect(read({ '@type': 'NewsArticle', headline: 'Bridge shut', description: BODY })).toMatchObject({
      body: BODY,
      isTruncated: true,
    });
  });

  it.each([
    ['alone', (deep: string) => `{"@type":"NewsArticle","articleBody":"Shut.","author":${deep}}`, 'Shut.'],
    [
      'one of several, which can be kept of it no more',
      (deep: string) =>
        `[${['1', deep].map((author) => `{"@type":"NewsArticle","articleBody":"Shut.","author":${author}}`)}]`,
      undefined,
    ],
  ])('that is nested deep gets an answer: %s', (_, of, body) => {
    const bytes = Buffer.from(of(`${'['.repeat(200_000)}${']'.repeat(200_000)}`));
    const last = readDocuments({ uri: '/d/a.jsonld', bytes }, {}).at(-1);
    expect(last && 'article' in last ? last.article.body : last?.rejected.code).toBe(body ?? 'UNREADABLE');
  });

  it('has the posts of a live blog', () => {
    const post = (headline: string, articleBody: string) => ({ '@type': 'BlogPosting', headline, articleBody });
    const liveBlogUpdate = [post('Six o’clock', 'The bridge is closed.'), post('Seven', 'It still is.')];
    const found = readAll({ '@type': 'LiveBlogPosting', headline: 'Bridge, live', liveBlogUpdate });
    expect(found).toMatchObject([{ article: { body: 'Six o’clock\nThe bridge is closed.\nSeven\nIt still is.' } }]);
  });

  it('has its fields, references within the document resolved', () => {
    const value = {
      '@graph': [
        {
          ...ARTICLE,
          url: 'https://ledger.example/a?utm_source=x',
          datePublished: { '@value': '2026-05-04T10:00:00+02:00' },
          dateModified: '2026-05-05',
          author: { '@id': '#jane' },
          publisher: { '@type': 'NewsMediaOrganization', name: 'Ledger', url: 'https://ledger.example' },
          articleSection: ['Ports'],
          image: { '@id': '#picture' },
        },
        { '@id': '#jane', '@type': 'Person', name: 'Jane Roe' },
        { '@id': '#picture', '@type': 'ImageObject', contentUrl: 'https://img.example/1.jpg' },
      ],
    };
    expect(read(value)).toMatchObject({
      url: 'https://ledger.example/a',
      datePublished: new Date('2026-05-04T08:00:00Z'),
      datePublishedPrecision: 'SECOND',
      datePublishedBasis: 'METADATA',
      dateModified: new Date('2026-05-05'),
      byline: 'Jane Roe',
      authors: ['Jane Roe'],
      publisher: { name: 'Ledger', domain: 'ledger.example' },
      articleSection: 'Ports',
      image: 'https://img.example/1.jpg',
      inLanguage: 'en',
      isTruncated: false,
    });
  });

  it('holds several articles, each of which can be read again from what is kept of it', () => {
    const articles = readAll([
      { ...ARTICLE, url: 'https://ledger.example/a', author: { '@id': '#jane' } },
      { ...ARTICLE, headline: 'Bridge opens' },
      { '@id': '#jane', '@type': 'Person', name: 'Jane Roe' },
    ]);
    expect(articles).toMatchObject([
      { uri: `${URI}#https://ledger.example/a`, article: { authors: ['Jane Roe'] } },
      { uri: `${URI}#2`, article: { headline: 'Bridge opens' } },
    ]);
    for (const { uri, content, article } of articles) {
      expect(readDocuments({ uri, bytes: Buffer.from(content) }, { format: 'JSON_LD' })).toMatchObject([
        { uri, article: { body: article.body, authors: article.authors } },
      ]);
    }
  });

  it('has a date in the future for a problem', () => {
    expect(readAll({ ...ARTICLE, datePublished: '2027-01-01' })).toMatchObject([
      { article: { datePublished: null }, problems: [{ code: 'DATE_INVALID' }] },
    ]);
  });

  it.each([
    ['no article', { '@context': 'https://schema.org', '@type': 'Recipe', name: 'Soup' }, 'EMPTY_DOCUMENT'],
    ['no text', { '@type': 'NewsArticle', headline: 'Bridge shut' }, 'EMPTY_DOCUMENT'],
    ['no JSON', '{"@type": "NewsArticle"', 'UNREADABLE'],
  ])('is refused with %s', (_, value, code) => {
    expect(() => readAll(value)).toThrow(expect.objectContaining({ code }));
  });

  it('is read or refused whatever JSON it is', () => {
    const text = fc.constantFrom('NewsArticle', BODY, '2026-05-04', '#x', 'https://ledger.example/a', '<p>x');
    const key = fc.constantFrom(
      '@type',
      '@id',
      '@graph',
      '@value',
      '@list',
      'author',
      'publisher',
      'headline',
      'articleBody',
      'url',
      'datePublished',
      'image',
      'liveBlogUpdate',
      'mainEntity',
    );
    const { node } = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        text,
        fc.constantFrom(null, 1, true),
        fc.array(tie('node'), { maxLength: 4 }),
        fc.dictionary(key, tie('node'), { maxKeys: 6 }),
      ),
    }));
    fc.assert(
      fc.property(node, (value) => {
        try {
          for (const { article } of readAll({ '@type': 'NewsArticle', x: value })) expect(article.body).not.toBe('');
        } catch (error) {
          if (!(error instanceof DocumentRejected)) throw error;
        }
      }),
      { numRuns: 500 },
    );
  });
});
