import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { KEPT_EVENTS } from '../../src/storage/transaction.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const EVENTS = `subscription ($after: String, $filter: ArticleFilter) { articleEvents(after: $after, filter: $filter) {
  kind: __typename
  ... on ArticleIngested { cursor outcome article { id headline publisher { name } } }
  ... on ArticleRemoved { cursor articleId }
  ... on EventGap { cursor missed }
} }`;

describe('articleEvents', () => {
  describe('tells', () => {
    let db: Database;
    let graph: Graph;
    const following: AsyncGenerator<Answer>[] = [];
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
    });
    afterAll(() => db.close());
    beforeEach(async () => {
      await Promise.all(following.splice(0).map((events) => events.return(undefined)));
      await db.prisma.article.deleteMany();
    });

    const save = (headline: string, article: object = {}) =>
      graph.store.save(documentOf(`/${headline.split(' ')[0]}.txt`, { headline, ...article }), NOTHING_FOUND, '1');
    const remove = async (headline: string) => {
      const { id } = await db.prisma.article.findFirstOrThrow({ where: { headline } });
      await graph.context.tombstones.remove({ articleId: id, by: 'test', reason: null });
      await db.prisma.tombstone.deleteMany();
    };
    async function follow(variables: object = {}): Promise<AsyncGenerator<Answer>> {
      const events = await graph.subscribe(EVENTS, { ...variables });
      following.push(events);
      return events;
    }
    const take = async (events: AsyncGenerator<Answer>, count: number): Promise<Answer[]> => {
      const taken: Answer[] = [];
      while (taken.length < count) taken.push((await events.next()).value.articleEvents);
      return taken;
    };
    /** Whether nothing comes for a while. */
    const isSilent = async (events: AsyncGenerator<Answer>) => {
      const next = events.next().then(() => false);
      return Promise.race([next, new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 300))]);
    };
    const named = (events: Answer[]) => events.map(({ kind, outcome, article }) => [kind, outcome, article?.headline]);

    it('what happens from now on, in order, with all that is asked of the article', async () => {
      await save('before');
      const events = await follow();
      await save('one', { publisher: { name: 'ledger', domain: 'ledger.example', kind: 'NEWS_OUTLET' } });
      await save('two');
      await save('two again', { body: 'Other words.' });
      await remove('one');
      const taken = await take(events, 3);
      // 'one' was gone when its event was read.
      expect(named(taken)).toEqual([
        ['ArticleIngested', 'CREATED', 'two again'],
        ['ArticleIngested', 'UPDATED', 'two again'],
        ['ArticleRemoved', undefined, undefined],
      ]);
      await save('three', { publisher: { name: 'ledger', domain: 'ledger.example', kind: 'NEWS_OUTLET' } });
      const [three] = await take(events, 1);
      expect(three).toMatchObject({
        outcome: 'CREATED',
        article: { headline: 'three', publisher: { name: 'ledger' } },
      });
      expect(await isSilent(events)).toBe(true);
    });

    it('first all since a cursor, then what happens: without gap, without repeat', async () => {
      const events = await follow();
      for (let i = 0; i < 50; i++) await save(`n${i}`);
      const all = await take(events, 50);
      expect(all.map(({ article }) => article.headline)).toEqual(Array.from({ length: 50 }, (_, i) => `n${i}`));
      expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(50);
      const again = await follow({ after: all[9].cursor });
      const early = await take(again, 5);
      await save('n50');
      expect([...early, ...(await take(again, 36))].map(({ article }) => article.headline)).toEqual(
        Array.from({ length: 41 }, (_, i) => `n${i + 10}`),
      );
      expect(await isSilent(again)).toBe(true);
    });

    it('what happened while nobody followed, to who comes back', async () => {
      const events = await follow();
      await save('seen');
      const [seen] = await take(events, 1);
      await save('told');
      await take(events, 1);
      await events.return(undefined);
      await save('missed');
      const again = await take(await follow({ after: seen.cursor }), 2);
      expect(again.map(({ article }) => article.headline)).toEqual(['told', 'missed']);
    });

    it('each event once, when many write while one reads', async () => {
      const events = await follow();
      const written = Promise.all(Array.from({ length: 30 }, (_, i) => save(`m${i}`)));
      const taken = await take(events, 30);
      await written;
      expect(new Set(taken.map(({ article }) => article.headline)).size).toBe(30);
      const { lastEvent } = await db.prisma.corpus.findFirstOrThrow();
      const stored = await db.prisma.articleEvent.findMany({ orderBy: { position: 'desc' }, take: 30 });
      expect(stored.map(({ position }) => lastEvent - position)).toEqual(
        Array.from({ length: 30 }, (_, i) => BigInt(i)),
      );
      expect(await isSilent(events)).toBe(true);
    });

    it('only of articles that fit the filter, and of all that are removed', async () => {
      const filter = { headline: { startsWith: 'harbour' }, inLanguage: { eq: 'en' } };
      const events = await follow({ filter });
      await save('town');
      await save('harbour-closed');
      await save('harbour-fermé', { inLanguage: 'fr' });
      await remove('town');
      expect(named(await take(events, 2))).toEqual([
        ['ArticleIngested', 'CREATED', 'harbour-closed'],
        ['ArticleRemoved', undefined, undefined],
      ]);
      expect(await graph.as(null).subscribe(EVENTS, { filter: null })).toBeDefined();
      await expect(follow({ filter: { headline: null } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    });

    it('nothing of what readers do not see: withheld is removed, shown is created', async () => {
      const events = await follow();
      await save('secret', { pubStatus: 'WITHHELD' });
      await save('secret', { pubStatus: 'WITHHELD', body: 'Other words.' });
      await save('embargo', { embargoedUntil: new Date(Date.now() + 86_400_000) });
      await save('open');
      expect(named(await take(events, 1))).toEqual([['ArticleIngested', 'CREATED', 'open']]);
      await save('open', { pubStatus: 'CANCELED', body: 'Taken back.' });
      expect(await take(events, 1)).toMatchObject([{ kind: 'ArticleRemoved', articleId: expect.any(String) }]);
      await save('secret', { body: 'For all.' });
      expect(named(await take(events, 1))).toEqual([['ArticleIngested', 'CREATED', 'secret']]);
      // Time passes, and nothing is written.
      await db.prisma.$executeRaw`ALTER TABLE "Article" DISABLE TRIGGER USER`;
      await db.prisma.article.updateMany({ where: { headline: 'embargo' }, data: { embargoedUntil: new Date() } });
      await db.prisma.$executeRaw`ALTER TABLE "Article" ENABLE TRIGGER USER`;
      expect(await graph.store.releaseEmbargoes()).toBe(1);
      expect(named(await take(events, 1))).toEqual([['ArticleIngested', 'CREATED', 'embargo']]);
    });

    it('an article that moves to another, which is left without documents, is removed', async () => {
      const events = await follow();
      await save('a', { url: 'https://ledger.example/a' });
      await save('b', { url: 'https://ledger.example/b' });
      const [{ article: a }] = await take(events, 2);
      await save('a', { url: 'https://ledger.example/b', body: 'Other words.' });
      expect(await take(events, 2)).toMatchObject([
        { kind: 'ArticleRemoved', articleId: a.id },
        { kind: 'ArticleIngested', outcome: 'UPDATED', article: { headline: 'a' } },
      ]);
    });

    it('that events are gone, and how many, to who asks for older ones or falls behind', async () => {
      const events = await follow();
      await save('first');
      const [{ cursor }] = await take(events, 1);
      for (const headline of ['x', 'y', 'z']) await save(headline);
      const { lastEvent } = await db.prisma.corpus.findFirstOrThrow();
      await db.prisma.articleEvent.deleteMany({ where: { position: { lt: lastEvent } } });
      const [gap, z] = await take(await follow({ after: cursor }), 2);
      expect(gap).toMatchObject({ kind: 'EventGap', missed: 2 });
      expect(z).toMatchObject({ article: { headline: 'z' } });
      // Who took only the first of them has fallen behind, too.
      expect(await take(events, 2)).toEqual([gap, z]);
      expect(await take(await follow({ after: gap.cursor }), 1)).toEqual([z]);
    });

    it('the last 10,000 events and hardly more', async () => {
      const fill = (count: number) =>
        db.prisma.$executeRawUnsafe(
          `INSERT INTO "ArticleEvent" ("position", "articleId") SELECT c."lastEvent" + n, gen_random_uuid() FROM "Corpus" c, generate_series(1, ${count}) n`,
        );
      const raise = (count: number) => db.prisma.corpus.updateMany({ data: { lastEvent: { increment: count } } });
      await fill(12_000);
      await raise(12_000);
      for (let i = 0; i < 101; i++) await save(`p${i}`);
      const kept = await db.prisma.articleEvent.count();
      expect(kept).toBeGreaterThanOrEqual(Number(KEPT_EVENTS));
      expect(kept).toBeLessThan(Number(KEPT_EVENTS) + 101);
    });

    it.each(['', 'x', 'WyJBcnRpY2xlIiwiMSJd', Buffer.from('["articleEvents","9999999"]').toString('base64url')])(
      'the cursor %j is refused',
      async (after) => {
        await expect(follow({ after })).rejects.toMatchObject({ code: 'INVALID_CURSOR' });
      },
    );

    it('a subscription ends when it is left, also while it waits', async () => {
      const events = await follow();
      const next = events.next();
      await events.return(undefined);
      expect(await next).toEqual({ done: true, value: undefined });
    });

    it('500 who ask for the same are told of a change by one statement, and those who ask for other things by theirs', async () => {
      const crowd = await Promise.all(Array.from({ length: 500 }, () => follow()));
      const apart = await follow({ filter: { headline: { contains: 'other' } } });
      const next = [...crowd, apart].map((events) => take(events, 1));
      await new Promise((resolve) => setTimeout(resolve, 300));
      const read: string[] = [];
      db.onStatement(({ sql }) => {
        if (sql.includes('"ArticleEvent"') && sql.startsWith('SELECT (')) read.push(sql);
      });
      await save('other news');
      for (const [{ outcome, article }] of (await Promise.all(next)) as [Answer][]) {
        expect([outcome, article.headline]).toEqual(['CREATED', 'other news']);
      }
      expect(read).toHaveLength(2);
    });

    it('a batch of events with their articles takes one statement', async () => {
      const events = await follow();
      for (let i = 0; i < 5; i++) await save(`s${i}`);
      const statements: string[] = [];
      db.onStatement(({ sql }) => statements.push(sql));
      await take(events, 5);
      expect(statements).toHaveLength(1);
    });
  });
});
