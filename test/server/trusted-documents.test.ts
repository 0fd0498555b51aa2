import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { collectOperations, readManifest, writeManifest } from '../../src/server/trusted-documents.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import { startGateway } from '../support/running-gateway.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const TRUSTED = 'query Newest($n: Int = 1) {\n  articles(first: $n) {\n    nodes {\n      headline\n    }\n  }\n}';
const LIFT = 'mutation Lift {\n  liftTombstone(input: {uri: "x"}) {\n    tombstones {\n      by\n    }\n  }\n}';
const OTHER = '{ corpus { articleCount } }';
const TRUSTED_ONLY = { TRUSTED_DOCUMENTS_ONLY: 'true' };

let db: Database;
let folder: string;
let TRUSTED_DOCUMENTS: string;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
  folder = await mkdtemp(join(tmpdir(), 'newsgraph-manifest-'));
  TRUSTED_DOCUMENTS = join(folder, 'operations.json');
  const { operations } = collectOperations([{ path: 'a', text: `${TRUSTED} ${LIFT}` }], schema, () => {});
  await writeFile(TRUSTED_DOCUMENTS, writeManifest(operations));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
  await db.close();
});

const apq = (hash: string) => ({ persistedQuery: { version: 1, sha256Hash: hash } });

describe.each([
  ['any document is answered', {}],
  ['only trusted ones are', TRUSTED_ONLY],
])('where %s', (_what, env) => {
  it.each<[string, object]>([
    ['documentId', { documentId: `sha256:${sha256(TRUSTED)}` }],
    ['documentId without its prefix', { documentId: sha256(TRUSTED) }],
    ['the hash of a persisted query', { extensions: apq(sha256(TRUSTED)) }],
  ])('a trusted document is answered by its %s, with any variables, again and again', async (_way, asked) => {
    const gateway = await startGateway(db, { ...env, TRUSTED_DOCUMENTS });
    for (const n of [1, 2, 3, 3]) {
      const { status, json } = await gateway.post({ ...asked, variables: { n } });
      expect([status, json.data.articles.nodes.length]).toEqual([200, n]);
    }
  });

  it('by GET, too', async () => {
    const gateway = await startGateway(db, { ...env, TRUSTED_DOCUMENTS });
    const parameters = new URLSearchParams({ documentId: `sha256:${sha256(TRUSTED)}`, variables: '{"n":2}' });
    for (const cache of ['MISS', 'HIT']) {
      const { json, headers } = await gateway.send(`/graphql?${parameters}`);
      expect([json.data.articles.nodes.length, headers.get('x-newsgraph-cache')]).toEqual([2, cache]);
    }
  });

  it('a hash that nobody knows is told as one, in the words of Apollo’s clients', async () => {
    const gateway = await startGateway(db, { ...env, TRUSTED_DOCUMENTS });
    for (const asked of [{ documentId: sha256('x') }, { extensions: apq(sha256('x')) }, { documentId: '__proto__' }]) {
      const { status, json, codes } = await gateway.post(asked, { accept: 'application/json' });
      expect([status, json.errors[0].message, codes]).toEqual([
        200,
        'PersistedQueryNotFound',
        ['PERSISTED_QUERY_NOT_FOUND'],
      ]);
      expect((await gateway.post(asked, { accept: 'application/graphql-response+json' })).status).toBe(404);
    }
  });

  it.each([[{ documentId: 7 }], [{ documentId: null }], [{}], [{ documentId: ['a'] }]])(
    '%j is no request',
    async (asked) => {
      const gateway = await startGateway(db, { ...env, TRUSTED_DOCUMENTS });
      expect(await gateway.post(asked)).toMatchObject({ status: 400, codes: ['BAD_REQUEST'] });
    },
  );

  it('guards a trusted mutation as any other: header, key and method', async () => {
    const gateway = await startGateway(db, { ...env, TRUSTED_DOCUMENTS });
    const documentId = sha256(LIFT);
    expect((await gateway.post({ documentId })).codes).toEqual(['CSRF_HEADER_MISSING']);
    expect((await gateway.post({ documentId }, { 'x-graphql-yoga-csrf': '1' })).codes).toEqual(['UNAUTHENTICATED']);
    expect((await gateway.send(`/graphql?documentId=${documentId}`)).status).toBe(405);
  });
});

