import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { getIntrospectionQuery } from 'graphql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { EXAMPLE_QUERIES } from '../../src/graphql/examples.ts';
import type { Database } from '../../src/storage/database.ts';
import { openServer } from '../../src/storage/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const PAGE = 'query Page($n: Int, $f: ArticleFilter) { articles(first: $n, filter: $f) { nodes { headline } } }';
const list = (count: number, item: (i: number) => string) => Array.from({ length: count }, (_, i) => item(i)).join(' ');

describe('limits of one request', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase();
    await fill(contextOf(db), 3);
  });
  afterAll(() => db.close());

  it.each<[limit: string, value: number, code: string, within: object, beyond: object]>([
    [
      'MAX_DEPTH',
      3,
      'QUERY_TOO_DEEP',
      { query: '{ articles { nodes { id } } }' },
      { query: '{ articles { nodes { publisher { id } } } }' },
    ],
    [
      'MAX_BREADTH',
      3,
      'QUERY_TOO_LARGE',
      { query: '{ corpus { a: revision b: revision c: revision } }' },
      { query: '{ corpus { a: revision ...F } } fragment F on Corpus { b: revision c: revision d: revision }' },
    ],
    [
      'MAX_ALIASES',
      2,
      'QUERY_TOO_LARGE',
      { query: '{ a: corpus { b: revision } }' },
      { query: '{ a: corpus { ...F } b: corpus { ...F } } fragment F on Corpus { c: revision }' },
    ],
    [
      'MAX_DIRECTIVES',
      2,
      'QUERY_TOO_LARGE',
      { query: '{ corpus @skip(if: false) { revision @include(if: true) } }' },
      {
        query:
          '{ corpus @skip(if: false) { ...F @include(if: true) } } fragment F on Corpus { revision @skip(if: false) }',
      },
    ],
    [
      'MAX_TOKENS',
      20,
      'QUERY_TOO_LARGE',
      { query: '{ corpus { revision } }' },
      { query: `{ corpus { ${list(20, () => 'revision')} } }` },
    ],
    [
      'MAX_INPUT_DEPTH',
      3,
      'QUERY_TOO_DEEP',
      { query: PAGE, variables: { f: { publisher: { domain: { eq: 'x' } } } } },
      { query: PAGE, variables: { f: { not: { publisher: { domain: { eq: 'x' } } } } } },
    ],
    [
      'MAX_INPUT_DEPTH',
      3,
      'QUERY_TOO_DEEP',
      { query: '{ articles(filter: { publisher: { domain: { eq: "x" } } }) { totalCount } }' },
      { query: '{ articles(filter: { not: { publisher: { domain: { eq: "x" } } } }) { totalCount } }' },
    ],
    [
      'MAX_IN',
      2,
      'QUERY_TOO_LARGE',
      { query: PAGE, variables: { f: { headline: { in: ['a', 'b'] } } } },
      { query: PAGE, variables: { f: { headline: { in: ['a', 'b', 'c'] } } } },
    ],
    [
      'MAX_IN',
      2,
      'QUERY_TOO_LARGE',
      { query: '{ articles(filter: { headline: { in: ["a", "b"] } }) { totalCount } }' },
      { query: '{ articles(filter: { headline: { in: ["a", "b", "c"] } }) { totalCount } }' },
    ],
    ['MAX_PAGE_SIZE', 2, 'BAD_USER_INPUT', { query: PAGE, variables: { n: 2 } }, { query: PAGE, variables: { n: 3 } }],
    [
      'MAX_PAGE_SIZE',
      2,
      'BAD_USER_INPUT',
      { query: '{ articles(last: 2) { nodes { id } } }' },
      { query: '{ articles(last: 3) { nodes { id } } }' },
    ],
    ['MAX_COST', 100, 'QUERY_TOO_COSTLY', { query: PAGE, variables: { n: 80 } }, { query: PAGE, variables: { n: 90 } }],
  ])(
    '%s=%d: %s beyond it, and only beyond it, however often it is asked',
    async (limit, value, code, within, beyond) => {
      const gateway = await startGateway(db, { [limit]: String(value) });
      for (let i = 0; i < 3; i++) {
        expect(await gateway.post(within)).toMatchObject({ status: 200, codes: [] });
        const { status, json } = await gateway.post(beyond, { accept: 'application/graphql-response+json' });
        expect(json).toMatchObject({ errors: [{ extensions: { code, limit, maximum: value } }] });
        expect(json.data ?? null).toBeNull();
        expect(status).toBe(400);
      }
    },
  );

  it('MAX_BODY_BYTES is told where a body is larger', async () => {
    const gateway = await startGateway(db, { MAX_BODY_BYTES: '1000' });
    const { status, codes } = await gateway.post({ query: `{ corpus { revision } } # ${'x'.repeat(1_000)}` });
    expect([status, codes]).toEqual([413, ['REQUEST_TOO_LARGE']]);
  });

  it('are never met by introspection and by what GraphiQL opens with', async () => {
    const gateway = await startGateway(db);
    const queries = [
      getIntrospectionQuery(),
      getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }),
      ...EXAMPLE_QUERIES.map(({ query }) => query),
    ];
    for (const query of queries) expect((await gateway.post({ query })).codes).toEqual([]);
  });

  it('MAX_SUBSCRIPTIONS=2: a third stream of events has to wait until one ends', async () => {
    const gateway = await startGateway(db, { MAX_SUBSCRIPTIONS: '2' });
    const path = `${gateway.url}/graphql?query=${encodeURIComponent('subscription { articleEvents { __typename } }')}`;
    const open = async () => {
      const stop = new AbortController();
      const { status } = await fetch(path, { headers: { accept: 'text/event-stream' }, signal: stop.signal });
      return { status, end: () => stop.abort() };
    };
    const [first, second] = [await open(), await open()];
    expect([first.status, second.status]).toEqual([200, 200]);
    const third = await gateway.send(path.slice(gateway.url.length), { headers: { accept: 'text/event-stream' } });
    expect(third.text).toContain('"limit":"MAX_SUBSCRIPTIONS"');
    expect(third.status).toBe(503);
    first.end();
    await expect
      .poll(async () => {
        const next = await open();
        next.end();
        return next.status;
      })
      .toBe(200);
    second.end();
  });

  it('what a query was reckoned to cost is told to who asks', async () => {
    const gateway = await startGateway(db);
    const { json } = await gateway.post({ query: PAGE, variables: { n: 2 } }, { 'x-newsgraph-cost': '1' });
    expect(json.extensions.cost).toMatchObject({ statements: 1, reckoned: 13, maximum: 500_000 });
  });

  it.each([
    ['production', { query: '{ articels { nodes { id } } }' }, 'Cannot query field "articels" on type "Query".'],
    [
      'production',
      { query: '{ articles(frist: 1) { nodes { id } } }' },
      'Unknown argument "frist" on field "Query.articles".',
    ],
    ['production', { query: '{ node(id: "x") { headline } }' }, 'Cannot query field "headline" on type "Node".'],
    [
      'production',
      { query: 'query ($f: ArticleFilter) { articles(filter: $f) { totalCount } }', variables: { f: { headlin: 1 } } },
      'Field "headlin" is not defined by type "ArticleFilter".',
    ],
    ['development', { query: '{ articels { nodes { id } } }' }, 'Did you mean "articles"'],
  ])('in %s a name that is nearly right: %j', async (NODE_ENV, body, message) => {
    const gateway = await startGateway(db, { NODE_ENV });
    for (let i = 0; i < 2; i++) {
      const { text, json } = await gateway.post(body);
      expect(json.errors[0].message).toContain(message);
      if (NODE_ENV === 'production') expect(text).not.toContain('Did you mean');
    }
  });

  it('who sends a request too slowly is cut off, and the others are not kept waiting', async () => {
    const gateway = await startGateway(db, { BODY_TIMEOUT_MS: '300', MAX_CONCURRENT: '1' });
    const slow = await Promise.all(
      [
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
        'GET /graphql HTTP/1.1\r\nHost: x\r\nX-Slow: ',
      ]
        .flatMap((start) => [start, start, start])
        .map((start) => sendRaw(gateway.port, start)),
    );
    expect((await gateway.post({ query: PAGE })).status).toBe(200);
    for (const { received } of slow) expect(await received).toMatch(/^(HTTP\/1\.1 408 |$)/);
  });
});

