import { readFile, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { buildSchema, print } from 'graphql';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, expectTypeOf, it, onTestFinished } from 'vitest';
import type { Client, ErrorCode } from '../../src/client/client.ts';
import { createClient, GatewayError } from '../../src/client/client.ts';
import { ERROR_CODES } from '../../src/client/gateway-error.ts';
import { graphql } from '../../src/client/gql-tada.ts';
import { CLIENT_ERROR_CODES } from '../../src/domain/client-error.ts';
import { makeKey } from '../../src/server/api-keys.ts';
import type { ServerErrorCode } from '../../src/server/errors.ts';
import { collectOperations, writeManifest } from '../../src/server/trusted-documents.ts';
import type { Database } from '../../src/storage/database.ts';
import { BROWSER } from '../support/browser.ts';
import { temporaryFolder } from '../support/cli.ts';
import { openDatabase } from '../support/database.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const ARTICLES = 45;
const DESK = makeKey();
const READER = makeKey();
const KEYS = { API_KEYS: `desk:ingest:${DESK.sha256},reader:read:${READER.sha256}` };

const NEWEST = graphql(`
  query Newest($first: Int) {
    articles(first: $first) { totalCount nodes { headline datePublished publisher { name } } }
  }
`);
const ALL = graphql(`
  query All($after: String) {
    articles(first: 20, after: $after) { pageInfo { hasNextPage endCursor } nodes { headline } }
  }
`);
const NAMED_IN = graphql(`
  query NamedIn($name: String!, $after: String) {
    entity(name: $name) {
      articles(first: 7, after: $after) { pageInfo { hasNextPage endCursor } edges { cursor node { headline } } }
    }
  }
`);
const INGEST = graphql(`
  mutation Ingest($input: IngestDocumentInput!) {
    ingestDocument(input: $input) { receipts { outcome article { headline } } }
  }
`);
const EVENTS = graphql(`
  subscription Events($after: String) {
    articleEvents(after: $after) {
      __typename
      ... on ArticleIngested { cursor article { headline } }
      ... on ArticleRemoved { cursor }
      ... on EventGap { cursor missed }
    }
  }
`);

let db: Database;
let graph: Graph;
let gateway: RunningGateway;
let client: Client;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  await fill(graph, ARTICLES);
  gateway = await startGateway(db, KEYS, { closeAfterTest: false });
  client = createClient({ url: `${gateway.url}/graphql`, key: DESK.key });
});
afterAll(async () => {
  await gateway?.close();
  await db?.close();
});

const bring = (headline: string) =>
  client.mutate(INGEST, {
    input: { format: 'TEXT', uri: `https://ledger.example/${headline}`, content: `${headline}\n\nAda Quill said so.` },
  });

/** What a call fails with. */
async function failure(call: Promise<unknown>): Promise<GatewayError> {
  const error = await call.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof GatewayError)) throw new Error(`no GatewayError: ${error}`);
  return error;
}

