import { parseFeed } from '@rowanmanning/feed-parser';
import { SyntaxValidator } from 'fast-xml-validator';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { readQuality } from '../../src/extract/quality.ts';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { ArticleStore } from '../../src/storage/article-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { createReader } from '../../src/storage/read/reader.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, NOTHING_FOUND } from '../support/documents.ts';
import type { TestGateway } from './test-gateway.ts';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

const NASTY = 'Tom & Ada <b>said</b> ]]> “no” \u0007\u{1F309}';

let db: Database;
let store: ArticleStore;
const gatewayWith = (options: Parameters<typeof createTestGateway>[0] = {}): TestGateway =>
  createTestGateway({
    schema,
    createContext: () => ({
      reader: createReader(db.prisma),
      isReadingOpen: true,
      maxNodes: 500_000,
      quality: readQuality(),
    }),
    toGraphQLError,
    ...options,
  });
const feed = (query: string, init?: RequestInit, gateway = gatewayWith()) =>
  gateway.fetch(`${ORIGIN}/feed${query}`, init);
const filtered = (filter: unknown) => `?filter=${encodeURIComponent(JSON.stringify(filter))}`;
const headlinesOf = async (query: string): Promise<string[]> =>
  JSON.parse(await (await feed(query)).text()).items.map(({ title }: { title: string }) => title);

beforeAll(async () => {
  db = await openDatabase();
  store = createArticleStore(db.prisma);
  for (const [i, name] of ['Ada Quill', 'Tom Tull', 'Wren Tolliver'].entries()) {
    const body = `${name} said the bridge would open.\nIt did.`;
    await store.save(
      documentOf(`/${i}.txt`, {
        headline: `Bridge ${i}`,
        body,
        url: `https://ledger.example/${i}?a=1&b=2`,
        datePublished: new Date(Date.UTC(2026, 0, 1 + i)),
        datePublishedPrecision: 'DAY',
        articleSection: 'world',
        authors: i === 0 ? ['Jo Marsh', 'A & B'] : [],
        image: 'https://ledger.example/i.jpg',
        publisher: { name: 'Ledger', domain: 'ledger.example', kind: 'NEWS_OUTLET' },
      }),
      extractionOf(body, name),
      '1',
    );
  }
  await store.save(documentOf('/nasty.txt', { headline: NASTY, body: `${NASTY}\nMore.` }), NOTHING_FOUND, '1');
  await store.save(documentOf('/hidden.txt', { headline: 'Hidden', pubStatus: 'WITHHELD' }), NOTHING_FOUND, '1');
});
afterAll(() => db.close());

describe('/feed.atom', () => {
  it('is well-formed Atom that a reader understands, newest first, undated last', async () => {
    const response = await feed('.atom');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/atom+xml; charset=utf-8');
    const xml = await response.text();
    expect(SyntaxValidator.validate(xml)).toBe(true);
    expect(xml).not.toContain('\u0007');
    const { meta, items, self, title, updated } = parseFeed(xml);
    expect(meta).toEqual({ type: 'atom', version: '1.0' });
    expect({ self, title, updated }).toEqual({
      self: `${ORIGIN}/feed.atom`,
      title: 'Newest articles',
      updated: expect.any(Date),
    });
    expect(items.map((item) => item.title)).toEqual(['Bridge 2', 'Bridge 1', 'Bridge 0', NASTY.replace('\u0007', '')]);
    expect(items[2]).toMatchObject({
      id: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
      url: 'https://ledger.example/0?a=1&b=2',
      published: new Date('2026-01-01'),
      updated: new Date('2026-01-01'),
      description: 'Ada Quill said the bridge would open.',
      content: 'Ada Quill said the bridge would open.\nIt did.',
      authors: [{ name: 'Jo Marsh' }, { name: 'A & B' }],
      categories: [{ term: 'world' }],
    });
    expect(items[1]?.authors).toMatchObject([{ name: 'Ledger' }]);
    expect(items[3]).toMatchObject({ content: `${NASTY.replace('\u0007', '')}\nMore.`, published: null });
  });

  it('has what RFC 4287 demands of each entry and of the feed, with nothing in it, too', async () => {
    for (const query of ['.atom', `.atom${filtered({ headline: { eq: 'none' } })}`]) {
      const xml = await (await feed(query)).text();
      expect(SyntaxValidator.validate(xml)).toBe(true);
      const [head = '', ...entries] = xml.split(/<entry[ >]/);
      for (const part of [head, ...entries]) {
        for (const element of ['id', 'title', 'updated']) {
          expect(part.match(new RegExp(`<${element}>`, 'g')), element).toHaveLength(1);
        }
      }
      expect(head).toContain('rel="self"');
      for (const entry of entries) expect(entry).toMatch(/<author>\s*<name>/);
    }
  });
});

