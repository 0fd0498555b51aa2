import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createClient } from 'graphql-ws';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
import { schema } from '../../src/graphql/schema.ts';
import { makeKey } from '../../src/server/api-keys.ts';
import { listen } from '../../src/server/listen.ts';
import { collectOperations, writeManifest } from '../../src/server/trusted-documents.ts';
import type { Database } from '../../src/storage/database.ts';
import { createKeyStore } from '../../src/storage/key-store.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { documentOf, NOTHING_FOUND } from '../support/documents.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';
import { connectSocket, openSocket, Refused } from '../support/sockets.ts';
import { createTestGateway } from './test-gateway.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const SCOPES = ['read', 'ingest', 'admin'];
const API_KEYS = SCOPES.map((scope) => `${scope}er:${scope}:${sha256(`${scope}-key`)}`).join(',');
const bearer = (scope: string) => ({ authorization: `Bearer ${scope}-key` });
const QUERY = 'query Newest($n: Int) { articles(first: $n) { nodes { headline } } }';
const EVENTS =
  'subscription Live($after: String) { articleEvents(after: $after) { ... on ArticleIngested { cursor article { headline } } } }';
const LIFT = 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }';
const INGEST =
  'mutation { ingestDocument(input: { format: TEXT, content: "Ada Quill spoke.", dryRun: true }) { receipts { outcome } } }';

let db: Database;
let store: ReturnType<typeof contextOf>['store'];
beforeAll(async () => {
  db = await openDatabase();
  ({ store } = contextOf(db));
  await fill({ store }, 3);
});
afterAll(() => db.close());

const save = (headline: string) => store.save(documentOf(`/${headline}.txt`, { headline }), NOTHING_FOUND, '1');
/** Resolves when so many streams are open: from then on each is told of what happens. */
const followed = ({ send }: RunningGateway, count: number) =>
  expect.poll(async () => (await send('/metrics')).text).toContain(`newsgraph_subscriptions ${count}\n`);
