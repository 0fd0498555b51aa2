import type { GraphQLResolveInfo } from 'graphql';
import { z } from 'zod';
import type { ModelName, RootListName } from '../storage/read/catalogue.ts';
import type { Lookup } from '../storage/read/reader.ts';
import { emptySelection, withColumns } from '../storage/read/selection.ts';
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

/** The rows of one answer that stand at one place of the query, each object having one: read together. */
export class RowsOfOnePlace<Row extends object> {
  readonly #model: ModelName;
  readonly #ids: readonly string[];
  /** By the place: graphql-js hands the same list of nodes to the resolver of every object. */
  readonly #loaded = new WeakMap<object, Promise<Map<unknown, Row>>>();

  /** @param ids of the rows of all objects */
  constructor(model: ModelName, ids: readonly string[]) {
    this.#model = model;
    this.#ids = ids;
  }

  /** The row of one of the ids, with all that the client asks of it; null when readers may not see it. */
  async load(id: string, context: Context, info: GraphQLResolveInfo): Promise<Row | null> {
    const loaded = this.#loaded.get(info.fieldNodes) ?? this.#loadAll(context, info);
    this.#loaded.set(info.fieldNodes, loaded);
    return (await loaded).get(id) ?? null;
  }

  async #loadAll(context: Context, info: GraphQLResolveInfo): Promise<Map<unknown, Row>> {
    const lookup: Lookup = { column: 'id', values: [...new Set(this.#ids)] };
    const selection = withColumns(selectionOf(info, context, this.#model), 'id');
    const rows = await context.reader.rows(this.#model, lookup, selection);
    return new Map(rows.map((row) => [row['id'], row as Row]));
  }
}

/** The revision of the corpus, as it is now. */
export async function loadRevision({ reader }: Context): Promise<string> {
  const [corpus] = await reader.rows('Corpus', 'all', { ...emptySelection(), columns: new Set(['revision']) });
  return z.string().parse(corpus?.['revision']);
}
