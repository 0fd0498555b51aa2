import { createHash } from 'node:crypto';
import type { GraphQLFieldMap, GraphQLInputType } from 'graphql';
import { getIntrospectionQuery, getNamedType, isEnumType, isLeafType, isListType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, createGraph, fill } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const API_KEYS = ['read', 'ingest', 'admin'].map((scope) => `${scope}er:${scope}:${sha256(`${scope}-key`)}`).join(',');
const QUERY = '{ articles(first: 2) { nodes { headline } } }';

let db: Database;
let gateway: RunningGateway;
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
  gateway = await startGateway(db, { READING: 'closed', API_KEYS }, { closeAfterTest: false });
});
afterAll(async () => {
  await gateway.close();
  await db.close();
});

/** Each field of a root type, called with nothing but what it must have. */
function callsOf(fields: GraphQLFieldMap<unknown, unknown> = {}): string[] {
  return Object.values(fields).map(({ name, args, type }) => {
    const passed = args.flatMap((arg) =>
      isNonNullType(arg.type) ? [`${arg.name}: ${literalOf(arg.type.ofType)}`] : [],
    );
    const selected = isLeafType(getNamedType(type)) ? '' : ' { __typename }';
    return `${name}${passed.length > 0 ? `(${passed.join(', ')})` : ''}${selected}`;
  });
}

function literalOf(type: GraphQLInputType): string {
  if (isListType(type)) return '["x"]';
  return isEnumType(type) ? (type.getValues()[0]?.name ?? '') : '"x"';
}

describe('where reading is closed', () => {
  it.each<[string, Record<string, string>]>([
    ['no key', {}],
    ['a key that is none', { authorization: 'Bearer sesame' }],
    ['the hash of a key', { authorization: `Bearer ${sha256('read-key')}` }],
  ])('who comes with %s is refused, again and again, kept answers included', async (_what, headers) => {
    for (let i = 0; i < 4; i++) {
      // Somebody else is answered in between, so that the answer is kept.
      expect((await gateway.post({ query: QUERY }, { authorization: 'Bearer read-key' })).status).toBe(200);
      const { status, codes, json, headers: answered } = await gateway.post({ query: QUERY }, headers);
      expect([status, codes, json.data]).toEqual([401, ['UNAUTHENTICATED'], undefined]);
      expect(answered.get('www-authenticate')).toBe('Bearer realm="newsgraph", scope="read"');
      expect(json.errors[0].extensions.scope).toBe('read');
    }
  });

  it.each(['read', 'ingest', 'admin'])('a key of the scope %s reads', async (scope) => {
    for (const cache of ['MISS', 'HIT', 'HIT']) {
      const { json, headers } = await gateway.post(
        { query: `${QUERY} # ${scope}` },
        { authorization: `Bearer ${scope}-key` },
      );
      expect(json.data.articles.nodes).toHaveLength(2);
      expect(headers.get('x-newsgraph-cache')).toBe(cache);
    }
  });

  it.each<[string, string, RequestInit]>([
    ['a query by GET', `/graphql?query=${encodeURIComponent(QUERY)}`, {}],
    ['introspection', `/graphql?query=${encodeURIComponent(getIntrospectionQuery())}`, {}],
    ['the name of the root type', '/graphql?query={__typename}', {}],
    [
      'a subscription',
      `/graphql?query=${encodeURIComponent('subscription { articleEvents { __typename } }')}`,
      { headers: { accept: 'text/event-stream' } },
    ],
    ['the Atom feed', '/feed.atom', {}],
    ['the JSON feed', '/feed.json', {}],
    ['what is no JSON', '/graphql', { method: 'POST', body: '{' }],
    [
      'a batch',
      '/graphql',
      { method: 'POST', body: '[{"query":"{__typename}"}]', headers: { 'content-type': 'application/json' } },
    ],
  ])('%s is refused', async (_what, path, init) => {
    for (let i = 0; i < 3; i++) expect((await gateway.send(path, init)).status).toBe(401);
  });

  it.each(['/health', '/ready'])('%s is open', async (path) => {
    expect((await gateway.send(path)).status).toBe(200);
  });

  it('GraphiQL opens, and asks with the key of its user', async () => {
    const { status, headers } = await gateway.send('/graphql', { headers: { accept: 'text/html' } });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('a key that may only read changes nothing, and is told what it lacks', async () => {
    const query = 'mutation { liftTombstone(input: { uri: "x" }) { tombstones { by } } }';
    const { json } = await gateway.post({ query }, { authorization: 'Bearer read-key', 'x-graphql-yoga-csrf': '1' });
    expect(json.errors[0].extensions).toEqual({ code: 'FORBIDDEN', scope: 'admin' });
  });
});

describe('the schema itself lets nobody read who may not', () => {
  const CALLS = [
    ...callsOf(schema.getQueryType()?.getFields()).map((call) => `query { ${call} }`),
    ...callsOf(schema.getSubscriptionType()?.getFields()).map((call) => `subscription { ${call} }`),
  ];

  it.each(CALLS)('%s', async (query) => {
    const graph = createGraph(db, { isReadingOpen: false });
    const error = query.startsWith('subscription')
      ? await graph
          .as(null)
          .subscribe(query)
          .then(
            () => null,
            (refused: unknown) => refused,
          )
      : await graph.as(null).errorOf(query);
    expect(error).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});
