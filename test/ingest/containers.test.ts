import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { zipOf } from '../support/containers.ts';
import type { TestDatabase } from '../support/database.ts';
import { openDatabase } from '../support/database.ts';
import { NOTHING_FOUND, rawText, receiptsOf } from '../support/documents.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.prisma.article.deleteMany();
});

const ingestOf = (version = '1') =>
  createIngest({ store: createArticleStore(db.prisma), extractor: { version, extract: () => NOTHING_FOUND } });
const ingested = (uri: string, bytes: string | Uint8Array) =>
  receiptsOf(ingestOf().ingest({ uri, bytes: Buffer.from(bytes) }));
const articles = () =>
  db.prisma.article.findMany({
    orderBy: { headline: 'asc' },
    select: { id: true, headline: true, body: true, url: true, isTruncated: true, pubStatus: true },
  });

const NINJS = {
  uri: 'urn:x:1',
  pubStatus: 'usable',
  headlines: [{ value: 'An item' }],
  bodies: [{ value: 'The bridge is shut.' }],
};
const feedOf = (description: string) =>
  `<rss version="2.0"><channel><title>x</title><item><title>Bridge shut</title><link>https://ledger.example/a</link><description>${description}</description></item></channel></rss>`;
const PAGE = 'The bridge is shut.\nThe mayor said it would open in spring.\nLink : https://ledger.example/a\n';

it('an archive of everything: a receipt for each part; again, nothing is new; extracted again, nothing changes', async () => {
  const archive = zipOf({
    'items.json': JSON.stringify([NINJS, { ...NINJS, uri: 'urn:x:2', pubStatus: 'canceled' }, { no: 'uri' }]),
    'lines.jsonl.gz': gzipSync(`${JSON.stringify({ id: 1, text: 'Ada Quill said nothing.' })}\nnot JSON\n`),
    'feed.xml': feedOf('The bridge is shut.'),
    '../out.txt': 'The bridge.',
  });
  const receipts = await ingested('/z.zip', archive);
  expect(receipts.map(({ uri, outcome, problems }) => [uri, outcome, ...problems.map(({ code }) => code)])).toEqual([
    ['/z.zip#items.json#urn:x:1', 'CREATED'],
    ['/z.zip#items.json#urn:x:2', 'CREATED'],
    ['/z.zip#items.json#3', 'REJECTED', 'UNREADABLE'],
    ['/z.zip#lines.jsonl.gz#lines.jsonl#1', 'CREATED'],
    ['/z.zip#lines.jsonl.gz#lines.jsonl#2', 'REJECTED', 'UNREADABLE'],
    ['/z.zip#feed.xml#https://ledger.example/a', 'CREATED'],
    ['/z.zip#../out.txt', 'REJECTED', 'ENTRY_NAME_INVALID'],
  ]);
  const before = await articles();
  expect(before).toHaveLength(4);
  const again = await ingested('/z.zip', archive);
  expect(again.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'REJECTED')).toEqual(
    Array.from({ length: 4 }, () => 'UNCHANGED'),
  );
  expect(await receiptsOf(ingestOf('2').reextract())).toHaveLength(4);
  expect(await articles()).toEqual(before);
});

it.each([
  ['before', async () => [await ingested('/page.txt', PAGE), await ingested('/feed.xml', feedOf('Shut.'))]],
  ['after', async () => [await ingested('/feed.xml', feedOf('Shut.')), await ingested('/page.txt', PAGE)]],
])('a feed’s summary never takes the place of the page that came %s it', async (_, ingestBoth) => {
  await ingestBoth();
  expect(await articles()).toMatchObject([
    { body: 'The bridge is shut.\nThe mayor said it would open in spring.', isTruncated: false },
  ]);
  expect(await db.prisma.document.count()).toBe(2);
});

it('a date in the future or before 1600 is a problem, and the next one the date', async () => {
  const far = { ...NINJS, firstCreated: '2150-01-01T00:00:00Z', versionCreated: '1999-01-01T00:00:00Z' };
  expect(await ingested('/far.json', JSON.stringify(far))).toMatchObject([
    { outcome: 'CREATED', problems: [{ code: 'DATE_INVALID', message: expect.stringMatching(/in the future/) }] },
  ]);
  expect(await db.prisma.article.findFirstOrThrow()).toMatchObject({
    datePublished: new Date('1999-01-01T00:00:00Z'),
    dateModified: new Date('1999-01-01T00:00:00Z'),
  });
});

it('a text of no container is what it was', async () => {
  expect(await receiptsOf(ingestOf().ingest(rawText('/a.txt', 'The bridge is shut.')))).toMatchObject([
    { uri: '/a.txt', outcome: 'CREATED', problems: [] },
  ]);
});
