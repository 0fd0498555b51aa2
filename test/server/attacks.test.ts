import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { toGlobalId } from '../../src/graphql/global-id.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import type { Answered, RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const KEY = 'a-key-that-nobody-guesses';
const API_KEYS = `desk:admin:${createHash('sha256').update(KEY).digest('hex')}`;
const HONEST = 'query Honest($n: Int) { articles(first: $n) { nodes { headline } } }';
/** What no answer to a stranger may hold: paths, stacks, the database's words, keys. */
const LEAKS = [
  /node_modules|\/src\/|\.ts:\d|\bat \w+ \(/,
  /SELECT \(|INSERT INTO|pg_catalog|syntax error at|relation "|PGlite|Prisma|DriverAdapter/,
  /ECONN|TypeError|RangeError|Maximum call stack|Cannot read prop/,
  new RegExp(KEY),
];

let db: Database;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 5);
  gateway = await startGateway(db, { API_KEYS, BODY_TIMEOUT_MS: '1000' }, { closeAfterTest: false });
});
afterAll(async () => {
  await gateway.close();
  await db.close();
});

/** Other answers each time, so that no kept one helps. */
let honest = 0;
afterEach(async () => {
  honest += 1;
  for (const n of [1, 2, 2]) {
    const { status, json } = await gateway.post({ query: `${HONEST} # ${honest}`, variables: { n } });
    expect([status, json.data.articles.nodes.length], 'the next honest query').toEqual([200, n]);
  }
  expect(
    gateway
      .log()
      .split('\n')
      .filter((line) => line.includes('"level":50')),
  ).toEqual([]);
});

/** No fault of ours, and nothing told that is not the asker's business. */
function expectHarmless({ status, text, headers }: Pick<Answered, 'status' | 'text' | 'headers'>): void {
  expect(status === 503 || status < 500, `${status}: ${text.slice(0, 300)}`).toBe(true);
  for (const leak of LEAKS) expect(text).not.toMatch(leak);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).not.toBeNull();
  expect(headers.get('x-powered-by')).toBeNull();
  expect(headers.get('access-control-allow-origin')).toBeNull();
}

const list = (count: number, item: (i: number) => string) => Array.from({ length: count }, (_, i) => item(i)).join(' ');
const nested = (levels: number, open: string, inner: string, close: string) =>
  open.repeat(levels) + inner + close.repeat(levels);
const article = (selection: string) => `{ articles(first: 1) { nodes { ${selection} } } }`;

