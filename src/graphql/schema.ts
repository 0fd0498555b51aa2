import './types/article.ts';
import './types/article-facets.ts';
import './types/corpus.ts';
import './types/correction.ts';
import './types/article-event.ts';
import './types/article-version.ts';
import './types/document.ts';
import './types/entity.ts';
import './types/extraction-quality.ts';
import './types/ingest.ts';
import './types/ingest-job.ts';
import './types/node.ts';
import './types/quote.ts';
import './types/search.ts';
import './types/source.ts';
import './types/tombstone.ts';
import { GraphQLDeferDirective, GraphQLStreamDirective } from '@graphql-tools/utils';
import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { defaultFieldResolver, specifiedDirectives } from 'graphql';
import { z } from 'zod';
import './types/timeline.ts';
import { builder } from './builder.ts';
import type { Context } from './context.ts';
import { mayRead } from './context.ts';
import { refusal } from './refusal.ts';

/** Where Pothos keeps what a field was declared with. */
const Scoped = z.object({
  pothosOptions: z.object({
    authScopes: z.union([z.strictObject({ ingest: z.literal(true) }), z.strictObject({ admin: z.literal(true) })]),
  }),
});

/** Those of the language, and those by which an answer comes in parts. */
export const DIRECTIVES = [...specifiedDirectives, GraphQLDeferDirective, GraphQLStreamDirective];

/** The whole schema, ready to be served. */
export const schema = withClosableQueries(withScopedMutations(builder.toSchema({ directives: DIRECTIVES })));

/** The same schema, in which no query is answered to who may not read. */
export function withClosableQueries(built: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(built.getQueryType()?.getFields() ?? {})) {
    const resolve: GraphQLFieldResolver<unknown, Context> = field.resolve ?? defaultFieldResolver;
    field.resolve = (root: unknown, args: unknown, context: Context, info) => {
      if (!mayRead(context)) throw refusal(context.key, info);
      return resolve(root, args, context, info);
    };
  }
  return built;
}

/** @throws Error when a mutation does not name the scope that it needs: no such schema is ever served. */
export function withScopedMutations(built: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(built.getMutationType()?.getFields() ?? {})) {
    if (!Scoped.safeParse(field.extensions).success) {
      throw new Error(
        `the mutation ${field.name} names no scope: give it authScopes: { ingest: true } or { admin: true }`,
      );
    }
  }
  return built;
}
