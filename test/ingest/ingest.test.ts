import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Extractor } from '../../src/ingest/ingest.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import type { ArticleStore } from '../../src/storage/article-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { extractionOf, rawText, receiptsOf } from '../support/documents.ts';

const TEXT = 'Ada Quill said the bridge would open.\nTom Tull doubted it.\n';

/** An extractor that finds the given people. */
const finding = (version: string, ...people: string[]): Extractor => ({
  version,
  extract: ({ article }) => extractionOf(article.body, ...people),
});

let db: Database;
let store: ArticleStore;
beforeAll(async () => {
  db = await openDatabase();
  store = createArticleStore(db.prisma);
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.article.deleteMany();
});
const revision = async () => (await db.prisma.corpus.findFirstOrThrow()).revision;
const mentions = async () =>
  (await db.prisma.entityMention.findMany({ orderBy: { start: 'asc' } })).map(({ id, exact }) => ({ id, exact }));

it('the same bytes and the same extractor: unchanged, and nothing is written', async () => {
  const { ingest } = createIngest({ store, extractor: finding('1', 'Ada Quill') });
  const [created] = await receiptsOf(ingest(rawText('/a.txt', TEXT)));
  const before = await revision();
  const [again] = await receiptsOf(ingest(rawText('/a.txt', TEXT)));
  expect(created).toMatchObject({ outcome: 'CREATED', mentionCount: 1, quoteCount: 1, citationCount: 1 });
  expect(again).toEqual({ ...created, outcome: 'UNCHANGED' });
  expect(await revision()).toBe(before);
});

it('another extractor reads again what the database holds, and what is still found keeps its id', async () => {
  await receiptsOf(createIngest({ store, extractor: finding('1', 'Ada Quill') }).ingest(rawText('/a.txt', TEXT)));
  const [ada] = await mentions();
  const better = createIngest({ store, extractor: finding('2', 'Ada Quill', 'Tom Tull') });
  expect(await receiptsOf(better.reextract())).toMatchObject([{ uri: '/a.txt', outcome: 'UPDATED', mentionCount: 2 }]);
  expect(await mentions()).toEqual([ada, { id: expect.any(String), exact: 'Tom Tull' }]);
  expect(await db.prisma.document.findMany()).toMatchObject([{ extractorVersion: '2' }]);
  expect(await receiptsOf(better.reextract())).toEqual([]);
});

it('re-extraction that is broken off goes on where it was', async () => {
  const first = createIngest({ store, extractor: finding('1', 'Ada Quill') });
  for (const name of ['a', 'b', 'c']) await receiptsOf(first.ingest(rawText(`/${name}.txt`, TEXT)));
  const better = createIngest({ store, extractor: finding('2', 'Tom Tull') });
  for await (const receipt of better.reextract()) {
    expect(receipt.outcome).toBe('UPDATED');
    break;
  }
  expect(await receiptsOf(better.reextract())).toHaveLength(2);
});

it('a file that was not in Unicode keeps its fingerprint and its problem when it is extracted again', async () => {
  const raw = { uri: '/latin.txt', bytes: Buffer.from(`${TEXT}Caf\u00e9.\n`, 'latin1') };
  await receiptsOf(createIngest({ store, extractor: finding('1') }).ingest(raw));
  const better = createIngest({ store, extractor: finding('2') });
  await receiptsOf(better.reextract());
  expect(await receiptsOf(better.ingest(raw))).toMatchObject([{ outcome: 'UNCHANGED' }]);
  expect(await db.prisma.document.findMany()).toMatchObject([{ problems: [{ code: 'CHARSET_GUESSED' }] }]);
});

it('an extractor that fails costs its document, is reported, and leaves what was stored before', async () => {
  const faults: string[] = [];
  await receiptsOf(createIngest({ store, extractor: finding('1', 'Ada Quill') }).ingest(rawText('/a.txt', TEXT)));
  const broken: Extractor = {
    version: '2',
    extract: () => {
      throw new TypeError('a bug');
    },
  };
  const { ingest } = createIngest({
    store,
    extractor: broken,
    onFault: (uri, error) => faults.push(`${uri}: ${error}`),
  });
  const receipts = await receiptsOf(ingest(rawText('/a.txt', TEXT)));
  expect(receipts).toMatchObject([{ outcome: 'REJECTED', problems: [{ code: 'INGEST_FAILED' }] }]);
  expect(faults).toEqual(['/a.txt: TypeError: a bug']);
  expect(await mentions()).toHaveLength(1);
});

