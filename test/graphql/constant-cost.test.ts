import type { GraphQLField, GraphQLObjectType } from 'graphql';
import { getNamedType, isObjectType } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer, Graph } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

/** How to get at `n` objects of a type that has connections. */
const PARENTS: Readonly<Record<string, (n: number, fields: string) => string>> = {
  Article: (n, fields) => `{ articles(first: ${n}) { nodes { ${fields} } } }`,
  Entity: (n, fields) => `{ entities(first: ${n}) { nodes { ${fields} } } }`,
  Source: (n, fields) => `{ sources(first: ${n}) { nodes { ${fields} } } }`,
};

/** A filter of each kind that leaves something over. */
const FILTERS: Readonly<Record<string, string>> = {
  ArticleFilter:
    '{ search: "bridge", mentions: { type: { eq: PERSON } }, not: { publisher: { domain: { eq: "x" } } } }',
  EntityFilter: '{ type: { eq: PERSON }, articles: { headline: { startsWith: "Bridge" } } }',
  QuoteFilter: '{ hasSpeaker: true, article: { publisher: { kind: { eq: NEWS_OUTLET } } } }',
  CitationFilter: '{ isNamed: true, source: { kind: { eq: PERSON } } }',
};

type Field = GraphQLField<unknown, unknown>;

const CONNECTIONS = Object.values(schema.getTypeMap())
  .filter((type): type is GraphQLObjectType => isObjectType(type) && Object.hasOwn(PARENTS, type.name))
  .flatMap((type) =>
    Object.values(type.getFields()).map((field): [string, string, Field] => [
      `${type.name}.${field.name}`,
      type.name,
      field,
    ]),
  )
  .filter(([, , field]) => getNamedType(field.type).name.endsWith('Connection'));

/** A page of a connection with all that it offers: filter, cursors, count and the nodes. */
function pageOf({ name, args, type }: Field, after: string | null): string {
  const connection = getNamedType(type);
  const offered = isObjectType(connection) ? Object.keys(connection.getFields()) : [];
  const filter = args.find((arg) => arg.name === 'filter');
  const given = [
    'first: 2',
    ...(filter ? [`filter: ${FILTERS[getNamedType(filter.type).name]}`] : []),
    ...(after === null ? [] : [`after: "${after}"`]),
  ];
  return `${name}(${given.join(', ')}) { ${offered.includes('totalCount') ? 'totalCount' : ''}
    edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } }`;
}

let graph: Graph;
let db: Database;
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  await fill(graph, 60);
});
afterAll(() => db.close());

it('there are connections to look at', () => {
  expect(CONNECTIONS.length).toBeGreaterThan(8);
});

it.each(CONNECTIONS)(
  '%s: one statement for 2 parents and for 50, with filter, cursors and count',
  async (_name, parent, field) => {
    const ask = (n: number, fields: string) => PARENTS[parent]?.(n, fields) ?? expect.fail(parent);
    const first = await graph.query(ask(1, pageOf(field, null)));
    const [node]: Answer[] = Object.values<Answer>(first)[0].nodes;
    const cursor: string | null = node[field.name].pageInfo.endCursor;
    for (const after of [null, cursor]) {
      const page = pageOf(field, after);
      expect(await graph.statementsOf(ask(2, page))).toBe(1);
      expect(await graph.statementsOf(ask(50, page))).toBe(1);
    }
  },
);
