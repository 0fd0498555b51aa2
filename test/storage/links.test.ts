import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Extraction } from '../../src/domain/extraction.ts';
import type { LinkRule } from '../../src/domain/linking.ts';
import type { ArticleStore } from '../../src/storage/article-store.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { CorrectionStore } from '../../src/storage/correction-store.ts';
import { createCorrectionStore } from '../../src/storage/correction-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf, NOTHING_FOUND } from '../support/documents.ts';

const BODY = 'Ada Quill said the bridge would open.\nTom Tull doubted Ada Quill.';

/** The extraction of {@link BODY}, its first entity linked by a rule. */
function linkedBy(rule: LinkRule, body = BODY): Extraction {
  const extraction = extractionOf(body, 'Ada Quill', 'Tom Tull');
  const [first, ...rest] = extraction.entities;
  if (!first) throw new Error('no entity');
  const link = { rule, reason: 'a test', span: { start: 0, end: 9 } };
  return { ...extraction, entities: [{ ...first, link }, ...rest] };
}

describe('links', () => {
  describe('are kept', () => {
    let db: Database;
    let store: ArticleStore;
    let links: CorrectionStore;
    beforeAll(async () => {
      db = await openDatabase();
      store = createArticleStore(db.prisma);
      links = createCorrectionStore(db.prisma);
    });
    afterAll(() => db.close());
    beforeEach(async () => {
      await db.prisma.article.deleteMany();
      await db.prisma.entity.deleteMany();
      await db.prisma.source.deleteMany();
    });

    // Read again by the same extractor, nothing would be saved.
    let reading = 0;
    const save = async (uri: string, extraction: Extraction = linkedBy('FULL_NAME'), article = {}) =>
      (await store.save(documentOf(uri, { body: BODY, ...article }), extraction, `${++reading}`)).articleId;
    const entityOf = async (articleId: string, name = 'Ada Quill') =>
      db.prisma.entity.findFirstOrThrow({ where: { articles: { some: { articleId } }, name } });
    /** All that hangs on the links of an article, by keys. */
    const stateOf = async (articleId: string) => ({
      links: await db.prisma.articleEntity.findMany({
        where: { articleId },
        orderBy: { linkKey: 'asc' },
        select: {
          linkKey: true,
          linkRule: true,
          linkReason: true,
          mentionCount: true,
          entity: { select: { id: true, key: true, name: true } },
          correction: { select: { by: true } },
        },
      }),
      names: await db.prisma.entityName.findMany({
        where: { articleId },
        orderBy: { name: 'asc' },
        select: { name: true, entity: { select: { key: true } } },
      }),
      mentions: await db.prisma.entityMention.findMany({
        where: { articleId },
        orderBy: { start: 'asc' },
        select: { id: true, start: true, entity: { select: { key: true } } },
      }),
      quotes: await db.prisma.quote.findMany({
        where: { articleId },
        select: { id: true, speaker: { select: { key: true } } },
      }),
      citations: await db.prisma.citation.findMany({
        where: { articleId },
        select: { id: true, source: { select: { key: true, name: true, entity: { select: { key: true } } } } },
      }),
    });

    it('with rule, reason and the words that decided', async () => {
      const articleId = await save('/a.txt');
      const entity = await entityOf(articleId);
      expect(await db.prisma.articleEntity.findFirst({ where: { entityId: entity.id } })).toMatchObject({
        name: 'Ada Quill',
        linkKey: 'PERSON:ada quill',
        linkRule: 'FULL_NAME',
        linkReason: 'a test',
        linkAnchor: { exact: 'Ada Quill', start: 0, end: 9 },
        correctionId: null,
      });
    });

    it('what is an article’s alone links to no other, nor does its source', async () => {
      const a = await save('/a.txt', linkedBy('ARTICLE_ONLY'));
      const b = await save('/b.txt', linkedBy('ARTICLE_ONLY'));
      const c = await save('/c.txt');
      const keys = await Promise.all([a, b, c].map(async (id) => (await entityOf(id)).key));
      expect(keys).toEqual(['PERSON:ada quill@/a.txt', 'PERSON:ada quill@/b.txt', 'PERSON:ada quill']);
      expect((await db.prisma.source.findMany({ orderBy: { key: 'asc' } })).map(({ key }) => key)).toEqual([
        'entity:PERSON:ada quill',
        'entity:PERSON:ada quill@/a.txt',
        'entity:PERSON:ada quill@/b.txt',
      ]);
      expect(await db.prisma.entity.count({ where: { name: 'Tom Tull' } })).toBe(1);
    });

    it('what is an article’s alone keeps its id when the article is read again, and when it gets an address', async () => {
      const articleId = await save('/a.txt', linkedBy('ARTICLE_ONLY'));
      const { id } = await entityOf(articleId);
      const source = await db.prisma.source.findFirstOrThrow();
      await save('/a.txt', linkedBy('ARTICLE_ONLY'));
      await save('/a.txt', linkedBy('ARTICLE_ONLY'), { url: 'https://ledger.example/a', byline: 'new' });
      expect(await entityOf(articleId)).toMatchObject({ id, key: 'PERSON:ada quill@ledger.example/a' });
      expect(await db.prisma.source.findMany()).toMatchObject([
        { id: source.id, key: 'entity:PERSON:ada quill@ledger.example/a', entityId: id },
      ]);
    });

    it('an address too long for an index will do', async () => {
      const path = Array.from({ length: 190 }, (_, i) => `${i}-bridge`)
        .join('/')
        .slice(0, 1_950);
      const articleId = await save('/a.txt', linkedBy('ARTICLE_ONLY'), { url: `https://ledger.example/${path}` });
      expect((await entityOf(articleId)).key).toMatch(/^PERSON:ada quill@sha256:[0-9a-f]{64}$/);
    });

    it('unlink gives an article an entity of its own, with mentions, names, quotes and source; relink takes it back', async () => {
      const [a, b] = [await save('/a.txt'), await save('/b.txt')];
      const shared = await entityOf(a);
      const before = [await stateOf(a), await stateOf(b)];
      const { entityId } = await links.unlink({ entityId: shared.id, articleId: a, by: 'ed', reason: 'another Ada' });

      const apart = await stateOf(a);
      expect(apart.links[0]).toMatchObject({
        linkKey: 'PERSON:ada quill',
        linkRule: 'FULL_NAME',
        entity: { id: entityId, key: 'PERSON:ada quill@/a.txt', name: 'Ada Quill' },
        correction: { by: 'ed' },
      });
      expect(apart.mentions.map(({ entity }) => entity.key)).toEqual([
        'PERSON:ada quill@/a.txt',
        'PERSON:tom tull',
        'PERSON:ada quill@/a.txt',
      ]);
      expect(apart.names[0]?.entity.key).toBe('PERSON:ada quill@/a.txt');
      expect(apart.quotes[0]?.speaker?.key).toBe('PERSON:ada quill@/a.txt');
      expect(apart.citations[0]?.source).toMatchObject({
        key: 'entity:PERSON:ada quill@/a.txt',
        entity: { key: 'PERSON:ada quill@/a.txt' },
      });
      expect(await stateOf(b)).toEqual(before[1]);

      await links.relink({ entityId: shared.id, articleId: a });
      expect([await stateOf(a), await stateOf(b)]).toEqual(before);
      expect(await db.prisma.entity.count()).toBe(2);
      expect(await db.prisma.source.count()).toBe(1);
      expect(await db.prisma.correction.findMany()).toMatchObject([
        { action: 'UNLINK', by: 'ed', reason: 'another Ada', revertedAt: expect.any(Date) },
      ]);
    });

    it('an article read again stays apart under the same ids, and is linked again after relink', async () => {
      const [a] = [await save('/a.txt'), await save('/b.txt')];
      const shared = await entityOf(a);
      await links.unlink({ entityId: shared.id, articleId: a, by: 'ed', reason: 'another Ada' });
      const apart = await stateOf(a);
      await save('/a.txt');
      expect(await stateOf(a)).toEqual(apart);
      // The name goes, and comes back.
      await save('/a.txt', NOTHING_FOUND);
      await save('/a.txt');
      expect((await entityOf(a)).key).toBe('PERSON:ada quill@/a.txt');
      await links.relink({ entityId: shared.id, articleId: a });
      expect((await entityOf(a)).id).toBe(shared.id);
      await save('/a.txt');
      expect((await entityOf(a)).id).toBe(shared.id);
    });

    it('what another extractor has another key for stays apart, and relink links it under that', async () => {
      const rekeyed = (extraction: Extraction): Extraction => ({
        ...extraction,
        entities: extraction.entities.map((one, i) => (i === 0 ? { ...one, key: 'PERSON:ada quill:politics' } : one)),
        sources: extraction.sources.map((one) => ({ ...one, key: 'entity:PERSON:ada quill:politics' })),
      });
      const [a, b] = [await save('/a.txt'), await save('/b.txt')];
      const { id: entityId } = await entityOf(a);
      const own = await links.unlink({ entityId, articleId: a, by: 'ed', reason: 'another Ada' });
      for (const uri of ['/a.txt', '/b.txt']) await save(uri, rekeyed(linkedBy('NAME_AND_FIELD')));
      expect(await entityOf(a)).toMatchObject({ id: own.entityId, key: 'PERSON:ada quill@/a.txt' });
      expect((await entityOf(b)).key).toBe('PERSON:ada quill:politics');
      expect((await stateOf(a)).links[0]).toMatchObject({ correction: { by: 'ed' } });

      await links.relink({ entityId, articleId: a });
      expect((await entityOf(a)).id).toBe((await entityOf(b)).id);
      expect(await db.prisma.entity.count()).toBe(2);
      expect(await db.prisma.source.count()).toBe(1);
      expect((await stateOf(a)).links).toEqual((await stateOf(b)).links);
    });

    it('it does not matter whether the other articles come before the correction or after', async () => {
      const states: unknown[] = [];
      for (const late of [false, true]) {
        await db.prisma.article.deleteMany();
        await db.prisma.entity.deleteMany();
        await db.prisma.source.deleteMany();
        const a = await save('/a.txt');
        if (!late) await save('/b.txt');
        const shared = await entityOf(a);
        await links.unlink({ entityId: shared.id, articleId: a, by: 'ed', reason: 'another Ada' });
        if (late) await save('/b.txt');
        states.push(
          await db.prisma.articleEntity.findMany({
            orderBy: [{ linkKey: 'asc' }, { article: { key: 'asc' } }],
            select: {
              linkRule: true,
              article: { select: { key: true } },
              entity: { select: { key: true, name: true } },
            },
          }),
        );
        expect((await db.prisma.entity.findUniqueOrThrow({ where: { key: 'PERSON:ada quill' } })).id).toBe(shared.id);
      }
      expect(states[1]).toEqual(states[0]);
    });

    it('an entity keeps the greatest of the names that articles have for it, whatever becomes of them', async () => {
      const named = (name: string): Extraction => {
        const extraction = linkedBy('FULL_NAME');
        return { ...extraction, entities: extraction.entities.map((one, i) => (i === 0 ? { ...one, name } : one)) };
      };
      const nameOf = async () =>
        (await db.prisma.entity.findUniqueOrThrow({ where: { key: 'PERSON:ada quill' } })).name;
      const a = await save('/a.txt', named('Ada Quill'));
      await save('/b.txt', named('ADA QUILL'));
      expect(await nameOf()).toBe('Ada Quill');
      const { id } = await entityOf(a);
      await links.unlink({ entityId: id, articleId: a, by: 'ed', reason: 'another Ada' });
      expect(await nameOf()).toBe('ADA QUILL');
      await links.relink({ entityId: id, articleId: a });
      expect(await nameOf()).toBe('Ada Quill');
      await save('/a.txt', NOTHING_FOUND);
      expect(await nameOf()).toBe('ADA QUILL');
    });

    it('each correction raises the revision', async () => {
      const articleId = await save('/a.txt');
      const { id: entityId } = await entityOf(articleId);
      const revision = async () => (await db.prisma.corpus.findFirstOrThrow()).revision;
      const before = await revision();
      await links.unlink({ entityId, articleId, by: 'ed', reason: 'another Ada' });
      await links.relink({ entityId, articleId });
      expect(await revision()).toBe(before + 2n);
    });

    it('what cannot be taken apart or back is the client’s mistake', async () => {
      const articleId = await save('/a.txt', linkedBy('ARTICLE_ONLY'));
      const own = (await entityOf(articleId)).id;
      const { id: shared } = await entityOf(articleId, 'Tom Tull');
      const other = await save('/b.txt', NOTHING_FOUND);
      const unlink = (entityId: string, id: string) => links.unlink({ entityId, articleId: id, by: 'ed', reason: '' });
      const mistake = (message: RegExp) =>
        expect.objectContaining({ code: 'BAD_USER_INPUT', message: expect.stringMatching(message) });
      await expect(unlink(own, articleId)).rejects.toEqual(mistake(/alone already/));
      await expect(unlink(shared, other)).rejects.toEqual(mistake(/does not name/));
      await expect(unlink(shared, own)).rejects.toEqual(mistake(/no such article/));
      await expect(links.relink({ entityId: shared, articleId })).rejects.toEqual(mistake(/was not unlinked/));
    });

    it('writers that unlink, relink and read an article again at once end in a state that one of them left', async () => {
      const [a] = [await save('/a.txt'), await save('/b.txt')];
      const { id: entityId } = await entityOf(a);
      await Promise.all([
        links.unlink({ entityId, articleId: a, by: 'ed', reason: 'another Ada' }),
        ...Array.from({ length: 4 }, (_, i) => save(i % 2 === 0 ? '/a.txt' : `/${i}.txt`)),
      ]);
      const apart = await stateOf(a);
      expect(apart.links[0]?.entity.key).toBe('PERSON:ada quill@/a.txt');
      await save('/a.txt');
      expect(await stateOf(a)).toEqual(apart);
      await Promise.all([links.relink({ entityId, articleId: a }), save('/a.txt'), save('/b.txt')]);
      expect((await entityOf(a)).id).toBe(entityId);
      expect(await db.prisma.entity.count()).toBe(2);
    });

    it('the last article gone, nothing stays behind', async () => {
      const [a, b] = [await save('/a.txt'), await save('/b.txt', linkedBy('ARTICLE_ONLY'))];
      const { id: entityId } = await entityOf(a);
      await links.unlink({ entityId, articleId: a, by: 'ed', reason: 'another Ada' });
      expect(await db.prisma.entity.count({ where: { id: entityId } })).toBe(1);
      // Both documents turn out to be one article of another text.
      for (const uri of ['/a.txt', '/b.txt']) {
        await save(uri, NOTHING_FOUND, { url: 'https://ledger.example/a', body: `Nobody. ${uri}` });
      }
      expect(await db.prisma.article.count()).toBe(1);
      await links.relink({ entityId, articleId: a });
      expect(await db.prisma.entity.count()).toBe(0);
      expect(await db.prisma.source.count()).toBe(0);
      expect(b).not.toBe(a);
    });
  });
});