describe('/feed.json', () => {
  it('is a JSON Feed 1.1', async () => {
    const response = await feed('.json?first=3');
    expect(response.headers.get('content-type')).toBe('application/feed+json; charset=utf-8');
    const { items, ...head } = JSON.parse(await response.text());
    expect(head).toEqual({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'Newest articles',
      home_page_url: `${ORIGIN}/`,
      feed_url: `${ORIGIN}/feed.json?first=3`,
    });
    expect(items[2]).toEqual({
      id: expect.stringMatching(/^urn:uuid:/),
      url: 'https://ledger.example/0?a=1&b=2',
      title: 'Bridge 0',
      content_text: 'Ada Quill said the bridge would open.\nIt did.',
      summary: 'Ada Quill said the bridge would open.',
      image: 'https://ledger.example/i.jpg',
      date_published: '2026-01-01T00:00:00.000Z',
      date_modified: '2026-01-01T00:00:00.000Z',
      authors: [{ name: 'Jo Marsh' }, { name: 'A & B' }],
      tags: ['world'],
      language: 'en',
    });
  });

  it('holds each text as it is', async () => expect(await headlinesOf('.json')).toContain(NASTY));
});

describe('the filter of a feed', () => {
  test.each([
    ['{}', {}, ['Bridge 2', 'Bridge 1', 'Bridge 0', NASTY]],
    ['mentions', { mentions: { name: { eq: 'Tom Tull' } } }, ['Bridge 1']],
    ['or', { or: [{ headline: { eq: 'Bridge 0' } }, { headline: { eq: 'Bridge 2' } }] }, ['Bridge 2', 'Bridge 0']],
    ['search, newest first all the same', { search: 'bridge -tolliver' }, ['Bridge 1', 'Bridge 0']],
    ['in: []', { headline: { in: [] } }, []],
    ['copyCount', { copyCount: { gt: 100 } }, []],
    ['a date', { datePublished: { gte: '2026-01-02T00:00:00Z' } }, ['Bridge 2', 'Bridge 1']],
  ])('%s', async (_name, filter, headlines) =>
    expect(await headlinesOf(`.json${filtered(filter)}`)).toEqual(headlines),
  );

  it('comes with first', async () => {
    expect(await headlinesOf(`.json${filtered({ search: 'bridge' })}&first=1`)).toEqual(['Bridge 2']);
    expect(await headlinesOf('.json?first=0')).toEqual([]);
  });

  test.each([
    ['?filter={', 'BAD_USER_INPUT', /filter is no JSON/],
    ['?filter=', 'BAD_USER_INPUT', /filter is no JSON/],
    ['?filter=[1]', 'BAD_USER_INPUT', /ArticleFilter/],
    ['?filter="x"', 'BAD_USER_INPUT', /ArticleFilter/],
    [filtered({ headlin: { eq: 'x' } }), 'BAD_USER_INPUT', /"headlin" is not defined/],
    [filtered({ headline: null }), 'BAD_USER_INPUT', /filter\.headline is null/],
    [filtered({ search: 'x '.repeat(5_001) }), 'INVALID_SEARCH', /at most 10000/],
    ['?first=101', 'BAD_USER_INPUT', /from 0 to 100/],
    ['?first=ten', 'BAD_USER_INPUT', /whole number/],
    ['?first=1&first=2', 'BAD_USER_INPUT', /more than once/],
    ['?fitler={}', 'BAD_USER_INPUT', /no parameter 'fitler'/],
  ])('%s is a clear error', async (query, code, message) => {
    for (const path of ['.atom', '.json']) {
      const response = await feed(`${path}${query}`);
      expect(response.status).toBe(400);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
      const { errors } = JSON.parse(await response.text());
      expect(errors).toEqual([{ message: expect.stringMatching(message), extensions: { code } }]);
    }
  });
});

