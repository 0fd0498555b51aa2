import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import { documentOf, extractionOf } from '../support/documents.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

let db: Database;
let graph: Graph;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  await fill(graph, 4);
  const body = 'Amán said so. Amán left.';
  const found = extractionOf(body, 'Amán');
  const [person] = found.entities;
  if (!person) throw new Error('nobody found');
  await graph.store.save(
    documentOf('/aman.txt', { body }),
    {
      ...found,
      entities: [
        { ...person, aliases: ['The Capital'] },
        {
          ...person,
          key: 'PLACE:aman:JO',
          type: 'PLACE',
          countryCode: 'JO',
          location: { latitude: 31.95, longitude: 35.93 },
        },
      ],
      mentions: found.mentions.map((mention, entity) => ({ ...mention, entity })),
    },
    '1',
  );
});
afterAll(() => db.close());

it.each([
  'https://ledger.example/news/0',
  'http://www.ledger.example/news/0/',
  'https://LEDGER.example/news/0?utm_source=x#top',
])('an article is found by its address in any form: %s', async (url) => {
  expect((await graph.query('query ($url: URL!) { article(url: $url) { headline } }', { url })).article.headline).toBe(
    'Bridge 0',
  );
});

it('an entity is found by canonical name or alias, case and accents ignored', async () => {
  const names = ['capital', 'THE CAPITAL'];
  for (const name of names) {
    const { entity } = await graph.query(
      'query ($name: String!) { entity(name: $name) { name aliases location { latitude } } }',
      { name },
    );
    expect(entity).toEqual({ name: 'Amán', aliases: ['The Capital'], location: null });
  }
});

it('a name that several entities go by is an error that lists them, and the type narrows it', async () => {
  expect(await graph.errorOf('{ entity(name: "aman") { id } }')).toMatchObject({
    code: 'AMBIGUOUS',
    message: expect.stringContaining('PLACE'),
  });
  const { entity } = await graph.query(
    '{ entity(name: "aman", type: PLACE) { type countryCode location { latitude longitude } } }',
  );
  expect(entity).toEqual({ type: 'PLACE', countryCode: 'JO', location: { latitude: 31.95, longitude: 35.93 } });
});

it('nodes of several types come in the order asked for, with null for what is not there', async () => {
  const { articles, sources } = await graph.query(
    '{ articles(first: 1) { nodes { id } } sources(first: 1) { nodes { id } } }',
  );
  const missing = Buffer.from('Quote:01900000-0000-7000-8000-000000000000').toString('base64');
  const ids = [sources.nodes[0].id, missing, articles.nodes[0].id, sources.nodes[0].id];
  const { nodes } = await graph.query(
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Article { headline publisher { name } } ... on Source { domain } } }',
    { ids },
  );
  expect(nodes.map((node: Answer) => node && [node.__typename, node.id])).toEqual([
    ['Source', ids[0]],
    null,
    ['Article', ids[2]],
    ['Source', ids[0]],
  ]);
});

it.each([
  ['neither id nor url', 'article { id }', 'BAD_USER_INPUT'],
  ['both id and url', 'article(id: "x", url: "https://a.example") { id }', 'BAD_USER_INPUT'],
  ['both id and name', 'entity(id: "x", name: "y") { id }', 'BAD_USER_INPUT'],
  ['nothing to find a source by', 'source { id }', 'BAD_USER_INPUT'],
  ['null counts as left out', 'source(name: null, domain: null) { id }', 'BAD_USER_INPUT'],
  ['an id that is none', 'node(id: "Article:1") { id }', 'BAD_USER_INPUT'],
  [
    'an id of a type that is none',
    `node(id: "${Buffer.from('User:01900000-0000-7000-8000-000000000000').toString('base64')}") { id }`,
    'BAD_USER_INPUT',
  ],
  [
    'an id of another type',
    `article(id: "${Buffer.from('Quote:01900000-0000-7000-8000-000000000000').toString('base64')}") { id }`,
    'BAD_USER_INPUT',
  ],
  ['too many ids', `nodes(ids: [${'"x",'.repeat(101)}]) { id }`, 'BAD_USER_INPUT'],
])('%s: %s', async (_name, query, code) => {
  expect(await graph.errorOf(`{ ${query} }`)).toMatchObject({ code });
});

it.each([
  ['as a variable', 'query ($url: URL!) { article(url: $url) { id } }', { url: 'no address' }],
  ['as a literal', '{ article(url: "no address") { id } }', {}],
])('a URL that is none is the client’s mistake: %s', async (_name, query, variables) => {
  await expect(graph.query(query, variables)).rejects.toThrow(/URL cannot represent/);
});

it('names with characters that no name has find nothing', async () => {
  const query =
    'query ($name: String!) { entity(name: $name) { id } byName: source(name: $name) { id } byDomain: source(domain: $name) { id } }';
  for (const name of ['\0', 'a\0b', '\ud800', '’', '%']) {
    expect(await graph.query(query, { name })).toEqual({ entity: null, byName: null, byDomain: null });
  }
});

it.each([
  'article(url: "https://nowhere.example/") { id }',
  'entity(name: "Nobody") { id }',
  'source(domain: "x.example") { id }',
  'entity(name: "") { id }',
])('nothing found is null: %s', async (query) => {
  expect(Object.values(await graph.query(`{ ${query} }`))).toEqual([null]);
});
