import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { schema } from '../../src/graphql/schema.ts';
import { createKeyCheck } from '../../src/server/api-keys.ts';
import type { Listening } from '../../src/server/listen.ts';
import { listen } from '../../src/server/listen.ts';
import type { CorpusWatch } from '../../src/storage/corpus-watch.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { TestGateway } from './test-gateway.ts';
import { createTestGateway } from './test-gateway.ts';

const HEADLINES = '{ articles(first: 2) { nodes { headline } } }';
const NEWSROOM = 'https://newsroom.example';
const keys = ['ingest', 'admin'].map((scope) => ({
  name: scope,
  scope: scope === 'admin' ? ('admin' as const) : ('ingest' as const),
  sha256: createHash('sha256').update(`${scope}-key`).digest('hex'),
}));

/** A gateway at a port, whose context is that of a database with three articles. */
async function serveThree(
  db: Database,
  watch: Pick<CorpusWatch, 'state' | 'revision' | 'onChange'>,
  maxBytes = 1_000_000,
) {
  const context = contextOf(db);
  const gateway = createTestGateway({
    schema,
    toGraphQLError,
    corsOrigins: [NEWSROOM],
    identify: createKeyCheck(keys),
    createContext: (caller) => ({ ...context, key: caller }),
    executorOf: (otherwise) => createExecutor(schema, otherwise),
    cache: { maxBytes, watch },
  });
  return { context, gateway, listening: await listen(gateway, { port: 0, host: '127.0.0.1' }) };
}