it('a dry run gives the same figures and writes nothing', async () => {
  const { ingest } = createIngest({ store, extractor: finding('1', 'Ada Quill', 'Tom Tull') });
  const before = await revision();
  const [dry] = await receiptsOf(ingest(rawText('/a.txt', TEXT), { dryRun: true }));
  expect(await revision()).toBe(before);
  expect(await db.prisma.article.count()).toBe(0);
  const [wet] = await receiptsOf(ingest(rawText('/a.txt', TEXT)));
  expect(dry).toEqual({ ...wet, articleId: null });
});

it.each([
  ['an empty document', rawText('/a.txt', ''), 'EMPTY_DOCUMENT'],
  ['a page without an article', rawText('/a.html', '<!doctype html><nav>Home</nav>'), 'EMPTY_DOCUMENT'],
  ['what only calls itself a feed', rawText('/a.rss', '<rss/>'), 'UNREADABLE'],
])('%s is rejected with the reason', async (_name, raw, code) => {
  const { ingest } = createIngest({ store });
  expect(await receiptsOf(ingest(raw))).toMatchObject([
    { uri: raw.uri, outcome: 'REJECTED', articleId: null, problems: [{ code }] },
  ]);
});

it('only documents longer than the limit are too long', async () => {
  const { ingest } = createIngest({ store, extractor: finding('1'), maxBytes: TEXT.length });
  expect(await receiptsOf(ingest(rawText('/a.txt', TEXT)))).toMatchObject([{ outcome: 'CREATED' }]);
  expect(await receiptsOf(ingest(rawText('/b.txt', `${TEXT}!`)))).toMatchObject([
    { problems: [{ code: 'DOCUMENT_TOO_LONG' }] },
  ]);
});

it('a text in another language is taken in, with the reason why nothing was looked for, until an extractor reads it', async () => {
  const french = 'Le maire a annoncé mardi que le pont du port resterait fermé pendant trois semaines.\n';
  // Not in Unicode, to see that what was found of the bytes stays.
  const raw = { uri: '/fr.txt', bytes: Buffer.from(french, 'latin1') };
  const codes = async () => {
    const [document] = await db.prisma.document.findMany();
    return document?.problems;
  };
  const guessed = expect.objectContaining({ code: 'CHARSET_GUESSED' });
  const refused = {
    code: 'LANGUAGE_NOT_SUPPORTED',
    message:
      'The text is in French (fr): it is stored and served, but entities, quotes and citations are looked for in English texts only.',
  };
  const { ingest } = createIngest({ store });
  const nothing = { mentionCount: 0, quoteCount: 0, citationCount: 0 };
  expect(await receiptsOf(ingest(raw, { dryRun: true }))).toMatchObject([
    { outcome: 'CREATED', ...nothing, problems: [guessed, refused] },
  ]);
  expect(await receiptsOf(ingest(raw))).toMatchObject([
    { outcome: 'CREATED', ...nothing, problems: [guessed, refused] },
  ]);
  expect(await codes()).toEqual([guessed, refused]);
  expect(await receiptsOf(ingest(raw))).toMatchObject([{ outcome: 'UNCHANGED' }]);
  expect(await db.prisma.article.findMany()).toMatchObject([{ inLanguage: 'fr', body: french.trim() }]);

  const reads = createIngest({ store, extractor: finding('polyglot') });
  expect(await receiptsOf(reads.reextract())).toMatchObject([{ outcome: 'UPDATED', problems: [] }]);
  expect(await codes()).toEqual([guessed]);
  const current = createIngest({ store });
  expect(await receiptsOf(current.reextract())).toMatchObject([{ outcome: 'UPDATED', problems: [refused] }]);
  expect(await codes()).toEqual([guessed, refused]);
});