/** Sends bytes as they are; `received` is what came back until the connection was closed. */
function sendRaw(port: number, bytes: string): Promise<{ received: Promise<string> }> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes);
      resolve({ received });
    });
    let text = '';
    const received = new Promise<string>((close) => {
      socket
        .on('data', (chunk) => (text += chunk))
        .on('error', () => {})
        .on('close', () => close(text));
    });
  });
}

describe('points a minute', () => {
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase();
    await fill(contextOf(db), 3);
  });
  afterAll(() => db.close());

  it('are counted for kept answers, too, and who has used his up is told when to come again', async () => {
    const gateway = await startGateway(db, { RATE_LIMIT: '7', PROXIES: '1' });
    const ask = (address: string) => gateway.post({ query: '{ corpus { revision } }' }, { 'x-forwarded-for': address });
    // The first takes one point, and one for its cost; those that are kept one each.
    for (let i = 0; i < 6; i++) expect((await ask('192.0.2.1')).status).toBe(200);
    for (let i = 0; i < 3; i++) {
      const { status, headers, json } = await ask('192.0.2.1');
      expect(status).toBe(429);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(json.errors[0].extensions).toMatchObject({ code: 'TOO_MANY_REQUESTS', limit: 'RATE_LIMIT' });
      for (const name of ['x-content-type-options', 'content-security-policy', 'x-request-id']) {
        expect(headers.get(name), name).not.toBeNull();
      }
    }
    expect((await ask('192.0.2.2')).status).toBe(200);
    // A client that writes the header itself is still the one that our proxy saw.
    expect((await ask('192.0.2.9, 192.0.2.1')).status).toBe(429);
    expect((await gateway.send('/health')).status).toBe(200);
  });

  it('go by what a query may cost', async () => {
    const gateway = await startGateway(db, { RATE_LIMIT: '20' });
    const ask = (n: number) => gateway.post({ query: PAGE, variables: { n } });
    expect((await ask(100)).status).toBe(200);
    const heavy = '{ articles(first: 100) { nodes { quotes(first: 20) { nodes { content } } } } }';
    const { status, codes } = await gateway.post({ query: heavy });
    expect([status, codes]).toEqual([429, ['TOO_MANY_REQUESTS']]);
    expect((await ask(3)).status).toBe(200);
  });

  it('are those of a key, wherever it is used', async () => {
    const sha = '2c70e12b7a0646f92279f427c7b38e7334d8e5389cff167a1dc30e73f826b683'; // of 'key'
    const gateway = await startGateway(db, { RATE_LIMIT: '4', PROXIES: '1', API_KEYS: `desk:read:${sha}` });
    const ask = (address: string, authorization?: string) =>
      gateway.post(
        { query: '{ corpus { revision } }' },
        { 'x-forwarded-for': address, ...(authorization ? { authorization } : {}) },
      );
    for (let i = 0; i < 3; i++) expect((await ask(`192.0.2.${i}`, 'Bearer key')).status).toBe(200);
    expect((await ask('192.0.2.7', 'Bearer key')).status).toBe(429);
    expect((await ask('192.0.2.7')).status).toBe(200);
  });
});