test('a filter nested hundreds of levels deep is a clear error', async () => {
  const response = await feed(`.json?filter=${'{"not":'.repeat(300)}{}${'}'.repeat(300)}`);
  expect([response.status, ...(await codesOf(response))]).toEqual([400, 'QUERY_TOO_DEEP']);
});

describe('a feed over HTTP', () => {
  it('is not sent again while it is the same, and is when an article comes or goes', async () => {
    const etagOf = async () => (await feed('.atom')).headers.get('etag') ?? '';
    const etag = await etagOf();
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    for (const known of [etag, `"other", ${etag}`, `W/${etag}`, '*']) {
      const response = await feed('.atom', { headers: { 'if-none-match': known } });
      expect(response.status).toBe(304);
      expect(response.headers.get('etag')).toBe(etag);
      expect(await response.text()).toBe('');
    }
    expect((await feed('.json', { headers: { 'if-none-match': etag } })).status).toBe(200);

    const { articleId } = await store.save(documentOf('/new.txt', { headline: 'New' }), NOTHING_FOUND, '1');
    expect((await feed('.atom', { headers: { 'if-none-match': etag } })).status).toBe(200);
    expect(await etagOf()).not.toBe(etag);
    await db.prisma.article.delete({ where: { id: articleId } });
    expect(await etagOf()).toBe(etag);
  });

  it('has the addresses that PUBLIC_URL says, whatever the Host header', async () => {
    const gateway = gatewayWith({ publicUrl: 'https://news.example/graph' });
    const { feed_url, home_page_url } = JSON.parse(await (await feed('.json?first=1', {}, gateway)).text());
    expect({ feed_url, home_page_url }).toEqual({
      feed_url: 'https://news.example/graph/feed.json?first=1',
      home_page_url: 'https://news.example/graph/',
    });
  });

  it('answers HEAD without a body', async () => {
    const response = await feed('.atom', { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('etag')).not.toBeNull();
    expect(await response.text()).toBe('');
  });

  it('has the headers and the log line of every answer', async () => {
    const gateway = gatewayWith({ corsOrigins: ['https://desk.example'] });
    const response = await feed('.atom', { headers: { origin: 'https://desk.example' } }, gateway);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('access-control-allow-origin')).toBe('https://desk.example');
    expect(response.headers.get('x-request-id')).not.toBeNull();
    expect(gateway.lines).toMatchObject([{ msg: 'request', path: '/feed.atom', status: 200 }]);
  });

  it('tells what went wrong inside to the log only', async () => {
    const gateway = gatewayWith({ createContext: () => Promise.reject(new Error('password hunter2')) });
    const response = await feed('.atom', {}, gateway);
    expect(response.status).toBe(500);
    expect(await codesOf(response)).toEqual(['INTERNAL_SERVER_ERROR']);
    expect(gateway.log()).toContain('hunter2');
  });

  test.each(['/feed', '/feed.atom/', '/feed.rss', '/x/feed.atom'])('%s is none', async (path) => {
    expect((await gatewayWith().fetch(`${ORIGIN}${path}`)).status).toBe(404);
  });
});