describe('kept answers', () => {
  let db: Database;
  let statements = 0;
  let state: number | null = 1;
  let served: { gateway: TestGateway; listening: Listening };
  const listeners = new Set<() => void>();
  const change = (to: number | null) => {
    state = to;
    for (const listener of listeners) listener();
  };
  const watch = {
    get state() {
      return state;
    },
    revision: 7n,
    onChange(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  beforeAll(async () => {
    db = await openDatabase();
    await fill(contextOf(db), 3);
    db.onStatement(() => (statements += 1));
  });
  afterAll(() => db.close());
  beforeEach(async () => {
    state = 1;
    statements = 0;
    served = await serveThree(db, watch);
  });
  afterEach(() => served.listening.close());

  async function ask(body: object, headers: Record<string, string> = {}) {
    const response = await fetch(`${served.listening.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return {
      status: response.status,
      headers: response.headers,
      cache: response.headers.get('x-newsgraph-cache'),
      text: await response.text(),
    };
  }

  it('are sent again as they were, without SQL', async () => {
    const made = await ask({ query: HEADLINES });
    const kept = await ask({ query: HEADLINES });
    expect([made.cache, kept.cache, statements]).toEqual(['MISS', 'HIT', 1]);
    expect(kept.text).toBe(made.text);
    expect(JSON.parse(kept.text).data.articles.nodes).toHaveLength(2);
    const namesOf = ({ headers }: { headers: Headers }) => [...headers.keys()].filter((name) => name !== 'date').sort();
    expect(namesOf(kept)).toEqual(namesOf(made));
    for (const name of ['content-type', 'x-content-type-options', 'content-security-policy', 'vary']) {
      expect(kept.headers.get(name), name).toBe(made.headers.get(name));
    }
  });

  it('are made once for all who ask the same at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask({ query: HEADLINES })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(statements).toBe(1);
  });

  it('serve queries by GET, too', async () => {
    const get = async () => {
      const response = await fetch(`${served.listening.url}/graphql?query=${encodeURIComponent(HEADLINES)}`);
      return [response.status, response.headers.get('x-newsgraph-cache'), await response.text()];
    };
    const [status, , text] = await get();
    expect(await get()).toEqual([status, 'HIT', text]);
  });

  it('need not be sent again to who asks by GET and has them, kept or not, until the corpus changes', async () => {
    const get = async (known?: string) => {
      const response = await fetch(`${served.listening.url}/graphql?query=${encodeURIComponent(HEADLINES)}`, {
        headers: known === undefined ? {} : { 'if-none-match': known },
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    };
    const made = await get();
    const etag = made.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{43}"$/);
    expect(made.headers.get('cache-control')).toBe('no-cache');
    for (const known of [etag, `"other", W/${etag}`, '*']) {
      const { status, headers, text } = await get(known);
      expect([status, headers.get('etag'), headers.get('x-newsgraph-cache'), text]).toEqual([304, etag, 'HIT', '']);
    }
    expect((await get('"other"')).status).toBe(200);
    // Made anew, and the same.
    change(2);
    expect([(await get(etag)).status, (await get()).text]).toEqual([304, made.text]);
    // Nothing is kept, and the answer can be told all the same.
    change(null);
    expect([(await get(etag)).status, (await get()).headers.get('etag')]).toEqual([304, etag]);
    expect((await get(etag)).headers.get('x-newsgraph-cache')).toBeNull();
  });

  it('have no ETag when they are asked for by POST, nor when they hold errors', async () => {
    for (let i = 0; i < 3; i++) {
      const { status, headers, text } = await ask({ query: HEADLINES }, { 'if-none-match': '*' });
      expect([status, headers.get('etag')]).toEqual([200, null]);
      expect(text).toContain('headline');
    }
    const wrong = await fetch(
      `${served.listening.url}/graphql?query=${encodeURIComponent('{ articles(first: -1) { totalCount } }')}`,
    );
    expect(wrong.headers.get('etag')).toBeNull();
  });

  it.each<[string, object, Record<string, string>]>([
    ['other variables', { query: HEADLINES, variables: { a: 1 } }, {}],
    ['another media type', { query: HEADLINES }, { accept: 'application/graphql-response+json' }],
    ['a key of another scope', { query: HEADLINES }, { authorization: 'Bearer ingest-key' }],
  ])('are not for %s', async (_what, body, headers) => {
    await ask({ query: HEADLINES });
    expect((await ask(body, headers)).cache).toBe('MISS');
    expect((await ask(body, headers)).cache).toBe('HIT');
  });

  it('hide nothing of what a scope may see, and show nothing more', async () => {
    const query = '{ tombstones { totalCount } }';
    const admin = { authorization: 'Bearer admin-key' };
    for (const cache of ['MISS', 'HIT'])
      expect(await ask({ query }, admin)).toMatchObject({ cache, text: expect.stringContaining('"totalCount":0') });
    expect((await ask({ query })).text).toContain('UNAUTHENTICATED');
  });

  it.each([
    ['mutations', 'mutation { liftTombstone(input: { articleId: "x" }) { tombstones { by } } }', 'Bearer admin-key'],
    ['answers with errors', '{ articles(first: 1000) { nodes { id } } }', ''],
    ['documents that cannot be read', '{', ''],
  ])('are never %s', async (_what, query, authorization) => {
    const headers = { 'x-graphql-yoga-csrf': '1', ...(authorization ? { authorization } : {}) };
    const first = await ask({ query }, headers);
    expect(first.text).toContain('"errors"');
    expect((await ask({ query }, headers)).cache).toBe('MISS');
  });

  it('are gone when the corpus changes', async () => {
    await ask({ query: HEADLINES });
    change(2);
    expect((await ask({ query: HEADLINES })).cache).toBe('MISS');
  });

  it('are not used, nor made, while nobody knows whether the corpus changes', async () => {
    await ask({ query: HEADLINES });
    change(null);
    for (let i = 0; i < 2; i++) expect((await ask({ query: HEADLINES })).cache).toBeNull();
    change(3);
    expect((await ask({ query: HEADLINES })).cache).toBe('MISS');
  });

  it('are not made of what was read while the corpus changed', async () => {
    const asked = ask({ query: HEADLINES });
    for (let n = 2; n < 40; n++) {
      change(n);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await asked;
    expect((await ask({ query: HEADLINES })).cache).toBe('MISS');
  });

  it('tell each page whether it may read them', async () => {
    await ask({ query: HEADLINES });
    const allowed = async (origin: string) =>
      (await ask({ query: HEADLINES }, { origin })).headers.get('access-control-allow-origin');
    expect(await allowed(NEWSROOM)).toBe(NEWSROOM);
    expect(await allowed('https://evil.example')).toBeNull();
  });

  it('carry the id of the request that they answer, and are logged', async () => {
    await ask({ query: `query Headlines ${HEADLINES}` });
    const { headers } = await ask({ query: `query Headlines ${HEADLINES}` }, { 'x-request-id': 'desk-7' });
    expect(headers.get('x-request-id')).toBe('desk-7');
    expect(served.gateway.lines.at(-1)).toMatchObject({
      requestId: 'desk-7',
      status: 200,
      operationName: 'Headlines',
      path: '/graphql',
    });
  });

  it('do not answer a request that a form could send', async () => {
    await ask({ query: HEADLINES });
    const { status, text } = await ask({ query: HEADLINES }, { 'content-type': 'text/plain' });
    expect(status).toBe(403);
    expect(text).toContain('CSRF_HEADER_MISSING');
  });

  it('a request that tells no cost, or a longer one, is answered as ever', async () => {
    for (let i = 0; i < 2; i++) {
      const { cache, text } = await ask({ query: HEADLINES }, { 'x-newsgraph-cost': '1' });
      expect(cache).toBeNull();
      expect(text).toContain('"headline"');
      const long = await ask({ query: `${HEADLINES} # ${'x'.repeat(70_000)}` });
      expect([long.status, long.cache]).toEqual([200, null]);
    }
  });
});

describe('on a database', () => {
  it('an answer after a change is acknowledged shows it', async () => {
    const db = await openDatabase();
    const watch = db.watch();
    const { context, listening } = await serveThree(db, watch);
    try {
      await fill(context, 3);
      await expect.poll(() => watch.state).not.toBeNull();
      const count = async () => {
        const query = encodeURIComponent('{ articles { totalCount } }');
        const response = await fetch(`${listening.url}/graphql?query=${query}`);
        const { data }: { data: { articles: { totalCount: number } } } = JSON.parse(await response.text());
        return data.articles.totalCount;
      };
      for (let i = 0; i < 20; i++) {
        expect(await count()).toBe(3 + i);
        expect(await count()).toBe(3 + i);
        await context.store.save(documentOf(`/more/${i}.txt`, { headline: `More ${i}` }), NOTHING_FOUND, '1');
      }
    } finally {
      await listening.close();
      await watch.close();
      await db.close();
    }
  });
});
