import { getIntrospectionQuery } from 'graphql';
import { describe, expect, test } from 'vitest';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

/** A query that asks for fields at so many levels. */
const levels = (count: number) => `{ tree ${'{ branch '.repeat(count - 2)} { name } ${'}'.repeat(count - 2)} }`;

describe('depth', () => {
  const gateway = createTestGateway({ maxDepth: 10 });

  test('a query at the limit is answered', async () => {
    const response = await gateway.post({ query: levels(10) });
    expect(await codesOf(response)).toEqual([]);
  });

  test.each([
    { what: 'one level more', query: levels(11), says: 'The query is 11 levels deep; at most 10' },
    { what: '150 levels', query: levels(150), says: 'The query is 150 levels deep; at most 10' },
    { what: '100,000 levels', query: '{a'.repeat(100_000) + '}'.repeat(100_000), says: 'at most 10' },
    {
      what: 'levels in inline fragments',
      query: `{ tree ${'{ ... on Tree { branch '.repeat(12)} { name } ${'} }'.repeat(12)} }`,
      says: 'at most 10',
    },
    {
      what: 'levels in a chain of fragments',
      query: `{ tree { ...F0 } } ${Array.from({ length: 20 }, (_, i) => `fragment F${i} on Tree { branch { ${i < 19 ? `...F${i + 1}` : 'name'} } }`).join(' ')}`,
      says: 'The query is 22 levels deep',
    },
    { what: 'brackets that never close', query: `{ hello(name: ${'['.repeat(100_000)}`, says: 'nested more than 200' },
  ])('$what: refused', async ({ query, says }) => {
    const response = await gateway.post({ query });
    expect(await response.clone().text()).toContain(says);
    expect(await codesOf(response)).toEqual(['QUERY_TOO_DEEP']);
  });

  test('variables nested without end are refused', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const response = await gateway.post(
      `{"query": "query($name: String) { hello(name: $name) }", "variables": {"name": ${deep}}}`,
    );
    expect(await codesOf(response)).toEqual(['QUERY_TOO_DEEP']);
  });

  test.each([
    { what: 'one fragment', query: '{ tree { ...A } } fragment A on Tree { branch { ...A } }' },
    { what: 'two fragments', query: '{ tree { ...A } } fragment A on Tree { ...B } fragment B on Tree { ...A }' },
    {
      what: 'a fragment below introspection',
      query: '{ __schema { types { ...T } } } fragment T on __Type { ofType { ...T } }',
    },
    {
      what: 'hundreds of fragments, each in two others',
      query: `{ tree { ...F0 } } ${Array.from({ length: 300 }, (_, i) => `fragment F${i} on Tree { branch { name ...F${(i + 1) % 300} ...F${(i + 2) % 300} } }`).join(' ')}`,
    },
  ])('a circle of $what is refused', async ({ query }) => {
    const response = await gateway.post({ query });
    expect(await response.clone().text()).toMatch(/Cannot spread fragment \\"\w+\\" within itself/);
    expect(await codesOf(response)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  });

  test('a fragment used many times is measured where it stands', async () => {
    const query = '{ tree { ...A branch { ...A } } } fragment A on Tree { name branch { name } }';
    expect(await codesOf(await gateway.post({ query }))).toEqual([]);
  });

  test('introspection is possible at any limit', async () => {
    const response = await createTestGateway({ maxDepth: 1 }).post({ query: getIntrospectionQuery() });
    expect(await codesOf(response)).toEqual([]);
  });
});

describe('size', () => {
  const gateway = createTestGateway();

  test('a document of too many tokens is refused', async () => {
    const response = await gateway.post({ query: `{ ${'hello '.repeat(6_000)} }` });
    expect(await response.clone().text()).toContain('The query has more than 5000 tokens.');
    expect(await codesOf(response)).toEqual(['QUERY_TOO_LARGE']);
  });

  const body = (bytes: number) => {
    const frame = JSON.stringify({ query: '{ hello }', variables: { x: '' } });
    return JSON.stringify({ query: '{ hello }', variables: { x: 'x'.repeat(bytes - frame.length) } });
  };

  test('a body of a megabyte is read', async () => {
    expect((await gateway.post(body(1_000_000))).status).toBe(200);
  });

  test('a larger one is refused, with its length declared or without', async () => {
    const declared = await gateway.fetch(`${ORIGIN}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '1000001' },
      body: body(1_000_001),
    });
    const undeclared = await gateway.post(body(1_000_001));
    for (const response of [declared, undeclared]) {
      expect(response.status).toBe(413);
      expect(await response.clone().text()).toContain('larger than 1,000,000 bytes');
      expect(await codesOf(response)).toEqual(['REQUEST_TOO_LARGE']);
    }
  });
});
