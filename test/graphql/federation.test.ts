import { assertCompositionSuccess, composeServices } from '@theguild/federation-composition';
import { execute, findBreakingChanges, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { subgraphSchema } from '../../src/graphql/federation.ts';
import { schema } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import { createGraph, fill } from '../support/graph.ts';

const NODES = ['Article', 'ArticleVersion', 'Citation', 'Correction', 'Entity', 'EntityMention', 'Quote', 'Source'];

/** A subgraph of somebody else, who keeps ratings of articles. */
const RATINGS = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", "@shareable"])
  type Query { bestRated: [Article!]! }
  type Article @key(fields: "id") { id: ID!  stars: Float }
  type PageInfo @shareable { hasNextPage: Boolean!  hasPreviousPage: Boolean!  startCursor: String  endCursor: String }
`;

let db: Database;
let graph: ReturnType<typeof createGraph>;
const statements: string[] = [];
beforeAll(async () => {
  db = await openDatabase();
  graph = createGraph(db);
  await fill(graph, 4);
  db.onStatement(({ sql }) => statements.push(sql));
});
afterAll(() => db.close());

async function ask(source: string, variableValues: Record<string, unknown> = {}): Promise<Answer> {
  const contextValue = { ...graph.context, key: null };
  return execute({ schema: subgraphSchema, document: parse(source), contextValue, variableValues });
}

const sdl = async (): Promise<string> => (await ask('{ _service { sdl } }')).data._service.sdl;

const ENTITIES = `query ($of: [_Any!]!) { _entities(representations: $of) {
  __typename ... on Article { headline quotes(first: 1) { nodes { content } } } ... on Entity { name } ... on Source { name }
} }`;

describe('as a subgraph', () => {
  it('composes with another that extends its articles', async () => {
    const composed = composeServices([
      { name: 'newsgraph', typeDefs: parse(await sdl()), url: 'http://newsgraph.example' },
      { name: 'ratings', typeDefs: parse(RATINGS), url: 'http://ratings.example' },
    ]);
    assertCompositionSuccess(composed);
    expect(composed.publicSdl).toMatch(/type Article implements Node \{[^}]*stars: Float/);
    expect(composed.publicSdl).toContain('articleFacets(');
  });

  it('has every node as an entity by its id', async () => {
    const printed = await sdl();
    for (const name of NODES) {
      expect(printed).toMatch(new RegExp(`type ${name} implements Node\\s+@key\\(fields: "id"\\)`));
    }
  });

  it('has all that the schema has, and the schema itself knows nothing of it', () => {
    expect(findBreakingChanges(schema, subgraphSchema)).toEqual([]);
    expect(schema.getQueryType()?.getFields()['_entities']).toBeUndefined();
  });

  it('resolves references of several types in their order, those of a type in one statement', async () => {
    const { articles, entities } = await graph.query(
      '{ articles(first: 3) { nodes { id headline } } entities(first: 2) { nodes { id name } } }',
    );
    const of = [
      ...articles.nodes.map(({ id }: Answer) => ({ __typename: 'Article', id })),
      ...entities.nodes.map(({ id }: Answer) => ({ __typename: 'Entity', id })),
    ].reverse();
    statements.length = 0;
    const { data, errors } = await ask(ENTITIES, { of });
    expect(errors).toBeUndefined();
    expect(data._entities.map(({ headline, name }: Answer) => headline ?? name)).toEqual(
      [...articles.nodes, ...entities.nodes].reverse().map(({ headline, name }: Answer) => headline ?? name),
    );
    expect(statements).toHaveLength(2);
  });

  it('has null for what readers may not see', async () => {
    const missing = Buffer.from('Article:00000000-0000-7000-8000-000000000000').toString('base64');
    const { data } = await ask(ENTITIES, { of: [{ __typename: 'Article', id: missing }] });
    expect(data._entities).toEqual([null]);
  });

  it('says so when an id is that of another type', async () => {
    const { entities } = await graph.query('{ entities(first: 1) { nodes { id } } }');
    const { errors } = await ask(ENTITIES, { of: [{ __typename: 'Article', id: entities.nodes[0].id }] });
    expect(errors[0].message).toContain('The id is that of a Entity, and Article is asked for');
  });
});