describe('a query', () => {
  it('is answered, typed by its document', async () => {
    const { articles } = await client.query(NEWEST, { first: 2 });
    expectTypeOf(articles.nodes[0]).toEqualTypeOf<
      { headline: string; datePublished: string | null; publisher: { name: string } | null } | undefined
    >();
    expect(articles.totalCount).toBe(ARTICLES);
    expect(articles.nodes).toHaveLength(2);
  });

  it('may be a text', async () => {
    const { articles } = await client.query<{ articles: { totalCount: number } }>('{ articles { totalCount } }');
    expect(articles).toEqual({ totalCount: ARTICLES });
    await expect(client.query({ __apiType: undefined })).rejects.toThrow(/no GraphQL document/);
  });

  it('is given up by its signal', async () => {
    const reason = new Error('nobody waits for it any more');
    await expect(client.query(NEWEST, {}, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

describe('a mutation', () => {
  it('is done with a key, and refused without', async () => {
    expect(await bring('harbour')).toEqual({
      ingestDocument: { receipts: [{ outcome: 'CREATED', article: { headline: 'harbour' } }] },
    });
    const stranger = createClient({ url: `${gateway.url}/graphql`, key: () => null });
    const input = { format: 'TEXT', uri: 'https://ledger.example/x', content: 'x' } as const;
    const error = await failure(stranger.mutate(INGEST, { input }));
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED', errors: [{ extensions: { scope: 'ingest' } }] });
  });

  it('has the client ask from then on for answers that are not older, and each client for its own', async () => {
    const asked: (string | null)[] = [];
    const desk = createClient({
      url: `${gateway.url}/graphql`,
      key: DESK.key,
      fetch: (url, init) => {
        asked.push(new Headers(init?.headers).get('newsgraph-revision'));
        return fetch(url, init);
      },
    });
    await desk.query(NEWEST);
    const input = { uri: '/client/later.txt', format: 'TEXT', content: 'Later\n\nA text.\n' } as const;
    await desk.mutate(INGEST, { input });
    const { corpus } = await desk.query<{ corpus: { revision: string } }>('{ corpus { revision } }');
    await desk.query(NEWEST);
    expect(asked).toEqual([null, null, corpus.revision, corpus.revision]);
  });
});

describe('pages', () => {
  it('gives every node of a list, over as many requests as it takes', async () => {
    const headlines: string[] = [];
    for await (const article of client.pages(ALL)) {
      expectTypeOf(article).toEqualTypeOf<{ headline: string }>();
      headlines.push(article.headline);
    }
    const { articles } = await client.query(NEWEST, { first: 1 });
    expect(new Set(headlines).size).toBe(articles.totalCount);
  });

  it('finds a list further in, and gives edges where no nodes are selected', async () => {
    const pages = client.pages(NAMED_IN, { name: 'Ada Quill' }, { path: 'entity.articles' });
    const seen: string[] = [];
    for await (const edge of pages) {
      expectTypeOf(edge).toEqualTypeOf<{ cursor: string; node: { headline: string } }>();
      seen.push(edge.node.headline);
    }
    expect(seen.length).toBeGreaterThan(20);
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('asks for no page that nobody takes', async () => {
    let requests = 0;
    const counting = createClient({
      url: `${gateway.url}/graphql`,
      fetch: (input, init) => {
        requests += 1;
        return fetch(input, init);
      },
    });
    const pages = counting.pages(ALL);
    for (let i = 0; i < 20; i++) await pages.next();
    expect(requests).toBe(1);
    await pages.next();
    expect(requests).toBe(2);
  });

  it('gives nothing of what is not there', async () => {
    expect((await client.pages(NAMED_IN, { name: 'Nobody' }).next()).done).toBe(true);
    expect((await client.pages(NAMED_IN, { name: 'Nobody' }, { path: 'entity.articles' }).next()).done).toBe(true);
  });

  it.each([
    [
      'a list that does not go on',
      'query ($after: String) { articles(first: 2) { pageInfo { hasNextPage endCursor } nodes { id } } corpus(after: $after) { revision } }',
      /is the first again/,
    ],
    ['an answer without a list', '{ corpus { revision } }', /pageInfo/],
    [
      'an answer with two',
      '{ a: articles { pageInfo { hasNextPage } nodes { id } } b: articles { pageInfo { hasNextPage } nodes { id } } }',
      /several lists/,
    ],
  ])('refuses %s', async (_what, text, message) => {
    const all = async () => {
      for await (const _ of client.pages(
        text.replace('corpus(after: $after) { revision }', 'more: articles(first: 1, after: $after) { nodes { id } }'),
      )) {
      }
    };
    await expect(all()).rejects.toThrow(message);
  });
});

describe('errors', () => {
  it('have the code and what goes with it, the id of the request, and what was answered all the same', async () => {
    const error = await failure(client.query('{ corpus { articleCount } article { id } }'));
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', status: 200, errors: [{ path: ['article'] }] });
    expect(error.data).toMatchObject({ article: null });
    expect(error.requestId).toMatch(/^[\w-]{36}$/);
    expect(gateway.log()).toContain(error.requestId);
  });

  it('say the limit', async () => {
    const error = await failure(client.query('{ articles(first: 1000) { nodes { id } } }'));
    expect(error).toMatchObject({ code: 'BAD_USER_INPUT', status: 400 });
  });

  it('tell that no answer came, or none of a gateway', async () => {
    const nowhere = createClient({ url: 'http://127.0.0.1:1/graphql' });
    expect(await failure(nowhere.query(NEWEST))).toMatchObject({ code: 'NETWORK_ERROR', status: null });
    const elsewhere = createClient({ url: `${gateway.url}/health` });
    expect(await failure(elsewhere.query(NEWEST))).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    const page = createClient({ url: 'data:text/html,<p>Welcome' });
    expect(await failure(page.query(NEWEST))).toMatchObject({ code: 'NO_GRAPHQL_ANSWER' });
  });

  it('of who asks too much say when to come back; with retries the client does', async () => {
    const busy = await startGateway(db, { ...KEYS, RATE_LIMIT: '3' });
    const url = `${busy.url}/graphql`;
    const once = createClient({ url, key: DESK.key });
    for (let i = 0; i < 3; i++) await once.query('{ __typename }');
    const error = await failure(once.query('{ __typename }'));
    expect(error).toMatchObject({ code: 'TOO_MANY_REQUESTS', status: 429 });
    expect(error.retryAfter).toBeGreaterThan(0);

    const turnedAway = new Response('{"errors": [{"message": "Later."}]}', {
      status: 503,
      headers: { 'retry-after': '0' },
    });
    const answers = [turnedAway];
    const fetchAfter: typeof fetch = async (...request) => answers.pop() ?? fetch(...request);
    const patient = createClient({ url: `${gateway.url}/graphql`, retries: 1, fetch: fetchAfter });
    expect(await patient.query('{ __typename }')).toEqual({ __typename: 'Query' });
  });

  it('have every code that the gateway gives', () => {
    expect(CLIENT_ERROR_CODES.filter((code) => !ERROR_CODES.some((known) => known === code))).toEqual([]);
    expectTypeOf<ServerErrorCode>().toExtend<(typeof ERROR_CODES)[number]>();
    expectTypeOf<ServerErrorCode>().toExtend<ErrorCode>();
  });
});

describe('a subscription', () => {
  it('goes on where it was when the connection is cut: nothing twice, nothing left out', async () => {
    const proxy = await startProxy(gateway.port);
    const connections: boolean[] = [];
    const events = createClient({ url: `${proxy.url}/graphql` }).subscribe(
      EVENTS,
      {},
      { onConnection: (isConnected) => connections.push(isConnected) },
    );
    const headline = async () => {
      const { value } = await events.next();
      return value?.articleEvents.__typename === 'ArticleIngested' ? value.articleEvents.article.headline : value;
    };
    const first = headline();
    await expect.poll(() => connections).toEqual([true]);
    await bring('first');
    expect(await first).toBe('first');

    proxy.cut();
    await bring('second');
    await bring('third');
    expect([await headline(), await headline()]).toEqual(['second', 'third']);
    expect(connections).toEqual([true, false, true]);
    await events.return(undefined);
  });

  it('goes on when the gateway is started anew', async () => {
    const before = await startGateway(db, KEYS, { closeAfterTest: false });
    const { port } = before;
    const controller = new AbortController();
    let isConnected = false;
    const events = createClient({ url: `${before.url}/graphql` }).subscribe(
      EVENTS,
      {},
      { signal: controller.signal, onConnection: (is) => (isConnected = is) },
    );
    const first = events.next();
    await expect.poll(() => isConnected).toBe(true);
    // Each gateway wakes its own subscribers when it writes.
    const writer = createClient({ url: `${before.url}/graphql`, key: DESK.key });
    const input = { format: 'TEXT', uri: 'https://ledger.example/fourth', content: 'fourth\n\nText.' } as const;
    await writer.mutate(INGEST, { input });
    expect((await first).value?.articleEvents).toMatchObject({ article: { headline: 'fourth' } });
    await before.close();
    await bring('fifth');
    await startGateway(db, { ...KEYS, PORT: String(port) });
    expect((await events.next()).value?.articleEvents).toMatchObject({ article: { headline: 'fifth' } });
    const stopped = events.next();
    controller.abort(new Error('enough'));
    await expect(stopped).rejects.toThrow('enough');
  });

  it('fails at once for what the gateway refuses, and after some attempts where there is none', async () => {
    const refused = client.subscribe(EVENTS, { after: 'no cursor' });
    expect(await failure(refused.next())).toMatchObject({ code: 'INVALID_CURSOR' });
    const nowhere = createClient({ url: 'http://127.0.0.1:1/graphql' }).subscribe(EVENTS, {}, { attempts: 1 });
    expect(await failure(nowhere.next())).toMatchObject({ code: 'NETWORK_ERROR' });
  });

  it('fails rather than leave out events, where it has no cursor to go on from', async () => {
    const proxy = await startProxy(gateway.port);
    let isConnected = false;
    const events = createClient({ url: `${proxy.url}/graphql` }).subscribe(
      'subscription { articleEvents { __typename } }',
      {},
      { onConnection: (is) => (isConnected = is) },
    );
    const first = events.next();
    await expect.poll(() => isConnected).toBe(true);
    await bring('sixth');
    await first;
    proxy.cut();
    expect(await failure(events.next())).toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('takes a connection for lost on which nothing comes', async () => {
    const silent = createServer((socket) =>
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n'),
    );
    const url = await addressOf(silent);
    const events = createClient({ url }).subscribe(EVENTS, {}, { silence: 20, attempts: 0 });
    expect(await failure(events.next())).toMatchObject({ code: 'CONNECTION_LOST' });
  });
});

describe.skipIf(BROWSER.isMissing)(`in a browser${BROWSER.isMissing ? ` (skipped: ${BROWSER.why})` : ''}`, () => {
  it('asks, goes through pages and follows events', async () => {
    const built = await build({
      configFile: false,
      logLevel: 'silent',
      build: { write: false, lib: { entry: 'src/client/client.ts', formats: ['iife'], name: 'newsgraph' } },
    });
    const [output] = [built].flat();
    if (!output || !('output' in output)) throw new Error('nothing was built');
    const browser = await chromium.launch(BROWSER.options);
    onTestFinished(() => browser.close());
    const page = await browser.newPage({ bypassCSP: true });
    await page.goto(`${gateway.url}/graphql`);
    await page.addScriptTag({ content: output.output[0].code });
    const followed = page.evaluate(
      async ([all = '', events = '']) => {
        const asked: Client = Reflect.get(globalThis, 'newsgraph').createClient({ url: '/graphql' });
        let count = 0;
        for await (const _ of asked.pages(all)) count += 1;
        const options = { onConnection: (is: boolean) => is && document.body.setAttribute('data-connected', '') };
        for await (const event of asked.subscribe(events, {}, options)) return { count, event };
        return null;
      },
      [ALL, EVENTS].map((document) => print(document)),
    );
    await page.locator('body[data-connected]').waitFor({ state: 'attached' });
    await bring('seventh');
    const { articles } = await client.query(NEWEST, { first: 1 });
    expect(await followed).toMatchObject({
      count: articles.totalCount - 1,
      event: { articleEvents: { article: { headline: 'seventh' } } },
    });
  });
});

describe('trusted documents', () => {
  it('are asked for by the ids of the manifest, and nothing else is answered', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'operations.json');
    const schema = buildSchema(await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8'));
    const text = 'query Newest($first: Int) { articles(first: $first) { totalCount } }';
    const { operations } = collectOperations([{ path: 'newest.graphql', text }], schema, () => {});
    await writeFile(path, writeManifest(operations));
    const strict = await startGateway(db, { TRUSTED_DOCUMENTS: path, TRUSTED_DOCUMENTS_ONLY: 'true' });
    const url = `${strict.url}/graphql`;

    expect(await failure(createClient({ url }).query(NEWEST))).toMatchObject({ code: 'TRUSTED_DOCUMENTS_ONLY' });
    const manifest: { operations: { name: string; id: string }[] } = JSON.parse(await readFile(path, 'utf8'));
    const byName = createClient({ url, trustedDocuments: manifest });
    expect(await byName.query(NEWEST)).toHaveProperty('articles.totalCount');
    await expect(byName.query(ALL)).rejects.toThrow(/no operation 'All'/);

    const byHash = createClient({ url, trustedDocuments: true });
    expect(await byHash.query(graphql(text))).toHaveProperty('articles.totalCount');
    expect(await failure(byHash.query(ALL))).toMatchObject({ code: 'PERSISTED_QUERY_NOT_FOUND' });
  });
});

/** A way to a port on which connections can be cut. */
async function startProxy(port: number) {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(port, '127.0.0.1');
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => {}).on('close', () => sockets.delete(end));
    }
    socket.pipe(onward).pipe(socket);
  });
  return {
    url: await addressOf(server),
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function addressOf(server: ReturnType<typeof createServer>): Promise<string> {
  const open = new Set<Socket>();
  server.on('connection', (socket) => open.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    for (const socket of open) socket.destroy();
  });
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
}
