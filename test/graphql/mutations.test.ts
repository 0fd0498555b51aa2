import type { GraphQLArgument, GraphQLInputType } from 'graphql';
import {
  GraphQLObjectType,
  GraphQLSchema,
  GraphQLString,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema, withScopedMutations } from '../../src/graphql/schema.ts';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { Graph } from '../support/graph.ts';
import { createGraph } from '../support/graph.ts';

/** Something that the type takes, so that a call gets past its arguments. */
function anyValue(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return anyValue(type.ofType);
  if (isListType(type)) return [];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  if (isInputObjectType(type)) {
    const required = Object.values(type.getFields()).filter((field) => isNonNullType(field.type));
    return Object.fromEntries(required.map((field) => [field.name, anyValue(field.type)]));
  }
  return (
    { Int: 1, Float: 1, Boolean: true, DateTime: '2026-01-01T00:00:00Z', URL: 'https://a.example' }[type.name] ?? 'x'
  );
}

const declared = ({ name, type }: GraphQLArgument) => `$${name}: ${type}`;
const passed = ({ name }: GraphQLArgument) => `${name}: $${name}`;
const MUTATIONS = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
  const isLeaf = !(getNamedType(field.type) instanceof GraphQLObjectType);
  return {
    name: field.name,
    query: `mutation (${field.args.map(declared)}) { ${field.name}(${field.args.map(passed)}) ${isLeaf ? '' : '{ __typename }'} }`,
    variables: Object.fromEntries(field.args.map((arg) => [arg.name, anyValue(arg.type)])),
  };
});

/** For whoever brings documents; the others are for admins. */
const OF_INGEST = ['ingestDocument', 'queueDocument', 'replayIngestJob', 'discardIngestJob'];

describe('a change of the graph', () => {
  let db: Database;
  let graph: Graph;
  beforeAll(async () => {
    db = await openDatabase();
    graph = createGraph(db);
  });
  afterAll(() => db.close());

  it('there are mutations to try', () => {
    expect(MUTATIONS.map(({ name }) => name)).toContain('ingestDocument');
  });

  it.each(MUTATIONS)('$name is refused without a key, and nothing is written', async ({ query, variables }) => {
    expect(await graph.as(null).errorOf(query, variables)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await db.prisma.corpus.findFirstOrThrow()).toMatchObject({ revision: 0n });
  });

  it.each(MUTATIONS.filter(({ name }) => !OF_INGEST.includes(name)))(
    '$name is refused with a key that may only ingest, and the answer says what is missing',
    async ({ query, variables }) => {
      expect(await graph.as({ name: 'desk', scope: 'ingest' }).errorOf(query, variables)).toEqual({
        code: 'FORBIDDEN',
        message: "This needs a key of the scope admin, and 'desk' has the scope ingest: use another key.",
      });
    },
  );

  it('a mutation that names no scope makes no schema', () => {
    const type = (name: string) => new GraphQLObjectType({ name, fields: { open: { type: GraphQLString } } });
    expect(() => withScopedMutations(new GraphQLSchema({ query: type('Query'), mutation: type('Mutation') }))).toThrow(
      'the mutation open names no scope',
    );
  });
});
