import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const PIER = '“The pier is safe,” Ada Quill said on Monday.\nTom Tull doubted it.';
const BRIDGE = '“The bridge is not,” Tom Tull said on Tuesday.';
const RECEIPT = 'receipts { outcome article { id } problems { code message } }';

describe('an article', () => {
  describe('that is deleted', () => {
    let db: Database;
    let graph: Graph;
    let pier: Answer;
    beforeAll(async () => {
      db = await openDatabase();
      graph = createGraph(db);
    });
    beforeEach(async () => {
      await db.prisma.tombstone.deleteMany();
      await db.prisma.article.deleteMany();
      await db.prisma.entity.deleteMany();
      await db.prisma.source.deleteMany();
      pier = await ingest('https://ledger.example/pier', PIER);
    });
    afterAll(() => db.close());

    async function ingest(uri: string, content: string, dryRun = false): Promise<Answer> {
      const query = `mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { ${RECEIPT} } }`;
      const { ingestDocument } = await graph.query(query, { input: { uri, content, format: 'TEXT', dryRun } });
      return ingestDocument.receipts[0];
    }
    const remove = (id: string, reason?: string) =>
      graph.query(
        'mutation ($input: DeleteArticleInput!) { deleteArticle(input: $input) { deletedId revision tombstone { articleId headline uris by reason liftedAt } } }',
        { input: { id, reason } },
      );
    const lift = (input: object) =>
      graph.query(
        'mutation ($input: LiftTombstoneInput!) { liftTombstone(input: $input) { tombstones { articleId liftedBy liftedAt } } }',
        { input },
      );

    it('takes back all that only the article supported, in a new revision', async () => {
      await ingest('/bridge.txt', BRIDGE);
      const before = await graph.query('{ corpus { revision } }');
      const { deleteArticle } = await remove(pier.article.id, ' libel ');
      const after = await graph.query(
        `query ($id: ID!) { corpus { revision articleCount entityCount quoteCount } entities { nodes { name articleCount } }
          sources { nodes { name } } node(id: $id) { id } article(url: "https://ledger.example/pier") { id } }`,
        { id: pier.article.id },
      );
      expect(deleteArticle).toMatchObject({
        deletedId: pier.article.id,
        revision: after.corpus.revision,
        tombstone: { articleId: pier.article.id, uris: ['https://ledger.example/pier'], by: 'admin', reason: 'libel' },
      });
      expect(after).toMatchObject({
        corpus: { articleCount: 1, quoteCount: 1 },
        entities: { nodes: [{ name: 'Tom Tull', articleCount: 1 }] },
        sources: { nodes: [{ name: 'Tom Tull' }] },
        node: null,
        article: null,
      });
      expect(after.corpus.revision).not.toBe(before.corpus.revision);
      expect(await db.prisma.document.count()).toBe(1);
    });

    it('the same address, in any form, and the same bytes are refused from then on, dry or not', async () => {
      await remove(pier.article.id);
      const deleted = { outcome: 'REJECTED', article: null, problems: [{ code: 'DELETED' }] };
      expect(await ingest('https://ledger.example/pier', PIER)).toMatchObject(deleted);
      expect(await ingest('https://ledger.example/pier', `${PIER}\nMore.`)).toMatchObject(deleted);
      expect(await ingest('/elsewhere.txt', PIER)).toMatchObject(deleted);
      expect(await ingest('/elsewhere.txt', PIER, true)).toMatchObject(deleted);
      expect(await ingest('/elsewhere.txt', `${PIER}\nMore.`)).toMatchObject({ outcome: 'CREATED' });
      expect(await graph.query('{ corpus { articleCount } }')).toEqual({ corpus: { articleCount: 1 } });
    });

    it('an address stated in the text counts, and so do bytes that it had before', async () => {
      const stated = await ingest('/stated.txt', `${BRIDGE}\nLink : http://www.ledger.example/bridge/\n`);
      await ingest('/stated.txt', `${BRIDGE}\nAnd more.\nLink : http://www.ledger.example/bridge/\n`);
      await remove(stated.article.id);
      const deleted = { outcome: 'REJECTED', problems: [{ code: 'DELETED' }] };
      expect(await ingest('/other.txt', 'Other words.\nLink : https://ledger.example/bridge\n')).toMatchObject(deleted);
      expect(await ingest('/other.txt', `${BRIDGE}\nLink : http://www.ledger.example/bridge/\n`)).toMatchObject(
        deleted,
      );
    });

    it.each([
      ['by id', () => ({ articleId: pier.article.id })],
      ['by address', () => ({ uri: 'http://www.ledger.example/pier/' })],
      ['by uri', () => ({ uri: 'https://ledger.example/pier' })],
    ])('once the tombstone is lifted %s, it is let in again, as another article', async (_how, which) => {
      await remove(pier.article.id);
      expect((await lift(which())).liftTombstone.tombstones).toEqual([
        { articleId: pier.article.id, liftedBy: 'admin', liftedAt: expect.any(Date) },
      ]);
      const again = await ingest('https://ledger.example/pier', PIER);
      expect(again).toMatchObject({ outcome: 'CREATED', problems: [] });
      expect(again.article.id).not.toBe(pier.article.id);
      await expect(lift(which())).rejects.toThrow('No article that was deleted goes by this');
    });

    it('the receipt says who deleted it and why, and what lifts it', async () => {
      await remove(pier.article.id, 'libel');
      const { problems } = await ingest('/elsewhere.txt', PIER);
      expect(problems[0].message).toMatch(
        /^its article was deleted on \d{4}-\d\d-\d\d by admin \(libel\); .* the tombstone of https:\/\/ledger\.example\/pier, by the mutation liftTombstone$/,
      );
    });

    it('admins see what was deleted, the last first; others do not', async () => {
      const bridge = await ingest('/bridge.txt', BRIDGE);
      await remove(pier.article.id);
      await remove(bridge.article.id, 'a copy');
      await lift({ uri: '/bridge.txt' });
      const list = '{ tombstones { totalCount nodes { headline reason at liftedBy } } }';
      expect(await graph.query(list)).toMatchObject({
        tombstones: {
          totalCount: 2,
          nodes: [
            { reason: 'a copy', liftedBy: 'admin' },
            { reason: null, liftedBy: null },
          ],
        },
      });
      expect(await graph.as({ name: 'desk', scope: 'ingest' }).errorOf(list)).toMatchObject({ code: 'FORBIDDEN' });
      expect(await graph.as(null).errorOf(list)).toMatchObject({ code: 'UNAUTHENTICATED' });
    });

    it('a document that is stored elsewhere with the same bytes is not touched, and can be read again', async () => {
      const copy = await ingest('/copy.txt', PIER);
      await remove(pier.article.id);
      expect(await ingest('/copy.txt', PIER)).toMatchObject({ outcome: 'UNCHANGED', article: { id: copy.article.id } });
    });

    it('a withheld article can be deleted, too', async () => {
      await db.prisma.article.updateMany({ data: { pubStatus: 'WITHHELD' } });
      expect((await remove(pier.article.id)).deleteArticle.deletedId).toBe(pier.article.id);
    });

    it('deleting while the document is taken in again leaves the article there or not, never half of it', async () => {
      const receipts = await Promise.all([
        ingest('https://ledger.example/pier', `${PIER}\nMore.`),
        remove(pier.article.id),
        ingest('/copy.txt', `${PIER}\nMore.`),
      ]);
      expect(receipts).toHaveLength(3);
      expect(await graph.query('{ article(url: "https://ledger.example/pier") { id } }')).toEqual({ article: null });
      const entities = await graph.query('{ entities { nodes { articles { totalCount } } } }');
      for (const { articles } of entities.entities.nodes) expect(articles.totalCount).toBeGreaterThan(0);
    });

    it.each<[string, () => object, string]>([
      ['an id of something else', () => ({ id: 'Zm9v' }), 'no id of this gateway'],
      ['what is deleted already', () => ({ id: pier.article.id }), 'There is no such article'],
      ['a reason that is no text', () => ({ id: pier.article.id, reason: 'a\0b' }), 'reason must be plain text'],
      ['a reason that is a treatise', () => ({ id: pier.article.id, reason: 'x'.repeat(1_001) }), 'at most 1,000'],
    ])('%s is refused', async (_name, input, says) => {
      if (says.startsWith('There')) await remove(pier.article.id);
      const query = 'mutation ($input: DeleteArticleInput!) { deleteArticle(input: $input) { deletedId } }';
      expect(await graph.errorOf(query, { input: input() })).toMatchObject({
        code: 'BAD_USER_INPUT',
        message: expect.stringContaining(says),
      });
    });

    it.each([{}, { articleId: 'x', uri: '/a' }, { uri: ' ' }])('lifting by %j is refused', async (input) => {
      await expect(lift(input)).rejects.toThrow('Give exactly one of articleId and uri.');
    });
  });
});
