import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

const QUERIES = {
  'articles with publisher, mentions and quotes': `{
    articles(first: 100) {
      totalCount
      nodes {
        headline publisher { name }
        mentions(first: 50) { totalCount nodes { anchor { exact } entity { name type } } }
        quotes { nodes { content speaker { name articleCount aliases } citation { phrase source { name } } } }
      }
    }
  }`,
  'articles to entities to quotes to speaker to articles': `{
    articles(first: 20) { nodes { entities(first: 5) { edges { salience node { name
      quotes(first: 5) { nodes { speaker { name articles(first: 5) { pageInfo { hasNextPage } nodes { headline } } } } } } } } } }
  }`,
  'entities with everything that was said': `{
    entities(first: 50) { nodes { name mentionCount
      quotes(first: 10) { totalCount edges { cursor node { content article { headline publisher { name articles(first: 3) { nodes { headline } } } } } } }
      mentions(last: 3) { nodes { anchor { exact prefix suffix } article { documents { uri } document { format } } } } } }
  }`,
  'sources with articles and citations': `{
    sources(first: 50) { nodes { name entity { name } articles(first: 5) { totalCount nodes { headline citations { nodes { phrase citedQuotes { content } } } } }
      citations(first: 5) { nodes { via { name } article { headline } } } } }
  }`,
};

let small: Graph;
let large: Graph;
const databases: Database[] = [];
beforeAll(async () => {
  const open = async (articles: number) => {
    const db = await openDatabase();
    databases.push(db);
    const graph = createGraph(db);
    await fill(graph, articles);
    return graph;
  };
  small = await open(2);
  large = await open(50);
});
afterAll(async () => {
  for (const db of databases) await db.close();
});

it.each(Object.entries(QUERIES))('%s: as many SQL statements at 50 articles as at 2', async (_name, query) => {
  const few = await small.statementsOf(query);
  expect(few).toBeGreaterThan(0);
  expect(await large.statementsOf(query)).toBe(few);
});

it('a root field is one statement, whatever hangs on it', async () => {
  for (const query of Object.values(QUERIES)) expect(await large.statementsOf(query)).toBe(1);
});

it('a relation asked for twice under other names is answered twice', async () => {
  const { articles } = await large.query(`{ articles(first: 1) { nodes {
    one: mentions(first: 1) { nodes { anchor { exact } } }
    all: mentions { nodes { anchor { exact } } }
    same: publisher { name } publisher { domain }
  } } }`);
  const [article] = articles.nodes;
  expect(article.one.nodes).toEqual(article.all.nodes.slice(0, 1));
  expect(article.all.nodes.length).toBeGreaterThan(1);
  expect(article.same.name).toBe(article.publisher.domain.split('.')[0]);
});

it('aliases may be as long as they like, and differ at the end only', async () => {
  const long = 'a'.repeat(100);
  const { articles } = await large.query(
    `{ articles(first: 1) { nodes { ${long}1: mentions(first: 1) { totalCount } ${long}2: publisher { domain } } } }`,
  );
  const [article] = articles.nodes;
  expect([article[`${long}1`].totalCount, article[`${long}2`].domain]).toEqual([
    4,
    expect.stringContaining('.example'),
  ]);
});

it('fragments, @skip and @include are obeyed', async () => {
  const data = await large.query(
    `query ($yes: Boolean!) { articles(first: 1) { nodes { ...A ... on Article @skip(if: $yes) { body } } } }
     fragment A on Article { headline quotes(first: 1) @include(if: $yes) { nodes { ...Q } } }
     fragment Q on Quote { speaker { ... on Node { id } name } }`,
    { yes: true },
  );
  const [article] = data.articles.nodes;
  expect(Object.keys(article)).toEqual(['headline', 'quotes']);
  expect(article.quotes.nodes[0].speaker).toMatchObject({ id: expect.any(String), name: expect.any(String) });
});

it('a query that multiplies its pages beyond the limit is refused with what to do', async () => {
  const error = await large.errorOf(
    '{ articles(first: 100) { nodes { entities(first: 100) { nodes { quotes(first: 100) { nodes { id } } } } } } }',
  );
  expect(error).toMatchObject({ code: 'QUERY_TOO_LARGE', message: expect.stringContaining('smaller pages') });
});

it('fragments that double at every level are refused before they become a statement', async () => {
  const levels = Array.from(
    { length: 20 },
    (_, i) =>
      `fragment F${i} on Quote { a: article { quotes(first: 0) { nodes { ...F${i + 1} } } } b: article { quotes(first: 0) { nodes { ...F${i + 1} } } } }`,
  );
  const error = await small.errorOf(
    `{ quotes(first: 1) { nodes { ...F0 } } } ${levels.join(' ')} fragment F20 on Quote { id }`,
  );
  expect(error).toMatchObject({ code: 'QUERY_TOO_LARGE' });
});
