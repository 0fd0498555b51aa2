import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RawDocument } from '../../src/domain/document.ts';
import type { Receipt } from '../../src/domain/receipt.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { rawText, receiptsOf } from '../support/documents.ts';

/** Texts that share names in every way that linking knows. */
const TEXTS = [
  'Orla J. Fenn, head of the Brightwater Motor Company, came to Kenya.\n“We stay,” Fenn told the Harbour Ledger.',
  'Orla Fenn left Brightwater Motor Co. on Monday. Tarkin said little.\nLink : https://harbourledger.example/2026/fenn/',
  'Russian President Tarkin met Kenya’s Defense Ministry.\n“No,” Tarkin told Reuters.',
  'Tarkin, the Russian president, spoke. Russia’s Defense Ministry said it was ready.',
  'ORLA FENN and Zoë Čapek signed. The Defense Ministry of Kenya said that the Port Trade Union (PTU) struck.',
  'Zoe Capek wrote to the PTU. The Health Ministry said no, according to the Harbour Ledger.\nLink : https://courier.example/capek',
  'The striker John Smith flew to Paris, Texas, and then to Paris, France. The Port Trade Union agreed.',
  'The striker John Smith scored in Paris, France. Bashar al-Haddad and Smith said it was over.',
  'Bashar Haddad said so, The Harbour Ledger reported. Mary Brown and the QTF said nothing.\nLink : https://www.harbourledger.example/2026/haddad',
  'Mary Brown told the QTF that Kenya’s Ministry of Defence and the U.N. were late. The United Nations said no.',
].map((text, i) => rawText(`/articles/${i}.txt`, `${text}\n`));

/** The graph without ids: entities, what links to them and why, sources, speakers. */
async function graph(db: Database): Promise<unknown> {
  const key = { select: { key: true } } as const;
  return {
    entities: await db.prisma.entity.findMany({
      orderBy: { key: 'asc' },
      omit: { id: true },
      include: {
        articles: {
          orderBy: { article: { key: 'asc' } },
          select: {
            article: key,
            name: true,
            linkKey: true,
            linkRule: true,
            linkReason: true,
            mentionCount: true,
            salience: true,
          },
        },
        names: { orderBy: [{ name: 'asc' }, { article: { key: 'asc' } }], select: { name: true, article: key } },
      },
    }),
    sources: await db.prisma.source.findMany({
      orderBy: { key: 'asc' },
      omit: { id: true, entityId: true },
      include: { entity: key, articles: { orderBy: { key: 'asc' }, select: { key: true } } },
    }),
    articles: await db.prisma.article.findMany({
      orderBy: { key: 'asc' },
      select: {
        key: true,
        documents: { select: { uri: true } },
        mentions: { orderBy: { start: 'asc' }, select: { start: true, entity: key } },
        quotes: { orderBy: { start: 'asc' }, select: { start: true, speaker: key, addressee: key } },
        citations: { orderBy: { start: 'asc' }, select: { start: true, source: key, via: key } },
      },
    }),
  };
}

async function* each(texts: readonly RawDocument[]) {
  yield* texts;
}

type Way = 'one by one' | 'at once' | 'together';

async function graphOf(db: Database, order: readonly number[], way: Way): Promise<unknown> {
  await db.prisma.article.deleteMany();
  await db.prisma.entity.deleteMany();
  await db.prisma.source.deleteMany();
  const { ingest, ingestAll } = createIngest({ store: createArticleStore(db.prisma) });
  const texts = order.map((i) => TEXTS[i] ?? rawText('', ''));
  const receipts: Receipt[][] = [];
  if (way === 'together') receipts.push(await receiptsOf(ingestAll(each(texts))));
  else if (way === 'at once') receipts.push(...(await Promise.all(texts.map((text) => receiptsOf(ingest(text))))));
  else for (const text of texts) receipts.push(await receiptsOf(ingest(text)));
  expect(receipts.flat()).toHaveLength(order.length);
  for (const { outcome } of receipts.flat()) expect(outcome).not.toBe('REJECTED');
  return graph(db);
}

describe('what is linked', () => {
  describe('does not depend on the order', () => {
    let db: Database;
    beforeAll(async () => {
      db = await openDatabase();
    });
    afterAll(() => db.close());

    it('shuffled documents, one after the other, all at once or together, some of them twice: the same entities, links and sources', async () => {
      const all = TEXTS.map((_, i) => i);
      const expected = await graphOf(db, all, 'one by one');
      expect(JSON.stringify(expected)).toMatch(/ARTICLE_ONLY.*NAME_AND_COUNTRY|NAME_AND_COUNTRY.*ARTICLE_ONLY/);
      const shuffled = fc.shuffledSubarray(all, { minLength: all.length });
      const ways = fc.constantFrom<Way>('one by one', 'at once', 'together');
      await fc.assert(
        fc.asyncProperty(shuffled, fc.subarray(all), ways, async (order, again, way) => {
          expect(await graphOf(db, [...order, ...again], way)).toEqual(expected);
        }),
        { numRuns: 15 },
      );
    });

    it('an entity’s links are of one key, and no two entities share one beyond an article', async () => {
      await graphOf(
        db,
        TEXTS.map((_, i) => i),
        'one by one',
      );
      const entities = await db.prisma.entity.findMany({ include: { articles: true } });
      for (const { key, articles } of entities) {
        for (const { linkKey, linkRule } of articles) {
          expect(linkRule === 'ARTICLE_ONLY' ? key.split('@')[0] : key).toBe(linkKey);
        }
        if (key.includes('@')) expect(articles).toHaveLength(1);
      }
      const shared = entities.filter(({ articles }) => articles.length > 1).map(({ key }) => key);
      expect(shared.sort()).toEqual(
        expect.arrayContaining([
          'ORGANIZATION:brightwater motor',
          'ORGANIZATION:defense ministry:KE',
          'PERSON:bashar haddad',
          'PERSON:john smith:sport',
          'PERSON:orla fenn',
          'PERSON:tarkin:president:RU',
          'PERSON:zoe capek',
        ]),
      );
    });
  });
});
