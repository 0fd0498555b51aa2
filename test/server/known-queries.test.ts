import type { ExecutionArgs } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toGraphQLError } from '../../src/graphql/errors.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Listening } from '../../src/server/listen.ts';
import { listen } from '../../src/server/listen.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';
import { createTestGateway } from './test-gateway.ts';

const QUERY =
  'query Page($n: Int, $id: ID) { articles(first: $n) { nodes { headline } } article(id: $id) @include(if: false) { id } }';
const EVERY = 'query ($n: Int = 1) { articles(first: $n) { totalCount } }';

let db: Database;
/** One that takes the shortcut, one that goes through Yoga every time. */
let quick: Listening;
let plain: Listening;
/** How often each of the gateway's two executors has run: the shortcut's is made first. */
const runs: number[] = [];
beforeAll(async () => {
  db = await openDatabase();
  await fill(contextOf(db), 3);
  const deps = {
    schema,
    toGraphQLError,
    createContext: () => ({ ...contextOf(db), key: null }),
    // Nothing is kept: each request is answered anew.
    cache: { maxBytes: 0, watch: { state: 1, revision: null, onChange: () => () => {} } },
  };
  const executorOf = (otherwise: Parameters<typeof createExecutor>[1]) => {
    const execute = createExecutor(schema, otherwise);
    const number = runs.push(0) - 1;
    return (args: ExecutionArgs) => {
      runs[number] = (runs[number] ?? 0) + 1;
      return execute(args);
    };
  };
  quick = await listen(createTestGateway({ ...deps, executorOf }), { port: 0, host: '127.0.0.1' });
  plain = await listen(createTestGateway(deps), { port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await Promise.all([quick.close(), plain.close()]);
  await db.close();
});

async function ask({ url }: Listening, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': 'one', ...headers },
    body: JSON.stringify(body),
  });
  const kept = [...response.headers].filter(([name]) => !['date', 'keep-alive', 'connection'].includes(name)).sort();
  return { status: response.status, headers: kept, body: await response.text() };
}

const JSON_OR_GRAPHQL = 'application/graphql-response+json, application/json;q=0.9';

describe.each(['application/json', JSON_OR_GRAPHQL, '*/*'])('a client that accepts %s', (accept) => {
  it.each<[string, unknown]>([
    ['other variables', { query: QUERY, variables: { n: 2 } }],
    ['an operation by its name', { query: QUERY, operationName: 'Page', variables: { n: 1 } }],
    ['no variables', { query: EVERY }],
    ['null for variables', { query: EVERY, variables: null }],
    ['a variable of another type', { query: QUERY, variables: { n: 'many' } }],
    ['a mistake that a resolver finds', { query: QUERY, variables: { n: 1_000 } }],
    ['an operation that is not there', { query: QUERY, operationName: 'Other' }],
    ['variables that are a list', { query: EVERY, variables: [1] }],
    ['variables nested too deeply', { query: EVERY, variables: { n: JSON.parse('['.repeat(500) + ']'.repeat(500)) } }],
    ['a parameter that GraphQL over HTTP has not', { query: EVERY, extra: 1 }],
    ['extensions', { query: EVERY, extensions: {} }],
    ['no query', { variables: {} }],
    ['a list of requests', [{ query: EVERY }]],
  ])('is answered as ever, who sends %s', async (_what, body) => {
    // Known from now on, as is what such a client is sent.
    for (const query of [QUERY, EVERY]) await ask(quick, { query, variables: { n: 3 } }, { accept });
    expect(await ask(quick, body, { accept })).toEqual(await ask(plain, body, { accept }));
  });
});

it('a query is executed without Yoga from the second time on', async () => {
  const query = '{ corpus { articleCount } }';
  const before = [...runs];
  for (let i = 0; i < 3; i++) await ask(quick, { query });
  expect(runs.map((count, i) => count - (before[i] ?? 0))).toEqual([2, 1]);
});