describe.runIf(IS_SERVER)('on a PostgreSQL server', () => {
  let db: TestDatabase;
  let locker: Client;
  let observer: Client;
  beforeAll(async () => {
    db = await openDatabase();
    await fill(contextOf(db), 3);
    locker = new Client({ connectionString: db.url });
    observer = new Client({ connectionString: db.url });
    await Promise.all([locker.connect(), observer.connect()]);
  });
  afterAll(async () => {
    await Promise.all([locker.end(), observer.end()]);
    await db.close();
  });

  /** Does something while nobody can read articles. */
  async function whileLocked<T>(work: () => Promise<T>): Promise<T> {
    await locker.query('BEGIN; LOCK TABLE "Article" IN ACCESS EXCLUSIVE MODE');
    try {
      return await work();
    } finally {
      await locker.query('ROLLBACK');
    }
  }

  const waiting = async () =>
    (
      await observer.query(
        `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE 'SELECT (%'`,
      )
    ).rowCount;
  const known = async (gateway: RunningGateway) => {
    for (let n = 1; n <= 2; n++) await gateway.post({ query: PAGE, variables: { n } });
  };

  it.each([1, 2, 3])('a query that takes too long is given up, and ends in the database, time %i', async (time) => {
    const gateway = await startGateway(db, { REQUEST_TIMEOUT_MS: '300' });
    for (let i = 0; i < time; i++) await gateway.post({ query: PAGE, variables: { n: 50 + i } });
    await whileLocked(async () => {
      const { status, headers, json } = await gateway.post({ query: PAGE, variables: { n: 10 } });
      expect([status, headers.get('retry-after')]).toEqual([503, '5']);
      expect(json.errors[0].extensions).toEqual({
        code: 'REQUEST_TIMED_OUT',
        limit: 'REQUEST_TIMEOUT_MS',
        maximum: 300,
      });
      await expect.poll(waiting).toBe(0);
    });
    expect((await gateway.post({ query: PAGE, variables: { n: 10 } })).status).toBe(200);
    expect(gateway.log()).not.toContain('internal error');
  });

  it.each(['known', 'new'])('a query of whom nobody waits any more ends in the database: a %s one', async (kind) => {
    const gateway = await startGateway(db);
    if (kind === 'known') await known(gateway);
    await whileLocked(async () => {
      const gone = new AbortController();
      const asked = gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: PAGE, variables: { n: 20 } }),
        signal: gone.signal,
      });
      await expect.poll(waiting).toBe(1);
      gone.abort();
      await expect(asked).rejects.toThrow();
      await expect.poll(waiting).toBe(0);
    });
    expect(gateway.log()).not.toContain('internal error');
  });

  it('a statement that takes too long is ended by the database', async () => {
    const impatient = await openServer({ url: db.url ?? '', statementTimeout: 300 });
    onTestFinished(() => impatient.close());
    const gateway = await startGateway(impatient);
    await whileLocked(async () => {
      for (let i = 0; i < 2; i++) {
        const { status, codes } = await gateway.post({ query: PAGE, variables: { n: 30 } });
        expect([status, codes]).toEqual([200, ['QUERY_TIMED_OUT']]);
      }
    });
    expect((await gateway.post({ query: PAGE, variables: { n: 30 } })).codes).toEqual([]);
  });

  it('more than can be done at once waits; more than can wait is turned away, and the rest is answered', async () => {
    const gateway = await startGateway(db, { MAX_CONCURRENT: '2', MAX_QUEUED: '3', MAX_QUEUE_WAIT_MS: '5000' });
    await known(gateway);
    const ask = (n: number) => gateway.post({ query: PAGE, variables: { n } });
    const asked = await whileLocked(async () => {
      const first = [31, 32, 33, 34, 35].map(ask);
      await expect.poll(waiting).toBe(2);
      for (const n of [41, 42, 43]) {
        const { status, headers, codes } = await ask(n);
        expect([status, headers.get('retry-after'), codes]).toEqual([503, '1', ['OVERLOADED']]);
      }
      // What is not known by its text is turned away as well; what touches no database is not.
      expect((await gateway.post({ query: '{ articles { totalCount } }' })).status).toBe(503);
      expect((await gateway.send('/feed.atom')).status).toBe(503);
      expect((await gateway.send('/health')).status).toBe(200);
      return first;
    });
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
  });

  it('points are those of all processes together', async () => {
    const env = { RATE_LIMIT: '30', PROXIES: '1' };
    const [one, other] = [await startGateway(db, env), await startGateway(db, env)];
    const ask = (gateway: RunningGateway) =>
      gateway.post({ query: '{ corpus { revision } }' }, { 'x-forwarded-for': '192.0.2.77' });
    for (let i = 0; i < 15; i++) expect((await ask(one)).status).toBe(200);
    await expect
      .poll(async () => (await db.prisma.clientUse.findMany({ where: { client: 'address 192.0.2.77' } })).length)
      .toBeGreaterThan(0);
    // The other hears of them when it tells of its own, once a second; alone it would answer two dozen.
    let answered = 0;
    while (answered < 30 && (await ask(other)).status === 200) {
      answered++;
      await setTimeout(100);
    }
    expect(answered).toBeGreaterThanOrEqual(5);
    expect(answered).toBeLessThan(18);
  });
});
