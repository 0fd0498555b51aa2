import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

const TEXT = 'HARBOUR — “The bridge is safe,” Ada Quill said on Monday.\nTom Tull doubted it.';
const INGEST = `mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { revision receipts {
  uri outcome mentionCount quoteCount citationCount problems { code message }
  article { id headline quotes { totalCount nodes { content speaker { name } } } mentions { totalCount } } } } }`;

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db).as({ name: 'desk', scope: 'ingest' });
});
afterAll(() => db.close());

async function receiptOf(input: object): Promise<Answer> {
  const { ingestDocument } = await graph.query(INGEST, { input: { format: 'TEXT', ...input } });
  expect(ingestDocument.receipts).toHaveLength(1);
  return ingestDocument.receipts[0];
}
const revision = async () => (await graph.query('{ corpus { revision } }')).corpus.revision;

describe('ingestDocument', () => {
  it('takes a text in: the receipt has the article with all that was found, and the revision', async () => {
    const { ingestDocument } = await graph.query(INGEST, {
      input: { format: 'TEXT', uri: 'https://ledger.example/pier', content: TEXT },
    });
    const [receipt] = ingestDocument.receipts;
    expect(receipt).toMatchObject({ uri: 'https://ledger.example/pier', outcome: 'CREATED', problems: [] });
    expect(receipt.article.quotes.nodes[0]).toMatchObject({ speaker: { name: 'Ada Quill' } });
    expect(receipt.quoteCount).toBe(receipt.article.quotes.totalCount);
    expect(receipt.mentionCount).toBe(receipt.article.mentions.totalCount);
    expect(ingestDocument.revision).toBe(await revision());
  });

  it('the same again is unchanged, other bytes update it, and the article stays the same', async () => {
    const uri = '/wire/1.txt';
    const first = await receiptOf({ uri, content: TEXT });
    const before = await revision();
    expect(await receiptOf({ uri, content: TEXT })).toEqual({ ...first, outcome: 'UNCHANGED' });
    expect(await revision()).toBe(before);
    expect(await receiptOf({ uri, content: `${TEXT}\nMore.` })).toMatchObject({
      outcome: 'UPDATED',
      article: { id: first.article.id },
    });
    expect(await revision()).not.toBe(before);
  });

  it('a dry run says what would be and changes nothing', async () => {
    const before = await revision();
    const dry = await receiptOf({ uri: '/dry.txt', content: TEXT, dryRun: true });
    expect(await revision()).toBe(before);
    const { article: _, ...wet } = await receiptOf({ uri: '/wet.txt', content: TEXT });
    expect(dry).toEqual({ ...wet, uri: '/dry.txt', article: null });
    expect(await receiptOf({ uri: '/wire/1.txt', content: TEXT, dryRun: true })).toMatchObject({
      outcome: 'UPDATED',
      article: { id: expect.any(String) },
    });
  });

  it.each([
    ['NINJS', 'UNREADABLE'],
    ['FEED', 'UNREADABLE'],
  ])('%s, which it is not, is rejected with the reason', async (format, code) => {
    expect(await receiptOf({ uri: '/a', content: TEXT, format })).toMatchObject({
      outcome: 'REJECTED',
      article: null,
      mentionCount: 0,
      problems: [{ code }],
    });
  });

  it.each([
    ['nothing', '', 'EMPTY_DOCUMENT'],
    ['blanks', ' \n ', 'EMPTY_DOCUMENT'],
    ['what is no text', '\0\u0001\u0002\u0003'.repeat(100), 'BINARY_DOCUMENT'],
    ['more than the gateway takes', 'word '.repeat(1_100_000), 'DOCUMENT_TOO_LONG'],
  ])('%s is rejected with the reason', async (_name, content, code) => {
    expect(await receiptOf({ content })).toMatchObject({ outcome: 'REJECTED', problems: [{ code }] });
  });

  it.each([
    ['/a/../b/./c.txt', '/b/c.txt'],
    ['file:///b/c%20d.txt', '/b/c d.txt'],
    ['HTTPS://Ledger.example:443/x/?utm_source=y&b=1#z', 'https://ledger.example/x/?b=1'],
    [' https://ledger.example/y ', 'https://ledger.example/y'],
    [undefined, expect.stringMatching(/^urn:sha256:[0-9a-f]{64}$/)],
    [null, expect.stringMatching(/^urn:sha256:[0-9a-f]{64}$/)],
  ])('the uri %j becomes %j', async (uri, normalised) => {
    expect(await receiptOf({ uri, content: TEXT, dryRun: true })).toMatchObject({ uri: normalised });
  });

  it.each([
    '',
    'a.txt',
    './a.txt',
    'ftp://a.example/b',
    'file://host/b',
    'javascript:1',
    '/a\0b',
    `/${'ü'.repeat(1_001)}`,
  ])('the uri %j is refused', async (uri) => {
    const error = await graph.errorOf(INGEST, { input: { format: 'TEXT', uri, content: TEXT } });
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('uri must be') });
  });

  it('the article of the receipt is read by one statement, however much is asked of it', async () => {
    const input = { format: 'TEXT', uri: '/wire/1.txt', content: `${TEXT}\nMore.` };
    const ask = (article: string) =>
      graph.statementsOf(
        `mutation ($input: IngestDocumentInput!) { ingestDocument(input: $input) { receipts { outcome ${article} } } }`,
        { input },
      );
    const alone = await ask('');
    const more = 'headline publisher { name } quotes { nodes { content speaker { name articles { totalCount } } } }';
    expect(await ask(`article { ${more} }`)).toBe(alone + 1);
    expect(await ask(`article { ${more} } again: article { id }`)).toBe(alone + 2);
  });
});
