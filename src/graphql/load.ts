import type { GraphQLResolveInfo } from 'graphql';
import type { ModelName, RootListName } from '../storage/read/catalogue.ts';
import type { Lookup } from '../storage/read/reader.ts';
import type { PageOf } from './connection.ts';
import type { Context } from './context.ts';
import { pageSelectionOf, selectionOf } from './selection.ts';

/*
 * The two ways from a root field into the database, each one statement. What comes back has just the columns that the
 * selection names, and a resolver only runs for a field that is in the selection: so the row types may claim them all.
 */

/** The one visible row that the lookup finds, with all that the client asks of it; null when there is none. */
export async function loadOne<Row>(
  model: ModelName,
  lookup: Lookup | 'all',
  context: Context,
  info: GraphQLResolveInfo,
): Promise<Row | null> {
  const rows = await context.reader.rows(model, lookup, selectionOf(info, context, model));
  return (rows[0] as Row | undefined) ?? null;
}

/** A page of one of the lists that hang on nothing. */
export async function loadPage<Row>(
  list: RootListName,
  args: object,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<PageOf<Row>> {
  return (await context.reader.page(list, pageSelectionOf(list, args, info, context))) as PageOf<Row>;
}
