import SchemaBuilder from '@pothos/core';
import RelayPlugin from '@pothos/plugin-relay';
import { DateTimeResolver, URLResolver } from 'graphql-scalars';
import type { Context } from './context.ts';

/**
 * Collects the schema. Types are plain Pothos objects over the rows that `storage/read` answers, so that a nested query
 * is one SQL statement and its fields are read off the answer; docs/adr/0001-one-statement-per-root-field.md has the
 * measurement.
 */
export const builder = new SchemaBuilder<{
  Context: Context;
  DefaultFieldNullability: false;
  Scalars: {
    DateTime: { Input: Date; Output: Date | string };
    URL: { Input: URL; Output: URL | string };
  };
}>({
  plugins: [RelayPlugin],
  defaultFieldNullability: false,
  relay: {
    nodeTypeOptions: { description: 'Anything with an id of its own, so that it can be asked for again by `node`.' },
    idFieldOptions: { description: 'Opaque, unique across all types; never changes.' },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether there is more behind this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether there is more before this page.' },
    startCursorFieldOptions: { description: 'The cursor of the first edge, for `before`; null for an empty page.' },
    endCursorFieldOptions: { description: 'The cursor of the last edge, for `after`; null for an empty page.' },
    // Both are declared in types/node.ts, where the statement's selection is at hand.
    nodeQueryOptions: false,
    nodesQueryOptions: false,
  },
});

DateTimeResolver.description = 'An instant in UTC as RFC 3339 has it: 2015-11-16T00:00:00.000Z.';
URLResolver.description = 'An absolute URL as the WHATWG standard has it.';
builder.addScalarType('DateTime', DateTimeResolver);
builder.addScalarType('URL', URLResolver);

builder.queryType({ description: 'The ways into the graph.' });
