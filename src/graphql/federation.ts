/**
 * The schema as a subgraph of Apollo Federation 2: every node is an entity by its `id`, so that other subgraphs can point to
 * articles, entities, sources and the rest by the ids that this one gave.
 */
import type { GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { ClientError } from '../domain/client-error.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import type { NodeType } from './global-id.ts';
import { parseGlobalId } from './global-id.ts';
import { DIRECTIVES, withClosableQueries, withScopedMutations } from './schema.ts';
import { loadNodes } from './types/node.ts';
import { Article, ArticleVersion, Citation, Correction, Entity, EntityMention, Quote, Source } from './types/refs.ts';

const LINK = 'https://specs.apollo.dev/federation/v2.6';
/** The most nodes that one `_entities` may ask for. */
const MOST_REFERENCES = 1_000;

/** What one `_entities` asks for, to be read together: its resolver goes through all references before any is loaded. */
interface Loading {
  readonly ids: string[];
  readonly nodes: Promise<ReadonlyMap<string, unknown>>;
}
const loading = new WeakMap<GraphQLResolveInfo, Loading>();

/**
 * The node that a reference stands for; null when readers may not see it.
 * @throws ClientError BAD_USER_INPUT when the id is that of another type, or when there are too many
 */
async function resolveReference<Row>(type: NodeType, id: string, context: Context, info: GraphQLResolveInfo) {
  parseGlobalId(id, type);
  let asked = loading.get(info);
  if (!asked) {
    const ids: string[] = [];
    asked = { ids, nodes: Promise.resolve().then(() => load(ids, context, info)) };
    loading.set(info, asked);
  }
  asked.ids.push(id);
  // A node of the type that its id says.
  return ((await asked.nodes).get(id) ?? null) as Row | null;
}

async function load(ids: readonly string[], context: Context, info: GraphQLResolveInfo) {
  if (ids.length > MOST_REFERENCES) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `_entities asks for ${ids.length} nodes, and may ask for at most ${MOST_REFERENCES}: ask in several queries.`,
    );
  }
  const nodes = await loadNodes(ids, context, info);
  return new Map(ids.map((id, i) => [id, nodes[i]]));
}

const key = builder.selection<{ id: string }>('id');
builder.asEntity(Article, { key, resolveReference: ({ id }, ...at) => resolveReference('Article', id, ...at) });
builder.asEntity(ArticleVersion, {
  key,
  resolveReference: ({ id }, ...at) => resolveReference('ArticleVersion', id, ...at),
});
builder.asEntity(Citation, { key, resolveReference: ({ id }, ...at) => resolveReference('Citation', id, ...at) });
builder.asEntity(Correction, { key, resolveReference: ({ id }, ...at) => resolveReference('Correction', id, ...at) });
builder.asEntity(Entity, { key, resolveReference: ({ id }, ...at) => resolveReference('Entity', id, ...at) });
builder.asEntity(EntityMention, {
  key,
  resolveReference: ({ id }, ...at) => resolveReference('EntityMention', id, ...at),
});
builder.asEntity(Quote, { key, resolveReference: ({ id }, ...at) => resolveReference('Quote', id, ...at) });
builder.asEntity(Source, { key, resolveReference: ({ id }, ...at) => resolveReference('Source', id, ...at) });

/** The schema with `_entities` and `_service`. */
export const subgraphSchema: GraphQLSchema = withClosableQueries(
  withScopedMutations(
    builder.toSubGraphSchema({ linkUrl: LINK, federationDirectives: ['@key', '@shareable'], directives: DIRECTIVES }),
  ),
);
