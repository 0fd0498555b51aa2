import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ArticleFields, Document } from '../../src/domain/document.ts';
import type { ArticleStore } from '../../src/storage/article-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, NOTHING_FOUND } from '../support/documents.ts';

describe('the store', () => {
  describe('keeps documents', () => {
    let db: Database;
    let store: ArticleStore;
    beforeAll(async () => {
      db = await openDatabase();
      store = createArticleStore(db.prisma);
    });
    afterAll(() => db.close());
    beforeEach(async () => {
      await db.prisma.article.deleteMany();
      await db.prisma.entity.deleteMany();
      await db.prisma.source.deleteMany();
    });

    const revision = async () => (await db.prisma.corpus.findFirstOrThrow()).revision;
    const body = 'Ada Quill said the bridge would open.\nTom Tull doubted Ada Quill.';

    it('a new document makes an article with all that was found in it, in a new revision', async () => {
      const before = await revision();
      const saved = await store.save(documentOf('/a.txt', { body }), extractionOf(body, 'Ada Quill', 'Tom Tull'), '1');
      expect(saved).toMatchObject({ outcome: 'CREATED', counts: { mentionCount: 3, quoteCount: 1, citationCount: 1 } });
      expect(await revision()).toBe(before + 1n);
      const article = await db.prisma.article.findFirstOrThrow({
        include: { mentions: { orderBy: { start: 'asc' } } },
      });
      expect(article).toMatchObject({
        key: '/a.txt',
        description: 'Ada Quill said the bridge would open.',
        wordCount: 12,
      });
      for (const { start, end, exact } of article.mentions) expect(article.body.slice(start, end)).toBe(exact);
    });

    it('a changed text keeps the ids of the article and of every mention, quote and citation that is still there', async () => {
      const ids = async () => ({
        articles: (await db.prisma.article.findMany()).map(({ id }) => id),
        mentions: (await db.prisma.entityMention.findMany({ orderBy: { start: 'asc' } })).map(({ id }) => id),
        quotes: (await db.prisma.quote.findMany()).map(({ id }) => id),
        citations: (await db.prisma.citation.findMany()).map(({ id }) => id),
      });
      await store.save(documentOf('/a.txt', { body }), extractionOf(body, 'Ada Quill', 'Tom Tull'), '1');
      const before = await ids();
      const longer = `${body} Later Tom Tull came round.`;
      const saved = await store.save(
        documentOf('/a.txt', { body: longer }),
        extractionOf(longer, 'Ada Quill', 'Tom Tull'),
        '1',
      );
      const after = await ids();
      expect(saved.outcome).toBe('UPDATED');
      expect(after).toEqual({ ...before, mentions: [...before.mentions, after.mentions.at(-1)] });
    });

    it('what no article holds on to any more goes with the last one that did', async () => {
      const other = 'Tom Tull said nothing.';
      await store.save(documentOf('/a.txt', { body }), extractionOf(body, 'Ada Quill', 'Tom Tull'), '1');
      await store.save(documentOf('/b.txt', { body: other }), extractionOf(other, 'Tom Tull'), '1');
      await store.save(documentOf('/a.txt', { body: 'Nobody.' }), NOTHING_FOUND, '1');
      expect((await db.prisma.entity.findMany()).map(({ name }) => name)).toEqual(['Tom Tull']);
      expect((await db.prisma.source.findMany()).map(({ name }) => name)).toEqual(['Tom Tull']);
    });

    it('a second document with the same address supports the same article', async () => {
      const url = 'https://ledger.example/a';
      const first = await store.save(documentOf('/a.txt', { body, url }), NOTHING_FOUND, '1');
      const second = await store.save(
        documentOf('/copy.txt', { body, url: 'http://www.ledger.example/a/' }),
        NOTHING_FOUND,
        '1',
      );
      expect(second).toMatchObject({ outcome: 'UPDATED', articleId: first.articleId });
      expect(await db.prisma.document.count()).toBe(2);
      expect(await db.prisma.document.count({ where: { isPrimary: true } })).toBe(1);
    });

    it('a summary never overwrites the full text', async () => {
      const url = 'https://ledger.example/a';
      await store.save(documentOf('/a.txt', { body, url }), NOTHING_FOUND, '1');
      await store.save(documentOf('feed#1', { body: 'Ada Quill …', url, isTruncated: true }), NOTHING_FOUND, '1');
      expect(await db.prisma.article.findFirstOrThrow()).toMatchObject({ body, isTruncated: false });
      await store.save(documentOf('/page', { body: `${body} More.`, url }), NOTHING_FOUND, '1');
      expect(await db.prisma.article.findFirstOrThrow()).toMatchObject({ body: `${body} More.` });
    });

    const ninjs = (uri: string, article: Partial<ArticleFields>): Document => ({
      ...documentOf(uri, article),
      format: 'NINJS',
      identity: 'ninjs:urn:item',
      sha256: uri,
    });
    const stored = () =>
      db.prisma.article.findFirstOrThrow({ select: { body: true, pubStatus: true, isVisible: true } });

    it('an item that its publisher takes back is gone, whatever else is said of it, until he says otherwise', async () => {
      const url = 'https://ledger.example/a';
      await store.save(ninjs('/1', { body, url }), NOTHING_FOUND, '1');
      const notice = ninjs('/2', { body: '', url, isTruncated: true, pubStatus: 'CANCELED' });
      await store.save(notice, NOTHING_FOUND, '1');
      expect(await stored()).toEqual({ body: '', pubStatus: 'CANCELED', isVisible: false });
      await store.save(documentOf('/page', { body, url }), NOTHING_FOUND, '1');
      expect(await stored()).toMatchObject({ pubStatus: 'CANCELED', isVisible: false });
      await store.save(ninjs('/3', { body: 'Another text.', url }), NOTHING_FOUND, '1');
      expect(await stored()).toEqual({ body: 'Another text.', pubStatus: 'USABLE', isVisible: true });
    });

    it('an embargo holds until it is over or lifted by its publisher', async () => {
      const embargoedUntil = new Date(Date.now() + 3_600_000);
      const url = 'https://ledger.example/a';
      await store.save(ninjs('/1', { body, url, embargoedUntil }), NOTHING_FOUND, '1');
      await store.save(documentOf('/page', { body, url }), NOTHING_FOUND, '1');
      expect(await stored()).toMatchObject({ isVisible: false });
      await store.save(ninjs('/2', { body, url }), NOTHING_FOUND, '1');
      expect(await stored()).toMatchObject({ isVisible: true });
    });

    it('versions of an item without an address are one article, and the newest gives the text, whichever came last', async () => {
      const at = (day: number) => new Date(Date.UTC(2024, 2, day));
      await store.save(ninjs('/1', { body: 'First.', dateModified: at(1) }), NOTHING_FOUND, '1');
      await store.save(ninjs('/3', { body: 'Third.', dateModified: at(3), pubStatus: 'WITHHELD' }), NOTHING_FOUND, '1');
      await store.save(ninjs('/2', { body: 'Second.', dateModified: at(2) }), NOTHING_FOUND, '1');
      expect(await db.prisma.article.count()).toBe(1);
      expect(await stored()).toEqual({ body: 'Third.', pubStatus: 'WITHHELD', isVisible: false });
    });

    it('a document that gets an address takes its article along', async () => {
      const first = await store.save(documentOf('/a.txt', { body }), NOTHING_FOUND, '1');
      const moved = await store.save(
        documentOf('/a.txt', { body: `${body}!`, url: 'https://ledger.example/a' }),
        NOTHING_FOUND,
        '1',
      );
      expect(moved).toMatchObject({ outcome: 'UPDATED', articleId: first.articleId });
      expect(await db.prisma.article.count()).toBe(1);
    });

    it('writers that meet the same new document and entities at once end with one of each', async () => {
      await Promise.all(
        Array.from({ length: 6 }, (_, i) =>
          store.save(documentOf(`/${i % 3}.txt`, { body }), extractionOf(body, 'Ada Quill', 'Tom Tull'), '1'),
        ),
      );
      expect(await db.prisma.article.count()).toBe(3);
      expect(await db.prisma.entity.count()).toBe(2);
      expect(await db.prisma.entityMention.count()).toBe(9);
    });

    it.each([
      [['domain first', 'name second'], false],
      [['name first', 'domain second'], true],
    ])('an outlet that texts name and the one that publishes are one: %s', async (_order, reversed) => {
      const publisher = { name: 'harbourledger', domain: 'harbourledger.example', kind: 'NEWS_OUTLET' as const };
      const source = {
        key: 'name:harbour ledger',
        name: 'Harbour Ledger',
        kind: 'NEWS_OUTLET' as const,
        domain: null,
        aliases: [],
        entity: null,
      };
      const citing = 'The Harbour Ledger reported it.';
      const saves = [
        () => store.save(documentOf('/a.txt', { body, publisher }), NOTHING_FOUND, '1'),
        () =>
          store.save(
            documentOf('/b.txt', { body: citing }),
            {
              ...NOTHING_FOUND,
              sources: [source],
              citations: [
                { start: 4, end: 18, source: 0, kind: 'NEWS_OUTLET', isNamed: true, cueSpan: null, via: null },
              ],
            },
            '1',
          ),
      ];
      for (const save of reversed ? saves.reverse() : saves) await save();
      expect(await db.prisma.source.findMany()).toMatchObject([
        { name: 'Harbour Ledger', domain: 'harbourledger.example' },
      ]);
    });
  });
});
