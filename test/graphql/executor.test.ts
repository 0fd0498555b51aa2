import { readdirSync, readFileSync } from 'node:fs';
import type { ExecutionArgs } from 'graphql';
import { execute, parse } from 'graphql';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { EXAMPLE_QUERIES } from '../../src/graphql/examples.ts';
import { createExecutor } from '../../src/graphql/executor.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { contextOf, createGraph, fill } from '../support/graph.ts';

let db: Database;
let contextValue: object;
let ids: { article: string; entity: string };
beforeAll(async () => {
  db = await openDatabase();
  const graph = createGraph(db);
  await fill(graph, 6);
  contextValue = { ...contextOf(db), key: null };
  const { articles, entities } = await graph.query(
    '{ articles(first: 1) { nodes { id } } entities(first: 1) { nodes { id } } }',
  );
  ids = { article: articles.nodes[0].id, entity: entities.nodes[0].id };
});
afterAll(() => db.close());

const GOLDEN = new URL('../queries/', import.meta.url);
const golden = readdirSync(GOLDEN)
  .filter((file) => file.endsWith('.graphql'))
  .map((file): [string, string] => [file, readFileSync(new URL(file, GOLDEN), 'utf8')]);

/** A plan that has been run so often is compiled. */
const OFTEN = 5;

/** Both answers of one operation, and whether it went by a plan. */
async function answersTo(source: string, variableValues: Record<string, unknown> = {}, operationName?: string) {
  const otherwise = vi.fn((args: ExecutionArgs) => execute(args));
  const args = { schema, document: parse(source), contextValue, variableValues, operationName: operationName ?? null };
  const executor = createExecutor(schema, otherwise);
  const planned = await executor(args);
  for (let i = 1; i < OFTEN; i++) {
    expect(JSON.parse(JSON.stringify(await executor(args)))).toEqual(JSON.parse(JSON.stringify(planned)));
  }
  const expected = await execute(args);
  return {
    planned: JSON.parse(JSON.stringify(planned)),
    expected: JSON.parse(JSON.stringify(expected)),
    isPlanned: otherwise.mock.calls.length === 0,
  };
}

it.each([
  ...golden,
  ...EXAMPLE_QUERIES.map(({ query }, i): [string, string] => [`example ${i + 1}`, query]),
  ['only the type', '{ __typename }'],
  ['nothing found', '{ entity(name: "nobody") { name } source(domain: "no.example") { id } }'],
  [
    'aliases of one field with other arguments',
    '{ a: articles(first: 1) { nodes { x: headline y: headline mentions(first: 1) { nodes { id } } more: mentions(first: 3) { nodes { __typename id } } } } b: articles(last: 1) { edges { cursor node { id } } } }',
  ],
  [
    'fragments, merged fields and type conditions',
    `{ articles(first: 2) { ...Page nodes { publisher { id } } } search(query: "the", first: 5) { edges { score highlight node { __typename ... on Node { id } ... on Article { headline } ... on Entity { name } } } } }
     fragment Page on ArticleConnection { nodes { ...Card publisher { name } } pageInfo { hasNextPage endCursor } }
     fragment Card on Article { headline ... on Node { id } }`,
  ],
])('%s: the plan answers as graphql-js does', async (_name, source) => {
  const { planned, expected, isPlanned } = await answersTo(source);
  expect(planned).toEqual(expected);
  expect(isPlanned).toBe(true);
});

it.each<[string, string, Record<string, unknown>]>([
  [
    'skip and include',
    'query ($a: Boolean!, $b: Boolean!) { articles(first: 1) { nodes { id @skip(if: $a) headline @include(if: $b) } } corpus @include(if: $a) { articleCount } }',
    { a: true, b: false },
  ],
  ['defaults of variables', 'query ($n: Int = 2) { articles(first: $n) { nodes { id } } }', {}],
  ['null for a variable', 'query ($n: Int = 2) { articles(first: $n) { nodes { id } } }', { n: null }],
  [
    'a mistake in one root field',
    'query ($n: Int) { articles(first: $n) { nodes { id } } corpus { articleCount } }',
    { n: 1_000 },
  ],
  ['a mistake at a field that may be null', '{ article(id: "nonsense") { id } corpus { articleCount } }', {}],
  ['a mistake in a nested list', '{ articles(first: 1) { nodes { quotes(first: -1) { nodes { id } } } } }', {}],
  [
    'a mistake found below the root',
    'query ($zone: String) { timeline(interval: HOUR, timeZone: $zone) { undatedCount buckets { start articleCount } } }',
    { zone: 'UTC' },
  ],
])('%s: the plan answers as graphql-js does', async (_name, source, variables) => {
  const { planned, expected, isPlanned } = await answersTo(source, variables);
  expect(planned).toEqual(expected);
  expect(isPlanned).toBe(true);
});

it('a list of nodes has null where there is none', async () => {
  const missing = Buffer.from('Article:00000000-0000-7000-8000-000000000000').toString('base64');
  const { planned, expected, isPlanned } = await answersTo(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Article { headline } ... on Entity { name } } }',
    { ids: [ids.article, missing, ids.entity] },
  );
  expect(planned).toEqual(expected);
  expect(planned.data.nodes[1]).toBeNull();
  expect(isPlanned).toBe(true);
});

it('one document holds plans for each of its operations', async () => {
  const source = 'query A { __typename } query B { articles(first: 1) { nodes { id } } }';
  for (const name of ['A', 'B', 'C']) {
    const { planned, expected } = await answersTo(source, {}, name);
    expect(planned).toEqual(expected);
  }
});

it.each<[string, string, Record<string, unknown>]>([
  ['introspection', '{ __schema { queryType { name } } __typename }', {}],
  ['wrong variables', 'query ($n: Int!) { articles(first: $n) { nodes { id } } }', { n: 'many' }],
  ['a key that objects take for their prototype', '{ articles(first: 1) { nodes { __proto__: id } } }', {}],
])('%s goes to the other executor', async (_name, source, variables) => {
  const { planned, expected, isPlanned } = await answersTo(source, variables);
  expect(planned).toEqual(expected);
  expect(isPlanned).toBe(false);
});