describe('over a WebSocket', () => {
  it('a client of graphql-ws asks, is answered, and follows what happens', async () => {
    const gateway = await startGateway(db);
    const client = createClient({ url: `${gateway.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket });
    onTestFinished(() => client.dispose());
    const answers: unknown[] = [];
    for await (const answer of client.iterate({ query: QUERY, variables: { n: 2 } })) answers.push(answer);
    expect(answers).toEqual([{ data: { articles: { nodes: [expect.anything(), expect.anything()] } } }]);
    const events = client.iterate({ query: EVENTS });
    const first = events.next();
    await followed(gateway, 1);
    await save('to a client');
    expect((await first).value).toMatchObject({ data: { articleEvents: { article: { headline: 'to a client' } } } });
    await events.return?.();
  });

  it('many operations share one socket, and each is answered for itself', async () => {
    const socket = await connectSocket((await startGateway(db)).url);
    const answers = await Promise.all([1, 2, 3].map((n) => socket.query(QUERY, { n })));
    expect(answers.map(({ articles }) => articles.nodes.length)).toEqual([1, 2, 3]);
    expect(await socket.ask({ query: '{ corpus { articleCount } }' })).toMatchObject([
      { type: 'next', payload: { data: { corpus: {} } } },
      { type: 'complete' },
    ]);
  });

  it('a mistake is an error of the operation, and says nothing to HTTP; the socket stays', async () => {
    const socket = await connectSocket((await startGateway(db)).url);
    const [refused] = await socket.ask({ query: '{ articels { nodes { id } } }' });
    expect(refused).toEqual({
      type: 'error',
      id: expect.any(String),
      payload: [
        {
          message: 'Cannot query field "articels" on type "Query".',
          locations: [{ line: 1, column: 3 }],
          extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        },
      ],
    });
    expect(await socket.codesOf({ query: '{' })).toEqual(['GRAPHQL_PARSE_FAILED']);
    expect(await socket.codesOf({ query: EVENTS, variables: { after: 'x' } })).toEqual(['INVALID_CURSOR']);
    expect(await socket.codesOf({ query: QUERY, wrong: 1 })).toEqual(['BAD_REQUEST']);
    expect(await socket.query(QUERY, { n: 1 })).toBeDefined();
  });

  it('an internal error is masked, and logged under the id that the client is given', async () => {
    const gateway = createTestGateway();
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    const socket = await connectSocket(server.url);
    const { payload } = await socket.follow({ query: '{ crash hello }' }).next();
    const [{ message, extensions }] = payload.errors;
    expect([message, extensions.code]).toEqual(['Unexpected error.', 'INTERNAL_SERVER_ERROR']);
    expect(Object.keys(extensions).sort()).toEqual(['code', 'requestId']);
    const ofRequest = gateway.lines.filter(({ requestId }) => requestId === extensions.requestId);
    expect(ofRequest.map(({ msg }) => msg)).toEqual(['internal error', 'request']);
    const { next } = socket.follow({ query: 'subscription { leaves }' });
    expect((await next()).payload).toEqual({ data: { leaves: 1 } });
    expect((await next()).payload.errors).toMatchObject([{ message: 'Unexpected error.' }]);
    expect(JSON.stringify(await next())).toContain('complete');
  });

  it('operations are logged and counted as requests are, without what they ask and with which key', async () => {
    const gateway = await startGateway(db, { API_KEYS });
    const socket = await connectSocket(gateway.url, bearer('admin'));
    await socket.query(`${QUERY} # a secret`, { n: 2 });
    await socket.codesOf({ query: 'query Wrong { secret }' });
    const { stop } = socket.follow({ query: EVENTS });
    await followed(gateway, 1);
    await socket.query('{ corpus { revision } }');
    const { text } = await gateway.send('/metrics');
    const count = (labels: string) => `newsgraph_http_request_duration_seconds_count{${labels}}`;
    expect(text).toContain(`${count('method="WS",path="/graphql",status="200"')} 3\n`);
    expect(text).toContain(`${count('method="WS",path="/graphql",status="400"')} 1\n`);
    expect(text).toContain(`${count('method="GET",path="/graphql",status="101"')} 1\n`);
    stop();
    await followed(gateway, 0);
    const lines = gateway
      .log()
      .split('\n')
      .filter((line) => line.includes('"WS"'))
      .map((line) => JSON.parse(line));
    expect(lines.map(({ operationName, status }) => [operationName, status])).toEqual([
      ['Newest', 200],
      ['Wrong', 400],
      ['Live', 200],
      [undefined, 200],
    ]);
    expect(lines[0]).toMatchObject({ msg: 'request', requestId: expect.any(String), ms: expect.any(Number) });
    expect(gateway.log()).not.toMatch(/secret|admin-key/);
  });
});

describe('who asks', () => {
  let gateway: RunningGateway;
  beforeAll(async () => {
    gateway = await startGateway(db, { API_KEYS }, { closeAfterTest: false });
  });
  afterAll(() => gateway.close());

  it.each<[string, Record<string, unknown>, Record<string, string>]>([
    ['connectionParams', bearer('ingest'), {}],
    ['connectionParams, in another case', { Authorization: 'Bearer ingest-key' }, {}],
    ['a header', {}, bearer('ingest')],
    ['both, of which connectionParams count', bearer('ingest'), bearer('read')],
  ])('shows his key by %s, and may what it allows', async (_way, params, headers) => {
    const socket = await connectSocket(gateway.url, params, { headers });
    expect(await socket.query(INGEST)).toEqual({ ingestDocument: { receipts: [{ outcome: 'CREATED' }] } });
    const [answer] = await socket.ask({ query: LIFT });
    expect(answer?.payload.errors[0].extensions).toEqual({ code: 'FORBIDDEN', scope: 'admin' });
  });

  it.each<[string, Record<string, unknown>]>([
    ['no key', {}],
    ['one that is none', { authorization: 'Bearer sesame' }],
    ['the hash of one', { authorization: `Bearer ${sha256('admin-key')}` }],
  ])('with %s reads, and changes nothing', async (_what, params) => {
    const socket = await connectSocket(gateway.url, params);
    expect(await socket.query(QUERY)).toBeDefined();
    for (const query of [INGEST, LIFT]) {
      const [answer] = await socket.ask({ query });
      expect(answer?.payload.errors[0].extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  it('and shows what is no text is told so', async () => {
    const socket = await openSocket(gateway.url);
    socket.send({ type: 'connection_init', payload: { authorization: 7 } });
    expect(await socket.closed).toEqual({ code: 4400, reason: 'connectionParams.authorization must be a string.' });
  });

  it('by a token is taken at its word for as long as it is good', async () => {
    const keys = await generateKeyPair('ES256', { extractable: true });
    const issuer = createServer(async (_request, response) => {
      const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one', alg: 'ES256' };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [jwk] }));
    }).listen(0, '127.0.0.1');
    await once(issuer, 'listening');
    onTestFinished(() => void issuer.close());
    const JWT_JWKS_URL = `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`;
    const named = { JWT_JWKS_URL, JWT_ISSUER: 'https://id.example/', JWT_AUDIENCE: 'newsgraph' };
    const { url } = await startGateway(db, { ...named, READING: 'closed' });
    const tokenOf = async (scope: string) => {
      const claims = { iss: named.JWT_ISSUER, aud: named.JWT_AUDIENCE, sub: 'ada', scope };
      const token = new SignJWT(claims).setExpirationTime('1m').setProtectedHeader({ alg: 'ES256', kid: 'one' });
      return { authorization: `Bearer ${await token.sign(keys.privateKey)}` };
    };
    const socket = await connectSocket(url, await tokenOf('read'));
    expect(await socket.query(QUERY)).toBeDefined();
    const other = await openSocket(url);
    other.send({ type: 'connection_init', payload: await tokenOf('mail') });
    expect(await other.closed).toMatchObject({ code: 4403, reason: expect.stringContaining("'jwt:ada' has none") });
  });

  it('where reading is closed and shows no key is let in nowhere', async () => {
    const { url } = await startGateway(db, { API_KEYS, READING: 'closed' });
    for (const params of [undefined, {}, { authorization: 'Bearer sesame' }]) {
      const socket = await openSocket(url);
      socket.send({ type: 'connection_init', payload: params });
      expect(await socket.closed).toMatchObject({ code: 4401, reason: expect.stringContaining('Reading needs a key') });
    }
    for (const scope of SCOPES) expect(await (await connectSocket(url, bearer(scope))).query(QUERY)).toBeDefined();
    expect(await (await connectSocket(url, {}, { headers: bearer('read') })).query('{ __typename }')).toBeDefined();
  });

  it('with a key that is revoked is refused from then on, on the same socket', async () => {
    const { url } = await startGateway(db, { READING: 'closed' });
    const keys = createKeyStore(db.prisma);
    const { key, sha256: hash } = makeKey();
    await keys.create({ name: 'for a while', scope: 'read', sha256: hash });
    await expect
      .poll(
        () =>
          connectSocket(url, { authorization: `Bearer ${key}` }).then(
            () => 'in',
            () => 'out',
          ),
        { timeout: 10_000 },
      )
      .toBe('in');
    const socket = await connectSocket(url, { authorization: `Bearer ${key}` });
    expect(await socket.query('{ __schema { queryType { name } } }')).toBeDefined();
    await keys.revoke('for a while');
    await expect
      .poll(async () => (await socket.ask({ query: '{ __schema { queryType { name } } }' }))[0]?.type, {
        timeout: 10_000,
      })
      .toBe('error');
    expect(await socket.codesOf({ query: EVENTS })).toEqual(['UNAUTHENTICATED']);
  });
});

describe('documents', () => {
  const TEXT = 'query Newest($n: Int = 1) {\n  articles(first: $n) {\n    nodes {\n      headline\n    }\n  }\n}';
  const apq = (text: string) => ({ persistedQuery: { version: 1, sha256Hash: sha256(text) } });
  let folder: string;
  let TRUSTED_DOCUMENTS: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'newsgraph-manifest-'));
    TRUSTED_DOCUMENTS = join(folder, 'operations.json');
    const { operations } = collectOperations([{ path: 'a', text: TEXT }], schema, () => {});
    await writeFile(TRUSTED_DOCUMENTS, writeManifest(operations));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it.each(['true', 'false'])('that are trusted are asked for by their ids, TRUSTED_DOCUMENTS_ONLY=%s', async (only) => {
    const { url } = await startGateway(db, { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY: only });
    const socket = await connectSocket(url);
    for (const asked of [{ documentId: `sha256:${sha256(TEXT)}` }, { extensions: apq(TEXT) }]) {
      const [answer] = await socket.ask({ query: '', variables: { n: 2 }, ...asked });
      expect(answer?.payload.data.articles.nodes).toHaveLength(2);
    }
  });

  it('of another text are refused where only trusted ones are answered, that of a known hash and introspection included', async () => {
    const { url } = await startGateway(db, { TRUSTED_DOCUMENTS, TRUSTED_DOCUMENTS_ONLY: 'true' });
    const socket = await connectSocket(url);
    for (const asked of [{ query: QUERY }, { query: TEXT }, { query: '{ __typename }' }, { query: EVENTS }]) {
      expect(await socket.codesOf(asked)).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
      expect(await socket.codesOf({ ...asked, extensions: apq(TEXT) })).toEqual(['TRUSTED_DOCUMENTS_ONLY']);
    }
    expect(await socket.codesOf({ query: '', extensions: apq(QUERY) })).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  it('are remembered by their hash, for HTTP, too', async () => {
    const gateway = await startGateway(db);
    const socket = await connectSocket(gateway.url);
    expect(await socket.codesOf({ query: '', extensions: apq(QUERY) })).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    expect(await socket.codesOf({ query: QUERY, extensions: apq(TEXT) })).toEqual(['PERSISTED_QUERY_HASH_MISMATCH']);
    for (const query of [QUERY, '']) {
      expect((await socket.ask({ query, extensions: apq(QUERY), variables: { n: 1 } }))[0]?.type).toBe('next');
    }
    expect((await gateway.post({ extensions: apq(QUERY), variables: { n: 1 } })).status).toBe(200);
  });
});

describe('limits', () => {
  const list = (count: number, item: string) => Array.from({ length: count }, () => item).join(' ');

  it.each<[limit: string, value: number, code: string, within: object, beyond: object]>([
    [
      'MAX_DEPTH',
      3,
      'QUERY_TOO_DEEP',
      { query: '{ articles { nodes { id } } }' },
      { query: '{ articles { nodes { publisher { id } } } }' },
    ],
    [
      'MAX_DEPTH',
      3,
      'QUERY_TOO_DEEP',
      { query: '{ articles { nodes { id } } }' },
      { query: 'subscription { articleEvents { ... on ArticleIngested { article { publisher { id } } } } }' },
    ],
    [
      'MAX_BREADTH',
      3,
      'QUERY_TOO_LARGE',
      { query: '{ corpus { a: revision b: revision c: revision } }' },
      { query: '{ corpus { a: revision b: revision c: revision d: revision } }' },
    ],
    [
      'MAX_TOKENS',
      20,
      'QUERY_TOO_LARGE',
      { query: '{ corpus { revision } }' },
      { query: `{ corpus { ${list(20, 'id')} } }` },
    ],
    [
      'MAX_IN',
      2,
      'QUERY_TOO_LARGE',
      {
        query: 'query ($f: ArticleFilter) { articles(filter: $f) { totalCount } }',
        variables: { f: { headline: { in: ['a'] } } },
      },
      {
        query: 'query ($f: ArticleFilter) { articles(filter: $f) { totalCount } }',
        variables: { f: { headline: { in: ['a', 'b', 'c'] } } },
      },
    ],
    [
      'MAX_COST',
      100,
      'QUERY_TOO_COSTLY',
      { query: QUERY, variables: { n: 80 } },
      { query: QUERY, variables: { n: 90 } },
    ],
  ])(
    '%s=%d: %s beyond it, and only beyond it, however often it is asked',
    async (limit, value, code, within, beyond) => {
      const socket = await connectSocket((await startGateway(db, { [limit]: String(value) })).url);
      for (let i = 0; i < 3; i++) {
        expect((await socket.ask(within))[0]?.payload).not.toHaveProperty('errors');
        const [refused] = await socket.ask(beyond);
        expect(refused).toMatchObject({ type: 'error', payload: [{ extensions: { code, limit, maximum: value } }] });
      }
    },
  );

  it('MAX_BODY_BYTES: a longer message closes its socket, and no other', async () => {
    const { url } = await startGateway(db, { MAX_BODY_BYTES: '2000' });
    const [long, other] = [await connectSocket(url), await connectSocket(url)];
    long.send(JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(1_900) } }));
    expect((await long.next()).type).toBe('pong');
    long.send(JSON.stringify({ type: 'ping', payload: { text: 'x'.repeat(2_000) } }));
    expect(await long.closed).toMatchObject({ code: 1009 });
    expect(await other.query('{ corpus { revision } }')).toBeDefined();
  });

  it('points: a socket takes one, and each operation as a request', async () => {
    const { url } = await startGateway(db, { RATE_LIMIT: '8', PROXIES: '1' });
    const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });
    const socket = await connectSocket(url, {}, from('192.0.2.1'));
    // One for the socket, and two for each: itself, and its cost.
    for (let i = 0; i < 3; i++) expect(await socket.query('{ corpus { revision } }')).toBeDefined();
    const [refused] = await socket.ask({ query: '{ corpus { revision } }' });
    expect(refused?.payload[0].extensions).toEqual({
      code: 'TOO_MANY_REQUESTS',
      limit: 'RATE_LIMIT',
      retryAfter: expect.any(Number),
    });
    await expect
      .poll(() =>
        openSocket(url, from('192.0.2.1')).then(
          () => 101,
          (error: Refused) => error.status,
        ),
      )
      .toBe(429);
    expect(await (await connectSocket(url, {}, from('192.0.2.2'))).query('{ corpus { revision } }')).toBeDefined();
  });

  it('MAX_SUBSCRIPTIONS=2: a third stream has to wait until one ends, and so has a third socket', async () => {
    const gateway = await startGateway(db, { MAX_SUBSCRIPTIONS: '2' });
    const { url, send } = gateway;
    const [one, other] = [await connectSocket(url), await connectSocket(url)];
    const refused = await openSocket(url).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect(refused).toMatchObject({ status: 503, body: { errors: [{ extensions: { limit: 'MAX_SUBSCRIPTIONS' } }] } });
    const streams = [one.follow({ query: EVENTS }), one.follow({ query: EVENTS })];
    await followed(gateway, 2);
    expect(await other.codesOf({ query: EVENTS })).toEqual(['OVERLOADED']);
    const overHttp = () =>
      send(`/graphql?query=${encodeURIComponent(EVENTS)}`, { headers: { accept: 'text/event-stream' } });
    expect((await overHttp()).status).toBe(503);
    streams[0]?.stop();
    await followed(gateway, 1);
    other.follow({ query: EVENTS });
    await followed(gateway, 2);
    other.socket.close();
    await expect
      .poll(() =>
        openSocket(url).then(
          () => 101,
          (error: Refused) => error.status,
        ),
      )
      .toBe(101);
  });

  it('MAX_CONCURRENT: operations wait for those of others, over HTTP, too, and are turned away as they', async () => {
    const gateway = createTestGateway({ maxConcurrent: 1, maxQueued: 0 });
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    const socket = await connectSocket(server.url);
    const slow = socket.ask({ query: '{ slow }' });
    await gateway.gate.entered;
    expect(await socket.codesOf({ query: '{ hello }' })).toEqual(['OVERLOADED']);
    expect((await gateway.post({ query: '{ hello }' })).status).toBe(503);
    // Those that change something wait for their like only.
    expect(await socket.query('mutation { plant }')).toEqual({ plant: 'planted' });
    gateway.gate.open();
    expect((await slow)[0]?.payload).toEqual({ data: { slow: 'done' } });
    expect(await socket.query('{ hello }')).toEqual({ hello: 'Hello world' });
  });

  it('REQUEST_TIMEOUT_MS: a query that takes too long is given up, and the socket stays', async () => {
    const gateway = createTestGateway({ requestTimeout: 50 });
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    const socket = await connectSocket(server.url);
    expect(await socket.codesOf({ query: '{ slow }' })).toEqual(['REQUEST_TIMED_OUT']);
    gateway.gate.open();
    expect(await socket.query('{ hello }')).toEqual({ hello: 'Hello world' });
  });
});

describe.runIf(IS_SERVER)('on a PostgreSQL server', () => {
  it.each(['gives it up', 'closes the socket'])('a query ends in the database when who asked it %s', async (way) => {
    const server = await openDatabase();
    onTestFinished(() => server.close());
    await fill(contextOf(server), 3);
    const [locker, observer] = [
      new Client({ connectionString: server.url }),
      new Client({ connectionString: server.url }),
    ];
    await Promise.all([locker.connect(), observer.connect()]);
    onTestFinished(async () => void (await Promise.all([locker.end(), observer.end()])));
    const waiting = async () =>
      (
        await observer.query(
          `SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database() AND query LIKE 'SELECT (%'`,
        )
      ).rowCount;
    const gateway = await startGateway(server);
    const socket = await connectSocket(gateway.url);
    await locker.query('BEGIN; LOCK TABLE "Article" IN ACCESS EXCLUSIVE MODE');
    const asked = socket.follow({ query: QUERY });
    await expect.poll(waiting).toBe(1);
    if (way === 'gives it up') asked.stop();
    else socket.socket.close();
    await expect.poll(waiting).toBe(0);
    await locker.query('ROLLBACK');
    if (way === 'gives it up') expect(await socket.query(QUERY, { n: 1 })).toBeDefined();
    expect(gateway.log()).not.toContain('internal error');
  });
});

describe('a page', () => {
  const CORS_ORIGINS = 'https://desk.example';
  const open = (url: string, origin: string, host?: string) =>
    openSocket(url, { headers: { origin, ...(host ? { host } : {}) } }).then(
      () => 101,
      (error: Refused) => error.status,
    );

  it.each(['https://evil.example', 'https://desk.example.evil.example', 'http://desk.example', 'null', 'x'])(
    'of the origin %s opens no socket',
    async (origin) => {
      const gateway = await startGateway(db, { CORS_ORIGINS });
      const refused = await openSocket(gateway.url, { headers: { origin } }).catch((error: unknown) => error);
      expect(refused).toMatchObject({
        status: 403,
        body: { errors: [{ message: expect.stringContaining('CORS_ORIGINS'), extensions: { code: 'FORBIDDEN' } }] },
        headers: { 'x-content-type-options': 'nosniff', 'x-request-id': expect.any(String), connection: 'close' },
      });
      expect(gateway.log()).toMatch(/"path":"\/graphql","status":403/);
    },
  );

  it('of the gateway itself, and of those that CORS lets read, opens one', async () => {
    const { url } = await startGateway(db, { CORS_ORIGINS, PUBLIC_URL: 'https://news.example/graph' });
    expect(await open(url, 'https://desk.example')).toBe(101);
    expect(await open(url, 'https://news.example')).toBe(101);
    expect(await open(url, url)).toBe(101);
    expect(await open(url, 'https://graph.example', 'graph.example')).toBe(101);
    expect(await open(url, 'https://graph.example', 'other.example')).toBe(403);
  });
});

describe('the protocol', () => {
  it('who does not say who he is in time is cut off', async () => {
    const { url } = await startGateway(db, { BODY_TIMEOUT_MS: '200' });
    const silent = await Promise.all(Array.from({ length: 20 }, () => openSocket(url)));
    for (const { closed } of silent) expect(await closed).toMatchObject({ code: 4408 });
  });

  it.each<[string, (object | string)[], number]>([
    ['an operation before that', [{ type: 'subscribe', id: '1', payload: { query: QUERY } }], 4401],
    ['saying it twice', [{ type: 'connection_init' }, { type: 'connection_init' }], 4429],
    ['what is no JSON', ['{'], 4400],
    ['what is no message', [{ type: 'start' }], 4400],
    ['a message without a query', [{ type: 'subscribe', id: '1', payload: {} }], 4400],
    [
      'an id that is in use',
      [1, 2].flatMap((i) => [
        ...(i === 1 ? [{ type: 'connection_init' }] : []),
        { type: 'subscribe', id: '1', payload: { query: EVENTS } },
      ]),
      4409,
    ],
  ])('%s closes the socket', async (_what, messages, code) => {
    const gateway = await startGateway(db);
    const socket = await openSocket(gateway.url);
    for (const message of messages) {
      socket.send(message);
      if (typeof message !== 'string' && 'type' in message && message.type === 'connection_init' && messages.length > 2)
        await socket.next();
    }
    expect(await socket.closed).toMatchObject({ code });
    expect(gateway.log()).not.toContain('internal error');
  });

  it('of the predecessor, subscriptions-transport-ws, is not spoken', async () => {
    const socket = await openSocket((await startGateway(db)).url, { protocol: 'graphql-ws' }).catch((error) => error);
    expect(socket).toBeInstanceOf(Error);
  });

  it('is spoken at no other path', async () => {
    const refused = await openSocket((await startGateway(db)).url, { path: '/feed.atom' }).catch((error) => error);
    expect(refused).toMatchObject({ status: 404, body: { errors: [{ extensions: { code: 'NOT_FOUND' } }] } });
  });

  it('a request that asks for another protocol is answered as if it did not, with its body', async () => {
    const { port } = await startGateway(db);
    const body = JSON.stringify({ query: '{ corpus { articleCount } }' });
    const wire = connect(port, '127.0.0.1');
    wire.write(
      `POST /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const [answer] = await once(wire.setEncoding('utf8'), 'data');
    expect(answer).toMatch(/^HTTP\/1\.1 200 [\s\S]*"articleCount"/);
    wire.destroy();
  });

  it('a request for a socket that is none is answered 400', async () => {
    const gateway = await startGateway(db);
    const wire = connect(gateway.port, '127.0.0.1');
    wire.write('GET /graphql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = await once(wire.setEncoding('utf8'), 'data');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(gateway.log()).toMatch(/"path":"\/graphql","status":400/);
    wire.destroy();
  });

  it('who answers no ping is cut off, and who does is not', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const server = await listen(createTestGateway(), { port: 0, host: '127.0.0.1' });
    onTestFinished(() => server.close());
    const [dead, alive] = [await connectSocket(server.url, {}, { autoPong: false }), await connectSocket(server.url)];
    for (let i = 0; i < 3; i++) {
      const asked = once(alive.socket, 'ping');
      vi.advanceTimersByTime(12_000);
      await asked;
      // Its pong has come when what was sent after it is answered.
      expect(await alive.query('{ hello }')).toBeDefined();
    }
    expect(await dead.closed).toMatchObject({ code: 1006 });
    expect(await alive.query('{ hello }')).toBeDefined();
  });

  it('who does not read is not listened to, until he has read', async () => {
    const { url } = await startGateway(db);
    const socket = await connectSocket(url);
    const count = 100;
    const text = 'x'.repeat(900_000);
    let sent = 0;
    // Each when the system has taken the one before.
    const sendNext = () => {
      socket.socket.send(JSON.stringify({ type: 'ping', payload: { i: sent, text } }), () => {
        sent += 1;
        if (sent < count) sendNext();
      });
    };
    socket.socket.pause();
    sendNext();
    let before = -1;
    const isStuck = () => {
      const isSame = sent === before;
      before = sent;
      return isSame;
    };
    await expect.poll(isStuck, { interval: 700, timeout: 30_000 }).toBe(true);
    expect(sent).toBeLessThan(count / 2);
    socket.socket.resume();
    for (let i = 0; i < count; i++) expect((await socket.next()).payload.i).toBe(i);
  });
});

describe('when the gateway stops', () => {
  it('sockets are closed with 1001, and no stream is said to be complete', async () => {
    const gateway = await startGateway(db, {}, { closeAfterTest: false });
    const socket = await connectSocket(gateway.url);
    const events = socket.follow({ query: EVENTS });
    await followed(gateway, 1);
    const next = events.next();
    next.catch(() => {});
    await gateway.close();
    expect(await socket.closed).toEqual({ code: 1001, reason: 'Going away' });
    await expect(next).rejects.toThrow('closed: 1001');
  });

  it('a stream that ends meanwhile is not said to be complete either, while another operation is waited for', async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => (end = resolve));
    let answer = (_text: string) => {};
    const answered = new Promise<string>((resolve) => (answer = resolve));
    const text = { type: GraphQLString };
    const gateway = createTestGateway({
      schema: new GraphQLSchema({
        query: new GraphQLObjectType({ name: 'Query', fields: { slow: { ...text, resolve: () => answered } } }),
        subscription: new GraphQLObjectType({
          name: 'Subscription',
          fields: {
            news: {
              ...text,
              async *subscribe() {
                yield { news: 'first' };
                await ended;
              },
            },
          },
        }),
      }),
    });
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    const socket = await connectSocket(server.url);
    const news = socket.follow({ query: 'subscription { news }' });
    expect((await news.next()).payload).toEqual({ data: { news: 'first' } });
    const slow = socket.ask({ query: '{ slow }' });
    socket.send({ type: 'ping' });
    await socket.next();
    const closed = server.close();
    end();
    answer('at last');
    expect((await slow).map(({ type }) => type)).toEqual(['next', 'complete']);
    await expect(news.next()).rejects.toThrow('closed: 1001');
    await closed;
  });

  it('what is answered piece by piece is answered to its end', async () => {
    const gateway = createTestGateway();
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    const socket = await connectSocket(server.url);
    const { next } = socket.follow({ query: '{ hello ... @defer { slow } }' });
    expect((await next()).payload).toEqual({ data: { hello: 'Hello world' }, hasNext: true });
    const closed = server.close();
    gateway.gate.open();
    expect((await next()).payload).toMatchObject({ incremental: [{ data: { slow: 'done' } }] });
    expect((await next()).type).toBe('complete');
    expect(await socket.closed).toMatchObject({ code: 1001 });
    await closed;
  });

  it('what is being answered is answered first; what comes after is left to another process', async () => {
    const gateway = createTestGateway();
    const server = await listen(gateway, { port: 0, host: '127.0.0.1' });
    const socket = await connectSocket(server.url);
    const slow = socket.ask({ query: '{ slow }' });
    await gateway.gate.entered;
    const closed = server.close();
    const late = socket.ask({ query: 'mutation { plant }' });
    late.catch(() => {});
    socket.send({ type: 'ping' });
    expect((await socket.next()).type).toBe('pong');
    gateway.gate.open();
    expect(await slow).toMatchObject([{ type: 'next', payload: { data: { slow: 'done' } } }, { type: 'complete' }]);
    expect(await socket.closed).toMatchObject({ code: 1001 });
    await expect(late).rejects.toThrow('closed: 1001');
    await closed;
    expect(gateway.ran).toEqual([]);
  });
});
