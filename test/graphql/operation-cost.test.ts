import { parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_QUERIES } from '../../src/graphql/examples.ts';
import { createCostOf } from '../../src/graphql/operation-cost.ts';
import { schema } from '../../src/graphql/schema.ts';

const reckon = createCostOf(schema, { maxPageSize: 500 });

function costOf(source: string, variableValues: Record<string, unknown> = {}): number {
  const document = parse(source);
  expect(validate(schema, document)).toEqual([]);
  return reckon({ document, variableValues });
}

describe('what a query may cost', () => {
  it.each<[string, number, Record<string, unknown>?]>([
    ['{ __typename }', 0],
    ['{ __schema { types { name fields { name } } } }', 0],
    // A statement, and what it answers.
    ['{ corpus { revision } }', 11],
    ['{ article(url: "https://a.example") { headline } }', 11],
    // A page and its objects: 20 unless told.
    ['{ articles { nodes { headline } } }', 10 + 1 + 20],
    ['{ articles(first: 3) { nodes { headline } } }', 10 + 1 + 3],
    ['{ articles(last: 3) { edges { cursor } } }', 10 + 1 + 3],
    ['{ articles(first: 3) { edges { node { headline } } } }', 10 + 1 + 3 * 2],
    ['{ articles(first: 0) { nodes { headline } } }', 10 + 1],
    ['{ articles(first: 3) { pageInfo { hasNextPage } totalCount } }', 10 + 1 + 1 + 50],
    // Pages in pages multiply.
    [
      '{ articles(first: 3) { nodes { quotes(first: 4) { nodes { speaker { name } } } } } }',
      10 + 1 + 3 * (1 + 1 + 4 * 2),
    ],
    [
      '{ articles(first: 100) { nodes { mentions(first: 500) { nodes { entity { name } } } } } }',
      10 + 1 + 100 * (1 + 1 + 500 * 2),
    ],
    // Sizes come from variables.
    ['query ($n: Int) { articles(first: $n) { nodes { headline } } }', 10 + 1 + 7, { n: 7 }],
    ['query ($n: Int = 5) { articles(first: $n) { nodes { headline } } }', 10 + 1 + 5],
    ['query ($n: Int) { articles(first: $n) { nodes { headline } } }', 10 + 1 + 20],
    ['query ($n: Int) { articles(first: $n) { nodes { headline } } }', 10 + 1 + 20, { n: null }],
    [
      'query ($n: Int) { articles(first: $n) { nodes { quotes(first: $n) { nodes { content } } } } }',
      10 + 1 + 7 * (1 + 1 + 7),
      { n: 7 },
    ],
    ['query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', 10 + 2, { ids: ['a', 'b'] }],
    ['{ nodes(ids: ["a", "b", "c"]) { id } }', 10 + 3],
    // Each alias is a question of its own.
    ['{ a: corpus { revision } b: corpus { revision } }', 22],
    // A fragment counts wherever it is spread.
    [
      '{ articles(first: 3) { ...P } } fragment P on ArticleConnection { nodes { headline } edges { cursor } }',
      10 + 1 + 3 + 3,
    ],
    [
      '{ a: articles(first: 3) { ...P } b: articles(first: 9) { ...P } } fragment P on ArticleConnection { nodes { headline } }',
      22 + 3 + 9,
    ],
    ['{ articles(first: 3) { ... @defer { nodes { headline } } } }', 10 + 1 + 3],
    // Facets look at everything that fits.
    ['{ articleFacets(first: 2) { speakers { entity { name } } } }', 10 + 1 + 50 + 2 * 2],
  ])('%s: %d', (query, cost, variables = {}) => {
    expect(costOf(query, variables)).toBe(cost);
  });

  it('is reckoned once a document, however many fragments double', () => {
    const fragments = Array.from(
      { length: 60 },
      (_, i) =>
        `fragment F${i} on Article { ${i < 59 ? `...F${i + 1} ... on Article { ...F${i + 1} }` : 'publisher { name }'} }`,
    );
    const document = parse(`{ article(url: "x") { ...F0 } } ${fragments.join(' ')}`);
    expect(reckon({ document })).toBe(11 + 2 ** 59);
  });

  it('is refused where a page is larger than the limit', () => {
    const small = createCostOf(schema, { maxPageSize: 10 });
    const document = parse('query ($n: Int) { articles(first: $n) { nodes { headline } } }');
    expect(() => small({ document, variableValues: { n: 11 } })).toThrow('first is 11, and must be from 0 to 10 here.');
    expect(small({ document, variableValues: { n: 10 } })).toBe(21);
  });

  it.each(EXAMPLE_QUERIES.map(({ title, query }) => [title, query]))('is far below the limit: %s', (_title, query) => {
    expect(costOf(query)).toBeLessThan(500_000 / 20);
  });
});