describe('documents', () => {
  it.each<[attack: string, query: string, code: string]>([
    ['deep', article(nested(30, 'publisher { articles { nodes { ', 'id', ' } } }')), 'QUERY_TOO_DEEP'],
    ['very deep', nested(50_000, '{ a ', '', '}'), 'QUERY_TOO_DEEP'],
    [
      'deep by inline fragments',
      article(nested(60, '... on Article { publisher { articles { nodes { ', 'id', ' } } } }')),
      'QUERY_TOO_DEEP',
    ],
    [
      'deep by fragments',
      `${article('...F0')} ${list(20, (i) => `fragment F${i} on Article { publisher { articles { nodes { ...F${i + 1} } } } }`)} fragment F20 on Article { id }`,
      'QUERY_TOO_DEEP',
    ],
    ['deep in lists of arguments', `{ nodes(ids: ${nested(100_000, '[', '', ']')}) { id } }`, 'QUERY_TOO_DEEP'],
    [
      'deep in objects of arguments',
      `{ articles(filter: ${nested(60, '{not:', '{}', '}')}) { totalCount } }`,
      'QUERY_TOO_DEEP',
    ],
    ['brackets that never close', '{'.repeat(100_000), 'QUERY_TOO_DEEP'],
    ['wide', article(list(1_000, (i) => `f${i}: id`)), 'QUERY_TOO_LARGE'],
    ['wide by fragments', `${article('...F')} fragment F on Article { ${list(300, () => 'id')} }`, 'QUERY_TOO_LARGE'],
    ['aliased', `{ ${list(150, (i) => `a${i}: corpus { revision }`)} }`, 'QUERY_TOO_LARGE'],
    [
      'aliased by fragments that double',
      `{ articles { nodes { ...F0 } } } ${list(12, (i) => `fragment F${i} on Article { ...F${i + 1} ... on Article { ...F${i + 1} } }`)} fragment F12 on Article { a: id }`,
      'QUERY_TOO_LARGE',
    ],
    ['a flood of directives', `{ corpus { revision ${'@skip(if: false) '.repeat(500)} } }`, 'QUERY_TOO_LARGE'],
    ['directives that nobody knows', `{ corpus { revision ${list(60, (i) => `@d${i}`)} } }`, 'QUERY_TOO_LARGE'],
    ['a flood of @defer', article(list(60, (i) => `... @defer(label: "l${i}") { id }`)), 'QUERY_TOO_LARGE'],
    ['tokens', `{ ${'corpus { revision } '.repeat(3_000)} }`, 'QUERY_TOO_LARGE'],
    ['many operations', list(3_000, (i) => `query Q${i} { corpus { revision } }`), 'QUERY_TOO_LARGE'],
    ['a fragment in itself', `${article('...F')} fragment F on Article { ...F }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'fragments in a circle',
      `${article('...A')} fragment A on Article { publisher { articles { nodes { ...B } } } } fragment B on Article { ...A }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a circle that nobody spreads',
      '{ corpus { revision } } fragment A on Article { ...B } fragment B on Article { ...A }',
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'fragments that double sixty times',
      `{ articles { nodes { ...F0 } } } ${list(60, (i) => `fragment F${i} on Article { ...F${i + 1} ...F${i + 1} }`)} fragment F60 on Article { id }`,
      'QUERY_TOO_LARGE',
    ],
    [
      'pages in pages',
      '{ articles(first: 100) { nodes { entities(first: 100) { nodes { articles(first: 100) { nodes { id } } } } } } }',
      'QUERY_TOO_COSTLY',
    ],
    [
      'pages in pages by a variable',
      'query ($n: Int = 100) { articles(first: $n) { nodes { entities(first: $n) { nodes { quotes(first: $n) { nodes { id } } } } } } }',
      'QUERY_TOO_COSTLY',
    ],
    ['a page of a billion', '{ articles(first: 1000000000) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['a page of minus one', '{ articles(first: -1) { nodes { id } } }', 'BAD_USER_INPUT'],
    ['fields that clash', `{ ${list(40, (i) => `x: node(id: "${i}") { id }`)} }`, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'introspection in circles',
      `{ __schema { types { ${nested(12, 'fields { type { ', 'name', ' } }')} } } }`,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a mutation in a query', '{ deleteArticle(input: { id: "x" }) { deletedId } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a name of a prototype', '{ __proto__: corpus { revision } constructor { name } }', 'GRAPHQL_VALIDATION_FAILED'],
    ['unicode in a name', '{ ｃorpus { revision } }', 'GRAPHQL_PARSE_FAILED'],
    ['a name written from right to left', '{ \u202Esuproc { revision } }', 'GRAPHQL_PARSE_FAILED'],
    ['a lone surrogate', '{ article(url: "\\uD800") { id } }', 'GRAPHQL_PARSE_FAILED'],
    ['nothing', '', 'BAD_REQUEST'],
  ])('%s', async (_attack, query, code) => {
    for (let i = 0; i < 2; i++) {
      const answered = await gateway.post({ query });
      expectHarmless(answered);
      expect(answered.codes).toContain(code);
      expect(answered.text.length).toBeLessThan(50_000);
    }
  });

  it('introspection is answered, and names no suggestion when it is guessed at', async () => {
    expectHarmless(await gateway.post({ query: getIntrospectionQuery() }));
    const { text } = await gateway.post({
      query: `{ ${['user', 'users', 'password', 'apiKey', 'apiKeys', 'articel'].join(' ')} }`,
    });
    expect(text).not.toContain('Did you mean');
  });
});

const FILTERED =
  'query ($f: ArticleFilter, $s: String!) { articles(filter: $f, first: 3) { nodes { id } } search(query: $s, first: 3) { edges { score } } }';
describe('values', () => {
  it.each<[attack: string, value: string]>([
    ['SQL that ends a string', '\'; DROP TABLE "Article"; --'],
    ['SQL that is always true', "x' OR '1'='1"],
    ['SQL that sleeps', "'; SELECT pg_sleep(10); --"],
    ['a parameter of SQL', '$1 $2 :name ? @p'],
    ['a pattern that matches all', '%_%_%_%'],
    ['a pattern that ends in a backslash', 'a\\'],
    ['a search of operators', '& | ! <-> :* () "" -- or or -'],
    ['quotes that never close', '"'.repeat(999)],
    ['blanks', ' '.repeat(9_000)],
    ['a thousand words', 'bridge '.repeat(1_200)],
    ['combining marks', `e${'\u0301'.repeat(400)}`],
    ['a text from right to left', '\u202E\u2066egdirb\u2069'],
    ['full-width letters', 'ｂｒｉｄｇｅ'],
    ['zero-width characters', 'bri\u200B\u200Ddge\uFEFF'],
    ['emoji of many parts', '👩‍👩‍👧‍👦'.repeat(30)],
    ['half of a character', 'bridge\uD83D'],
    ['a character that PostgreSQL has not', 'a\u0000b'],
    ['a template', '{{7*7}}<%= 7*7 %>#{7*7}'],
    ['markup', '<script>alert(1)</script>'],
    ['a path', '../../../../etc/passwd'],
  ])('%s', async (_attack, value) => {
    for (let i = 0; i < 2; i++) {
      const f = {
        or: [
          { headline: { contains: value } },
          { headline: { eq: value } },
          { publisher: { name: { startsWith: value } } },
        ],
      };
      expectHarmless(await gateway.post({ query: FILTERED, variables: { f, s: value } }));
      expectHarmless(await gateway.post({ query: FILTERED, variables: { f: { search: value }, s: value } }));
      expectHarmless(
        await gateway.post({
          query: 'query ($u: URL, $n: String) { article(url: $u) { id } entity(name: $n) { id } }',
          variables: { u: value, n: value },
        }),
      );
    }
    expect(await db.prisma.article.count()).toBe(5);
  });

  const cursorOf = (content: unknown) =>
    Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url');
  it.each<[attack: string, cursor: string]>([
    ['nothing', ''],
    ['no cursor', 'x'],
    ['no JSON', cursorOf('{')],
    ['of another list', cursorOf(['entities', 'default', ['a', 'b']])],
    ['SQL', cursorOf(["articles'; DROP TABLE", 'default', ["'); --"]])],
    ['other types', cursorOf(['articles', 'default', [{}, [], null, -0.5]])],
    ['dates that are none', cursorOf(['articles', 'default', ['99999-99-99', 'not-a-uuid']])],
    ['deep', cursorOf('['.repeat(20_000))],
    ['long', 'A'.repeat(100_000)],
    ['a prototype', cursorOf({ __proto__: { polluted: true } })],
  ])('a cursor that is forged: %s', async (_attack, after) => {
    const query = 'query ($after: String) { articles(first: 2, after: $after) { nodes { id } } }';
    for (let i = 0; i < 2; i++) {
      const answered = await gateway.post({ query, variables: { after } });
      expectHarmless(answered);
      expect(answered.codes).toEqual(['INVALID_CURSOR']);
    }
    const events = 'subscription ($after: String) { articleEvents(after: $after) { __typename } }';
    const answered = await gateway.post({ query: events, variables: { after } }, { accept: 'text/event-stream' });
    expect(answered.text).toContain('INVALID_CURSOR');
  });

  it.each([
    ['no id', 'x'],
    ['of another type', toGlobalId('Entity', '0190b5a0-0000-7000-8000-000000000000')],
    ['of a type that is not there', Buffer.from('ApiKey:1').toString('base64')],
    ['with SQL', Buffer.from("Article:'; DROP TABLE x; --").toString('base64')],
    ['of a prototype', Buffer.from('__proto__:1').toString('base64')],
  ])('an id that is forged: %s', async (_attack, id) => {
    const query =
      'query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } article(id: $id) { id } articles(filter: { id: { eq: $id } }) { totalCount } }';
    for (let i = 0; i < 2; i++) expectHarmless(await gateway.post({ query, variables: { id } }));
  });

  it.each<[attack: string, variables: string]>([
    ['deep', `{"f": ${nested(5_000, '{"not":', '{}', '}')}}`],
    ['a long list', `{"f": {"headline": {"in": [${'"a",'.repeat(1_001)}"a"]}}}`],
    ['a prototype', '{"__proto__": {"polluted": 1}, "f": {"__proto__": {"search": "x"}}}'],
    ['other types', '{"f": "text", "s": {"a": 1}}'],
    ['numbers beyond all', '{"f": {"wordCount": {"gt": 1e400}}, "s": "x"}'],
    ['many', `{${Array.from({ length: 5_000 }, (_, i) => `"v${i}":1`).join(',')},"s":"x"}`],
  ])('variables that are %s', async (_attack, variables) => {
    for (let i = 0; i < 2; i++)
      expectHarmless(await gateway.post(`{"query": ${JSON.stringify(FILTERED)}, "variables": ${variables}}`));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

const JSON_TYPE = { 'content-type': 'application/json' };
const MUTATION = JSON.stringify({ query: 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }' });

describe('requests', () => {
  it.each<[attack: string, path: string, init: RequestInit, status: number | readonly number[]]>([
    [
      'a batch',
      '/graphql',
      {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: HONEST }))),
      },
      400,
    ],
    [
      'a body too large',
      '/graphql',
      {
        method: 'POST',
        headers: JSON_TYPE,
        body: JSON.stringify({ query: HONEST, variables: { x: 'x'.repeat(2_000_000) } }),
      },
      413,
    ],
    ['a body of blanks', '/graphql', { method: 'POST', headers: JSON_TYPE, body: ' '.repeat(900_000) }, 400],
    ['JSON that is deep', '/graphql', { method: 'POST', headers: JSON_TYPE, body: '['.repeat(60_000) }, 400],
    [
      'JSON with a key twice',
      '/graphql',
      { method: 'POST', headers: JSON_TYPE, body: '{"query":"{corpus{revision}}","query":"mutation{x}"}' },
      [400, 403],
    ],
    [
      'a form of another site',
      '/graphql',
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
        body: `query=${encodeURIComponent('mutation { x }')}`,
      },
      403,
    ],
    [
      'a text of another site',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain', origin: 'https://evil.example' }, body: MUTATION },
      403,
    ],
    [
      'a type that only looks like JSON',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'text/plain; application/json' }, body: MUTATION },
      403,
    ],
    [
      'an upload',
      '/graphql',
      { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' },
      403,
    ],
    ['a mutation without the header', '/graphql', { method: 'POST', headers: JSON_TYPE, body: MUTATION }, 403],
    [
      'a mutation by GET',
      `/graphql?query=${encodeURIComponent('mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }')}`,
      {},
      405,
    ],
    [
      'a preflight of another site',
      '/graphql',
      { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } },
      204,
    ],
    [
      'TRACE by another name',
      '/graphql',
      { method: 'POST', headers: { ...JSON_TYPE, 'x-http-method-override': 'DELETE' }, body: '{}' },
      400,
    ],
    [
      'a body that claims to be packed',
      '/graphql',
      { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: 'x' },
      [400, 415],
    ],
    [
      'a query in the address of 60 kB',
      `/graphql?query=${encodeURIComponent(`{${'a '.repeat(5_000)}}`)}`,
      {},
      [400, 414, 431],
    ],
    ['a path that climbs', '/graphql/../../etc/passwd', {}, 404],
    ['a path in code', '/%2e%2e%2f%2e%2e%2fetc/passwd', {}, 404],
    ['a path that cannot be decoded', '/%E0%A4%A', {}, [400, 404]],
    ['a path that others have', '/.git/config', {}, 404],
    ['metrics of others', '/debug/pprof', {}, 404],
    [
      'a feed with a filter of SQL',
      `/feed.atom?filter=${encodeURIComponent('{"headline":{"eq":"\'; DROP TABLE x"}}')}`,
      {},
      200,
    ],
    [
      'a feed with a deep filter',
      `/feed.json?filter=${encodeURIComponent(nested(900, '{"not":', '{}', '}'))}`,
      {},
      400,
    ],
    ['a feed of too many', '/feed.atom?first=999999999', {}, 400],
  ])('%s', async (_attack, path, init, status) => {
    for (let i = 0; i < 2; i++) {
      const answered = await gateway.send(path, init);
      expectHarmless(answered);
      expect([status].flat(), answered.text.slice(0, 200)).toContain(answered.status);
    }
  });

  it.each([
    ['guessed', 'Bearer guess'],
    ['nearly right', `Bearer ${KEY.slice(0, -1)}`],
    ['with more behind it', `Bearer ${KEY}x`],
    ['in another case', `Bearer ${KEY.toUpperCase()}`],
    ['by its hash', `Bearer ${createHash('sha256').update(KEY).digest('hex')}`],
    ['by its name', 'Bearer desk'],
    ['twice', `Bearer ${KEY} Bearer ${KEY}`],
    ['by another scheme', `Basic ${Buffer.from(`desk:${KEY}`).toString('base64')}`],
    [
      'a token of nobody',
      `Bearer ${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"scope":"admin","sub":"x"}').toString('base64url')}.`,
    ],
    ['of 7 kB', `Bearer ${'x'.repeat(7_000)}`],
  ])('a key that is %s opens nothing', async (_attack, authorization) => {
    for (let i = 0; i < 3; i++) {
      const answered = await gateway.post(MUTATION, { authorization, 'x-graphql-yoga-csrf': '1' });
      expectHarmless(answered);
      expect(answered.codes).toEqual(['UNAUTHENTICATED']);
    }
  });

  it('a hundred keys guessed at once open nothing, and the right one does', async () => {
    const guesses = Array.from({ length: 100 }, (_, i) =>
      gateway.post(MUTATION, { authorization: `Bearer ${i}`, 'x-graphql-yoga-csrf': '1' }),
    );
    for (const { codes } of await Promise.all(guesses)) expect(codes).toEqual(['UNAUTHENTICATED']);
    const { codes } = await gateway.post(MUTATION, { authorization: `Bearer ${KEY}`, 'x-graphql-yoga-csrf': '1' });
    expect(codes).toEqual(['BAD_USER_INPUT']);
  });

  it('what only an admin may see is not kept for others', async () => {
    const query = '{ tombstones { totalCount } }';
    expect((await gateway.post({ query }, { authorization: `Bearer ${KEY}` })).json.data.tombstones.totalCount).toBe(0);
    for (let i = 0; i < 2; i++) expect((await gateway.post({ query })).codes).toEqual(['UNAUTHENTICATED']);
  });
});

const BODY = JSON.stringify({ query: '{ corpus { revision } }' });
const head = (...lines: string[]) =>
  ['POST /graphql HTTP/1.1', 'Host: gateway.example', 'Content-Type: application/json', ...lines, '', ''].join('\r\n');
const SMUGGLED = 'GET /health HTTP/1.1\r\nHost: smuggled.example\r\n\r\n';

describe('bytes on the wire', () => {
  /** Sends bytes, and gives what comes back until the connection is closed or nothing comes any more. */
  const raw = (bytes: string, patience = 3_000) =>
    new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(gateway.port, '127.0.0.1', () => socket.write(bytes));
      socket.setTimeout(patience, () => socket.destroy());
      socket
        .on('data', (chunk) => (text += chunk))
        .on('error', () => {})
        .on('close', () => resolve(text));
    });
  const statusesOf = (text: string) => [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

  it.each<[attack: string, bytes: string]>([
    ['two lengths', `${head(`Content-Length: ${BODY.length}`, 'Content-Length: 0', 'Connection: close')}${BODY}`],
    ['a length and chunks', `${head('Content-Length: 4', 'Transfer-Encoding: chunked')}0\r\n\r\n${SMUGGLED}`],
    [
      'chunks by a name that is nearly right',
      `${head('Transfer-Encoding: xchunked', 'Connection: close')}0\r\n\r\n${SMUGGLED}`,
    ],
    ['chunks behind a tabulator', `${head('Transfer-Encoding:\tchunked, identity')}0\r\n\r\n${SMUGGLED}`],
    ['a length that is none', `${head('Content-Length: 0x10')}${BODY}${SMUGGLED}`],
    ['a negative length', `${head('Content-Length: -1')}${BODY}${SMUGGLED}`],
    ['a header folded over lines', `${head('X-A: b\r\n c', `Content-Length: ${BODY.length}`)}${BODY}${SMUGGLED}`],
    ['a blank before the colon', `${head('Transfer-Encoding : chunked')}0\r\n\r\n${SMUGGLED}`],
    ['a header with a NUL', head('X-A: a\0b', 'Content-Length: 0')],
    ['a chunk of a length beyond all', `${head('Transfer-Encoding: chunked')}ffffffffffffffff\r\n`],
    [
      'lines that end in LF only',
      `POST /graphql HTTP/1.1\nHost: x\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n${SMUGGLED}`,
    ],
    ['two hosts', 'GET /graphql?query={__typename} HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n'],
    ['no host', 'GET /graphql?query={__typename} HTTP/1.1\r\n\r\n'],
    [
      'a host that is no address',
      'GET /graphql?query={__typename} HTTP/1.1\r\nHost: a b/@\r\nConnection: close\r\n\r\n',
    ],
    ['no HTTP', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['a header of 40 kB', head(`X-A: ${'a'.repeat(40_000)}`)],
    ['three thousand headers', head(...Array.from({ length: 3_000 }, (_, i) => `a${i}: b`))],
    ['a header that never ends', 'GET /graphql HTTP/1.1\r\nHost: x\r\nX-A: '],
    ['a body that never comes', head('Content-Length: 500')],
    ['a body that stops half-way', `${head('Content-Length: 500')}${BODY.slice(0, 10)}`],
    ['chunks that stop', `${head('Transfer-Encoding: chunked')}5\r\nabcde\r\n`],
    ['a connection that says nothing', ''],
  ])('%s: at most one answer, and no fault', async (_attack, bytes) => {
    const text = await raw(bytes);
    const statuses = statusesOf(text);
    expect(statuses.length, text).toBeLessThanOrEqual(1);
    for (const status of statuses) expect(status, text).toBeLessThan(500);
    for (const leak of LEAKS) expect(text).not.toMatch(leak);
  });

  it('two hundred slow bodies at once keep nobody waiting', async () => {
    const slow = Array.from({ length: 200 }, () => raw(`${head('Content-Length: 500')}{`, 10_000));
    const { status } = await gateway.post({ query: HONEST, variables: { n: 3 } });
    expect(status).toBe(200);
    for (const text of await Promise.all(slow)) expect(text === '' || statusesOf(text)[0] === 408, text).toBe(true);
  });

  it('who goes away before the answer does no harm', async () => {
    for (let i = 0; i < 20; i++) {
      const socket = connect(gateway.port, '127.0.0.1');
      const asked = JSON.stringify({ query: HONEST, variables: { n: i } });
      await new Promise<void>((sent) => socket.write(head(`Content-Length: ${asked.length}`) + asked, () => sent()));
      socket.destroy();
    }
  });
});

it('three hundred heavy queries at once are answered or turned away, and none is lost', async () => {
  // Three hundred requests take a while to come where one process has all the work.
  const patient = await startGateway(db);
  const heavy = (i: number) => ({
    query: `{ articles(first: 100) { nodes { headline # ${i}\n mentions(first: 100) { nodes { entity { name quotes(first: 10) { nodes { content } } } } } } } }`,
  });
  const answers = await Promise.all(Array.from({ length: 300 }, (_, i) => patient.post(heavy(i))));
  for (const answered of answers) {
    expectHarmless(answered);
    expect([200, 503]).toContain(answered.status);
    if (answered.status === 503) expect(answered.headers.get('retry-after')).not.toBeNull();
  }
  expect(answers.some(({ status }) => status === 200)).toBe(true);
});
