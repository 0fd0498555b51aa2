import SchemaBuilder from '@pothos/core';
import DirectivesPlugin from '@pothos/plugin-directives';
import FederationPlugin from '@pothos/plugin-federation';
import RelayPlugin from '@pothos/plugin-relay';
import ScopeAuthPlugin from '@pothos/plugin-scope-auth';
import { GraphQLError, GraphQLScalarType } from 'graphql';
import { DateTimeResolver, JSONResolver, URLResolver } from 'graphql-scalars';
import type { Scope } from '../domain/api-key.ts';
import { mayDo } from '../domain/api-key.ts';
import type { Context } from './context.ts';
import { mayRead } from './context.ts';
import { refusal } from './refusal.ts';

/**
 * Collects the schema. Types are plain Pothos objects over the rows that `storage/read` answers, so that a nested query
 * is one SQL statement and its fields are read off the answer; docs/adr/0001-one-statement-per-root-field.md has the
 * measurement.
 */
export const builder = new SchemaBuilder<{
  Context: Context;
  AuthScopes: Record<Scope, boolean>;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date | string };
    URL: { Input: URL; Output: URL | string };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  // Authorisation comes first: it wraps the resolvers of all others.
  plugins: [ScopeAuthPlugin, RelayPlugin, DirectivesPlugin, FederationPlugin],
  scopeAuth: {
    // Else a subscription is only refused when it has its first event.
    authorizeOnSubscribe: true,
    authScopes: ({ key }) => ({
      read: mayDo(key, 'read'),
      ingest: mayDo(key, 'ingest'),
      admin: mayDo(key, 'admin'),
    }),
    unauthorizedError: (_parent, { key }, info) => refusal(key, info),
  },
  defaultFieldNullability: false,
  relay: {
    nodeTypeOptions: { description: 'Anything with an id of its own, so that it can be asked for again by `node`.' },
    idFieldOptions: { description: 'Opaque, unique across all types; never changes.' },
    // Every subgraph with connections has one.
    pageInfoTypeOptions: { description: 'Where a page stands in its list.', shareable: true },
    hasNextPageFieldOptions: { description: 'Whether there is more behind this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first edge, for `before`; null for an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last edge, for `after`; null for an empty page.' },
    // Both are declared in types/node.ts, where the statement's selection is at hand.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
});

builder.addScalarType(
  'DateTime',
  clientScalar(DateTimeResolver, 'An instant in UTC as RFC 3339 has it: 2015-11-16T00:00:00.000Z.'),
);
builder.addScalarType(
  'JSON',
  clientScalar(JSONResolver, 'Any JSON value; an object is given whole, not field by field.'),
);
builder.addScalarType('URL', clientScalar(URLResolver, 'An absolute URL as the WHATWG standard has it.'));

// Whether reading takes a key, `schema.ts` asks: the plugin takes longer for that than many a question takes to answer.
builder.queryType({ description: 'The ways into the graph.' });

// No mutation runs without a key, whatever its field says; and `schema.ts` refuses a field that says nothing.
builder.mutationType({
  description:
    'The ways to change the graph. Each needs a key of the gateway, sent as `Authorization: Bearer KEY`, with the scope that it names; a key of the scope admin will do for all.',
  authScopes: (_root, { key }) => key !== null,
});

builder.subscriptionType({
  description: 'What happens, as it happens: as Server-Sent Events, to who asks with `Accept: text/event-stream`.',
  authScopes: (_root, context) => mayRead(context),
});

/** A scalar of graphql-scalars that reports a value it cannot take as the client's mistake, whatever its library throws. */
function clientScalar<Internal, External>(
  scalar: GraphQLScalarType<Internal, External>,
  description: string,
): GraphQLScalarType<Internal, External> {
  const { parseValue, parseLiteral, ...config } = scalar.toConfig();
  const taken = <T>(parse: () => T): T => {
    try {
      return parse();
    } catch (error) {
      if (error instanceof GraphQLError && error.extensions['code'] !== undefined) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      // biome-ignore lint/style/useErrorCause: a GraphQLError takes none, and its message holds the reason.
      throw new GraphQLError(`${scalar.name} cannot represent the value: ${reason}`, {
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  };
  return new GraphQLScalarType<Internal, External>({
    ...config,
    description,
    parseValue: (value) => taken(() => parseValue(value)),
    parseLiteral: (node, variables) => taken(() => parseLiteral(node, variables)),
  });
}