describe('where only trusted documents are answered', () => {
  it.each<[string, object]>([
    ['another text', { query: OTHER }],
    ['the text of a trusted one', { query: TRUSTED }],
    ['another text beside the id of a trusted one', { query: OTHER, documentId: sha256(TRUSTED) }],
    ['another text with the hash of a trusted one', { query: OTHER, extensions: apq(sha256(TRUSTED)) }],
    ['a text to be remembered', { query: OTHER, extensions: apq(sha256(OTHER)) }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
  ])('%s is refused, however often', async (_what, asked) => {
    const gateway = await startGateway(db, { ...TRUSTED_ONLY, TRUSTED_DOCUMENTS });
    for (let i = 0; i < 3; i++) {
      // In between the trusted one is answered, and known from then on.
      expect((await gateway.post({ documentId: sha256(TRUSTED), variables: { n: i } })).codes).toEqual([]);
      const { status, codes, json } = await gateway.post(asked, { accept: 'application/graphql-response+json' });
      expect([status, codes, json.data]).toEqual([403, ['TRUSTED_DOCUMENTS_ONLY'], undefined]);
    }
    expect((await gateway.post({ extensions: apq(sha256(OTHER)) })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });
});

describe('automatic persisted queries', () => {
  it('a text is remembered by its hash from when it is sent with it', async () => {
    const gateway = await startGateway(db);
    const byHash = () => gateway.post({ extensions: apq(sha256(OTHER)) });
    expect((await byHash()).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    const sent = await gateway.post({ query: OTHER, extensions: apq(sha256(OTHER)) });
    expect(sent.json.data.corpus.articleCount).toBe(3);
    for (let i = 0; i < 3; i++) expect((await byHash()).json).toEqual(sent.json);
  });

  it('a text with the hash of another is refused, and not remembered', async () => {
    const gateway = await startGateway(db);
    const asked = { query: OTHER, extensions: apq(sha256(TRUSTED)) };
    expect(await gateway.post(asked)).toMatchObject({ status: 400, codes: ['PERSISTED_QUERY_HASH_MISMATCH'] });
    expect((await gateway.post({ extensions: apq(sha256(TRUSTED)) })).codes).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  it('a query and a documentId at once are one too many', async () => {
    const gateway = await startGateway(db);
    for (let i = 0; i < 3; i++) {
      expect((await gateway.post({ query: OTHER })).codes).toEqual([]);
      expect((await gateway.post({ query: OTHER, documentId: sha256(OTHER) })).codes).toEqual(['BAD_REQUEST']);
    }
  });
});

describe('a manifest', () => {
  it.each([
    ['what is no JSON', '{', 'no manifest of operations'],
    ['a list', '[]', 'no manifest of operations'],
    ['a hash of another text', JSON.stringify({ [sha256('a')]: 'b' }), 'has another SHA-256 than its text'],
  ])('cannot be %s', (_what, text, message) => {
    expect(() => readManifest(text)).toThrow(message);
  });

  it('may be the map of hashes that GraphQL Code Generator writes', () => {
    expect([...readManifest(JSON.stringify({ [sha256(OTHER)]: OTHER }))]).toEqual([[sha256(OTHER), OTHER]]);
  });

  it('that cannot be read keeps the gateway from serving', async () => {
    await expect(startGateway(db, { TRUSTED_DOCUMENTS: join(folder, 'none.json') })).rejects.toThrow(
      'TRUSTED_DOCUMENTS names',
    );
  });
});
