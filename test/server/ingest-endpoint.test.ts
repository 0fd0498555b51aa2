import { createHash, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const API_KEYS = ['read', 'ingest', 'admin'].map((scope) => `${scope}er:${scope}:${sha256(`${scope}-key`)}`).join(',');
const BRIDGE = 'Bridge opens\n\n"It holds," said Ada Quill, the engineer, in Port Vella.\n';

describe('documents sent to the gateway', () => {
  describe('are taken in', () => {
    let db: Database;
    let gateway: RunningGateway;
    beforeAll(async () => {
      db = await openDatabase();
      gateway = await startGateway(db, { API_KEYS, MAX_DOCUMENT_BYTES: '100000' }, { closeAfterTest: false });
    });
    afterAll(async () => {
      await gateway?.close();
      await db?.close();
    });

    const send = (
      query: string,
      body: string | Uint8Array<ArrayBuffer>,
      headers: Record<string, string> = {},
      key = 'ingest',
    ) =>
      gateway.send(`/ingest${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', authorization: `Bearer ${key}-key`, ...headers },
        body,
      });
    const receiptsOf = ({ text }: { text: string }): Answer[] =>
      text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
    const articleCount = () => db.prisma.article.count();

    describe('at /ingest', () => {
      it('as they are, with a receipt a line', async () => {
        const answer = await send('?uri=/news/bridge.txt', BRIDGE);
        expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/jsonl; charset=utf-8']);
        const [receipt, ...others] = receiptsOf(answer);
        expect(others).toEqual([]);
        expect(receipt).toMatchObject({ uri: '/news/bridge.txt', outcome: 'CREATED', quoteCount: 1, problems: [] });
        const { json } = await gateway.post({
          query: 'query ($id: ID!) { article(id: $id) { headline quotes { nodes { speaker { name } } } } }',
          variables: { id: receipt.articleId },
        });
        expect(json.data.article).toEqual({
          headline: 'Bridge opens',
          quotes: { nodes: [{ speaker: { name: 'Ada Quill' } }] },
        });
      });

      it('in bytes that are no UTF-8, which a GraphQL string could not hold', async () => {
        const latin = Buffer.from('Caf\xe9 opens\n\nThe caf\xe9 in Port Vella opened on Monday.\n', 'latin1');
        const [receipt] = receiptsOf(await send('?uri=/news/cafe.txt', new Uint8Array(latin)));
        expect(receipt.outcome).toBe('CREATED');
        expect((await db.prisma.article.findFirstOrThrow({ where: { headline: 'Caf\u00e9 opens' } })).body).toContain(
          'caf\u00e9',
        );
      });

      it.each([
        ['text/html', '<!doctype html><title>Bridge</title><p>'],
        ['text/plain', 'Bridge\n\n'],
        [
          'application/rss+xml',
          '<rss version="2.0"><channel><title>x</title><item><title>Bridge</title><description>',
          '</description></item></channel></rss>',
        ],
      ])('in a charset that only the header states: %s', async (type, before, after = '') => {
        const text = Buffer.concat([
          Buffer.from(before),
          Buffer.from('cceef1f220e7e0eaf0fbf22e', 'hex'),
          Buffer.from(after),
        ]);
        const [receipt] = receiptsOf(
          await send(`?uri=/news/${type}`, new Uint8Array(text), { 'content-type': `${type}; charset=windows-1251` }),
        );
        expect(receipt).toMatchObject({ outcome: 'CREATED', problems: [] });
        const { json } = await gateway.post({
          query: 'query ($id: ID!) { article(id: $id) { body } }',
          variables: { id: receipt.articleId },
        });
        expect(json.data.article.body).toBe('Мост закрыт.');
      });

      it('as a page or as JSON-LD', async () => {
        const page = '<!doctype html><meta charset="windows-1251"><h1>Bridge</h1><p>';
        const text = Buffer.from('cceef1f220e7e0eaf0fbf22e', 'hex');
        const [html] = receiptsOf(
          await send('?uri=/news/most', new Uint8Array(Buffer.concat([Buffer.from(page), text])), {
            'content-type': 'text/html',
          }),
        );
        const jsonLd = JSON.stringify({ '@type': 'NewsArticle', headline: 'Pier', articleBody: BRIDGE });
        const [linked] = receiptsOf(await send('?uri=/news/pier&format=JSON_LD', jsonLd));
        expect([html.outcome, linked.outcome]).toEqual(['CREATED', 'CREATED']);
        expect(await db.prisma.article.findFirstOrThrow({ where: { headline: 'Bridge' } })).toMatchObject({
          body: 'Мост закрыт.',
        });
      });

      it('known by their bytes, when no uri is given', async () => {
        const [receipt] = receiptsOf(await send('', 'Ferry sinks\n\nNobody was hurt.\n'));
        expect(receipt).toMatchObject({ outcome: 'CREATED', uri: expect.stringMatching(/^urn:sha256:/) });
      });

      it('many at once, packed, each with a receipt of its own', async () => {
        const lines = `${JSON.stringify({ id: 'a', text: 'Pier shut\n\nNobody was hurt on the pier.\n' })}\nno JSON\n`;
        const answer = await send('?uri=/news/lines.jsonl.gz', new Uint8Array(gzipSync(lines)), {
          'content-type': 'application/gzip',
        });
        expect(receiptsOf(answer)).toMatchObject([
          { uri: '/news/lines.jsonl.gz#lines.jsonl#a', outcome: 'CREATED' },
          { uri: '/news/lines.jsonl.gz#lines.jsonl#2', outcome: 'REJECTED', problems: [{ code: 'UNREADABLE' }] },
        ]);
      });

      it('or only tried', async () => {
        const before = await articleCount();
        const [receipt] = receiptsOf(
          await send('?dryRun=true&uri=/news/tried.txt', BRIDGE.replace('Bridge', 'Tunnel')),
        );
        expect([receipt.outcome, receipt.articleId, await articleCount()]).toEqual(['CREATED', null, before]);
      });

      it.each([
        ['application/octet-stream', '?format=ninjs', 'UNREADABLE'],
        ['text/plain; charset=utf-8', '?format=json-ld', 'UNREADABLE'],
      ])('or rejected by their receipt, sent as %s%s', async (type, query, code) => {
        const answer = await send(query, '<p>Words</p>', { 'content-type': type });
        expect(answer.status).toBe(200);
        expect(receiptsOf(answer)).toMatchObject([{ outcome: 'REJECTED', articleId: null, problems: [{ code }] }]);
      });

      it.each<[string, string, number, unknown, string]>([
        ['no key', 'no', 401, 'UNAUTHENTICATED', 'ingest'],
        ['a key that only reads', 'read', 403, 'FORBIDDEN', 'reader'],
      ])('with %s: refused', async (_what, key, status, code, word) => {
        const before = await articleCount();
        const answer = await send('', 'Refused\n\nWords.\n', {}, key);
        expect([answer.status, answer.codes, await articleCount()]).toEqual([status, [code], before]);
        expect(answer.json.errors[0].message).toContain(word);
        expect(answer.headers.get('www-authenticate')).toContain('scope="ingest"');
      });

      it.each<[string, string, string]>([
        ['?format=pdf', 'format', 'TEXT, HTML'],
        ['?dryRun=yes', 'dryRun', 'true or false'],
        ['?url=/x', 'url', 'uri, format, dryRun and queue'],
        ['?uri=/a&uri=/b', 'uri', 'more than once'],
        ['?uri=ftp://x', 'uri', 'absolute path'],
      ])('with %s: a clear error', async (query, ...words) => {
        const answer = await send(query, BRIDGE);
        expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
        for (const word of words) expect(answer.json.errors[0].message).toContain(word);
      });

      it('too long: refused', async () => {
        const { status, codes } = await send('', 'x'.repeat(100_001));
        expect([status, codes]).toEqual([413, ['REQUEST_TOO_LARGE']]);
      });

      it('by another method: told which one', async () => {
        const { status, headers } = await gateway.send('/ingest');
        expect([status, headers.get('allow')]).toEqual([405, 'POST']);
      });
    });

    describe('once under one Idempotency-Key', () => {
      const again = (key: string, body: string, query = '?uri=/once.txt') =>
        send(query, body, { 'idempotency-key': key });

      it('at /ingest: sent again they give the receipts of the first time', async () => {
        const key = randomUUID();
        const first = await again(key, BRIDGE);
        // Without the key it would be unchanged.
        expect(receiptsOf(first)).toMatchObject([{ outcome: 'CREATED' }]);
        expect((await again(key, BRIDGE)).text).toBe(first.text);
        expect(receiptsOf(await again(randomUUID(), BRIDGE))).toMatchObject([{ outcome: 'UNCHANGED' }]);
      });

      it('over GraphQL, too', async () => {
        const query =
          'mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { uri outcome article { headline } } } }';
        const input = { format: 'TEXT', uri: '/graphql-once.txt', content: BRIDGE };
        const headers = {
          authorization: 'Bearer ingest-key',
          'x-graphql-yoga-csrf': '1',
          'idempotency-key': randomUUID(),
        };
        const first = await gateway.post({ query, variables: { input } }, headers);
        expect(first.json.data.ingestDocument.receipts).toMatchObject([
          { outcome: 'CREATED', article: { headline: 'Bridge opens' } },
        ]);
        expect((await gateway.post({ query, variables: { input } }, headers)).text).toBe(first.text);
        const other = { ...input, content: 'Other words.' };
        expect((await gateway.post({ query, variables: { input: other } }, headers)).codes).toEqual([
          'IDEMPOTENCY_KEY_REUSED',
        ]);
      });

      it('the key stands for one document, uri and format', async () => {
        const key = randomUUID();
        await again(key, BRIDGE, '?uri=/one.txt');
        for (const [body, query] of [
          ['Other words.', '?uri=/one.txt'],
          [BRIDGE, '?uri=/two.txt'],
          [BRIDGE, '?uri=/one.txt&format=html'],
        ] as const) {
          const answer = await again(key, body, query);
          expect([answer.status, answer.codes]).toEqual([422, ['IDEMPOTENCY_KEY_REUSED']]);
        }
      });

      it("the key is its owner's: another client may have the same", async () => {
        const key = randomUUID();
        await again(key, BRIDGE, '?uri=/mine.txt');
        const answer = await send('?uri=/theirs.txt', BRIDGE, { 'idempotency-key': key }, 'admin');
        expect(receiptsOf(answer)).toMatchObject([{ outcome: 'CREATED', uri: '/theirs.txt' }]);
      });

      it('sent twice at the same time they are done once', async () => {
        const key = randomUUID();
        const answers = await Promise.all([1, 2, 3].map(() => again(key, BRIDGE, '?uri=/twice.txt')));
        const created = answers.filter(({ status }) => status === 200);
        expect(created.length).toBeGreaterThanOrEqual(1);
        for (const answer of created) expect(receiptsOf(answer)).toMatchObject([{ outcome: 'CREATED' }]);
        for (const { status, codes } of answers.filter((answer) => answer.status !== 200)) {
          expect([status, codes]).toEqual([409, ['IDEMPOTENCY_KEY_IN_USE']]);
        }
      });

      it('a dry run leaves the key free', async () => {
        const key = randomUUID();
        await again(key, BRIDGE, '?uri=/dry.txt&dryRun=true');
        expect(receiptsOf(await again(key, BRIDGE, '?uri=/dry.txt'))).toMatchObject([{ outcome: 'CREATED' }]);
      });

      it.each(['', 'x'.repeat(256)])('a key of another length is refused', async (key) => {
        const answer = await again(key, BRIDGE);
        if (key === '') expect(answer.status).toBe(400);
        else expect([answer.status, answer.codes]).toEqual([400, ['BAD_USER_INPUT']]);
      });

      it('keys are dropped after a day, and those of work that was cut off are free after eight seconds', async () => {
        const [old, cut] = [randomUUID(), randomUUID()];
        await again(old, BRIDGE, '?uri=/old.txt');
        await db.prisma.idempotencyKey.updateMany({
          where: { key: old },
          data: { at: new Date(Date.now() - 90_000_000) },
        });
        expect(receiptsOf(await again(old, BRIDGE, '?uri=/old.txt'))).toMatchObject([{ outcome: 'UNCHANGED' }]);

        await again(cut, BRIDGE, '?uri=/cut.txt');
        await db.prisma.$executeRaw`UPDATE "IdempotencyKey" SET "receipts" = NULL WHERE "key" = ${cut}`;
        expect((await again(cut, BRIDGE, '?uri=/cut.txt')).status).toBe(409);
        await db.prisma.idempotencyKey.updateMany({
          where: { key: cut },
          data: { at: new Date(Date.now() - 9_000) },
        });
        expect(receiptsOf(await again(cut, BRIDGE, '?uri=/cut.txt'))).toMatchObject([{ outcome: 'UNCHANGED' }]);
      });
    });
  });
});
