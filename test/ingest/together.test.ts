import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RawDocument } from '../../src/domain/document.ts';
import type { Receipt } from '../../src/domain/receipt.ts';
import type { FoundDocument } from '../../src/ingest/find-documents.ts';
import type { Extractor } from '../../src/ingest/ingest.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import type { ArticleStore } from '../../src/storage/article-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { createTombstoneStore } from '../../src/storage/tombstone-store.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, NOTHING_FOUND, rawText, receiptsOf } from '../support/documents.ts';

const PEOPLE = ['Ada Quill', 'Tom Tull'];

/** Finds people; of a text that speaks of a double it gives one place twice, which the database refuses. */
const extractor: Extractor = {
  version: '1',
  extract({ article: { body } }) {
    const found = extractionOf(body, ...PEOPLE.filter((name) => body.includes(name)));
    return body.includes('a double') ? { ...found, mentions: [...found.mentions, ...found.mentions] } : found;
  },
};

/** So many that some of them are saved together, after the first few. */
const texts = (count: number) =>
  Array.from({ length: count }, (_, i) => rawText(`/${i}.txt`, `Ada Quill said no ${i} times.\nTom Tull was there.\n`));

describe('documents that are saved together', () => {
  describe('are as if saved alone', () => {
    let db: Database;
    let store: ArticleStore;
    let faults: string[];
    beforeAll(async () => {
      db = await openDatabase();
      store = createArticleStore(db.prisma);
    });
    afterAll(() => db.close());
    beforeEach(async () => {
      faults = [];
      await db.prisma.article.deleteMany();
      await db.prisma.entity.deleteMany();
      await db.prisma.source.deleteMany();
      await db.prisma.tombstone.deleteMany();
    });

    async function* each(inputs: readonly (RawDocument | FoundDocument)[]) {
      yield* inputs;
    }
    const takeIn = (...inputs: (RawDocument | FoundDocument)[]) =>
      receiptsOf(createIngest({ store, extractor, onFault: (uri) => faults.push(uri) }).ingestAll(each(inputs)));
    const outcomes = (receipts: readonly Receipt[]) => receipts.map(({ uri, outcome }) => `${uri} ${outcome}`);
    const corpus = () => db.prisma.corpus.findFirstOrThrow();

    it('receipts say which articles that were there before a text copies, and so does a dry run', async () => {
      const words =
        'The harbour of Vella was shut on Monday after a storm took the roof of its old hall and two of the cranes';
      const text = Array.from({ length: 8 }, (_, i) => `${words}, as ${PEOPLE[i % 2]} had said ${i} times.`).join('\n');
      const before = texts(8);
      const [first, second] = [rawText('/first.txt', text), rawText('/second.txt', text)];
      const receipts = await takeIn(...before, first, second);
      const [one, two] = receipts.slice(-2);
      expect(receipts.slice(0, -1).flatMap(({ copyOf }) => copyOf)).toEqual([]);
      expect(two?.copyOf).toEqual([one?.articleId]);
      const both = [two?.articleId, one?.articleId];
      const ingest = createIngest({ store, extractor });
      const third = rawText('/third.txt', `${text}\nIt fell.\n`);
      expect(await receiptsOf(ingest.ingest(third, { dryRun: true }))).toMatchObject([
        { articleId: null, copyOf: both },
      ]);
      expect(await receiptsOf(ingest.ingest(third))).toMatchObject([{ outcome: 'CREATED', copyOf: both }]);
      expect(await receiptsOf(ingest.ingest(third))).toMatchObject([{ outcome: 'UNCHANGED', copyOf: both }]);
    });

    it('receipts and events come in the order of the documents, and many documents make few revisions', async () => {
      const before = await corpus();
      const problem = { code: 'UNREADABLE', message: 'it is gone' } as const;
      const unreadable = { path: 'gone.txt', uri: '/gone.txt', size: 0, problem };
      const inputs = texts(40);
      const receipts = await takeIn(...inputs.slice(0, 20), unreadable, rawText('/empty.txt', ''), ...inputs.slice(20));
      const expected = inputs.map(({ uri }) => `${uri} CREATED`);
      expected.splice(20, 0, '/gone.txt REJECTED', '/empty.txt REJECTED');
      expect(outcomes(receipts)).toEqual(expected);
      const events = await db.prisma.articleEvent.findMany({
        where: { position: { gt: before.lastEvent } },
        orderBy: { position: 'asc' },
      });
      expect(events.map(({ articleId }) => articleId)).toEqual(
        receipts.flatMap(({ articleId }) => (articleId === null ? [] : articleId)),
      );
      expect(Number((await corpus()).revision - before.revision)).toBeLessThan(20);
    });

    it('the same again: all unchanged, and nothing is written', async () => {
      await takeIn(...texts(20));
      const before = await corpus();
      expect(outcomes(await takeIn(...texts(20)))).toEqual(texts(20).map(({ uri }) => `${uri} UNCHANGED`));
      expect(await corpus()).toEqual(before);
    });

    it('a document that the database refuses is rejected alone', async () => {
      const inputs = texts(30);
      inputs[17] = rawText('/17.txt', 'Ada Quill has a double.\n');
      const receipts = await takeIn(...inputs);
      expect(outcomes(receipts)).toEqual(inputs.map(({ uri }, i) => `${uri} ${i === 17 ? 'REJECTED' : 'CREATED'}`));
      expect(receipts[17]?.problems).toMatchObject([{ code: 'INGEST_FAILED' }]);
      expect(faults).toEqual(['/17.txt']);
      expect(await db.prisma.article.count()).toBe(29);
      expect(await db.prisma.entity.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
        { name: 'Ada Quill', articleCount: 29, mentionCount: 29 },
        { name: 'Tom Tull', articleCount: 29, mentionCount: 29 },
      ]);
    });

    it('one that was deleted is refused, and the others are taken in', async () => {
      const inputs = texts(20);
      const [first] = await takeIn(inputs[12] ?? rawText('', ''));
      const removed = { articleId: first?.articleId ?? '', by: 'desk', reason: null };
      await createTombstoneStore(db.prisma).remove(removed);
      const receipts = await takeIn(...inputs);
      expect(outcomes(receipts)).toEqual(inputs.map(({ uri }, i) => `${uri} ${i === 12 ? 'REJECTED' : 'CREATED'}`));
      expect(receipts[12]?.problems).toMatchObject([{ code: 'DELETED' }]);
      expect(faults).toEqual([]);
    });

    it('a URI that comes again sees what the one before it left', async () => {
      const changed = rawText('/5.txt', 'Tom Tull said yes.\n');
      const receipts = await takeIn(...texts(10), changed, changed, ...texts(6));
      expect(outcomes(receipts).slice(10)).toEqual([
        '/5.txt UPDATED',
        '/5.txt UNCHANGED',
        ...[0, 1, 2, 3, 4].map((i) => `/${i}.txt UNCHANGED`),
        '/5.txt UPDATED',
      ]);
      expect(await db.prisma.articleVersion.count()).toBe(2);
    });

    it('documents of one article meet it one after the other', async () => {
      const url = 'https://ledger.example/a';
      const page = documentOf('/page', { body: 'Ada Quill said no. More follows.', url });
      const summary = documentOf('feed#1', { body: 'Ada Quill …', url, isTruncated: true });
      const other = documentOf('/other.txt', { body: 'Tom Tull slept.' });
      const given = [other, summary, page].map((document) => ({ document, extraction: NOTHING_FOUND }));
      const first = await store.saveTogether(given, '1');
      expect(first).toMatchObject([{ outcome: 'CREATED' }, { outcome: 'CREATED' }]);
      const second = await store.saveTogether(given.slice(2), '1');
      expect(second).toMatchObject([{ outcome: 'UPDATED' }]);
      expect(await db.prisma.article.findMany({ orderBy: { key: 'asc' } })).toMatchObject([
        { key: '/other.txt' },
        { key: 'ledger.example/a', body: page.article.body, isTruncated: false },
      ]);
    });

    it('a document that leaves its article for one of the batch ends the batch before it', async () => {
      const [a, b] = ['https://ledger.example/a', 'https://ledger.example/b'];
      await store.save(documentOf('/1.txt', { body: 'One.', url: a }), NOTHING_FOUND, '1');
      const given = [
        documentOf('/1.txt', { body: 'One moved.', url: b }),
        documentOf('/2.txt', { body: 'Two.', url: a }),
      ].map((document) => ({ document, extraction: NOTHING_FOUND }));
      expect(await store.saveTogether(given, '1')).toMatchObject([{ outcome: 'UPDATED' }]);
      expect(await store.saveTogether(given.slice(1), '1')).toMatchObject([{ outcome: 'CREATED' }]);
    });

    it('a dry run gives the same figures and writes nothing', async () => {
      const before = await corpus();
      const { ingestAll } = createIngest({ store, extractor });
      const dry = await receiptsOf(ingestAll(each(texts(20)), { dryRun: true }));
      expect(await corpus()).toEqual(before);
      const wet = await takeIn(...texts(20));
      expect(dry).toEqual(wet.map((receipt) => ({ ...receipt, articleId: null })));
    });

    it('writers of the same documents at once end with one of each', async () => {
      await Promise.all([takeIn(...texts(25)), takeIn(...texts(25).reverse()), takeIn(...texts(25))]);
      expect(faults).toEqual([]);
      expect(await db.prisma.article.count()).toBe(25);
      expect(await db.prisma.entity.findMany({ orderBy: { name: 'asc' } })).toMatchObject([
        { name: 'Ada Quill', articleCount: 25, mentionCount: 25 },
        { name: 'Tom Tull', articleCount: 25, mentionCount: 25 },
      ]);
    });

    it('whoever has had enough gets no further: what follows is not stored', async () => {
      const { ingestAll } = createIngest({ store, extractor });
      for await (const receipt of ingestAll(each(texts(30)))) if (receipt.uri === '/2.txt') break;
      expect(await db.prisma.article.count()).toBe(3);
    });
  });
});
