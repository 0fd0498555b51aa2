/**
 * How a row travels from the database: its columns as one array of texts, which PostgreSQL writes faster than JSON of several
 * types, and in front of what is nested in it. `statement.ts` writes rows so, `row-reader.ts` reads them.
 */
import type { ColumnKind, List, Many, ModelName, One } from './catalogue.ts';
import { modelOf, pick } from './catalogue.ts';
import type { PageSelection, Selection, TimelineSelection } from './selection.ts';

export interface RowLayout {
  readonly model: ModelName;
  /** The first of the texts. */
  readonly columns: readonly LaidColumn[];
  /** What the row points to and has no more than columns itself: its texts follow, its id first, which is null when there is none. */
  readonly joined: readonly { readonly slot: string; readonly one: One; readonly layout: RowLayout }[];
  /** How many texts there are in all. */
  readonly width: number;
  /** What is nested, in this order, as JSON. */
  readonly ones: readonly { readonly slot: string; readonly one: One; readonly layout: RowLayout }[];
  readonly manys: readonly { readonly slot: string; readonly many: Many; readonly layout: RowLayout }[];
  readonly lists: readonly {
    readonly slot: string;
    readonly list: List;
    readonly name: string;
    readonly page: PageSelection;
  }[];
  readonly timelines: readonly { readonly slot: string; readonly list: List; readonly timeline: TimelineSelection }[];
  /** Whether nothing is nested: then the texts alone are the row. */
  readonly isFlat: boolean;
}

export interface LaidColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly sql: (t: string) => string;
}

/** A selection that stands in a document where no variable has a say is the same object each time. */
const layouts = new WeakMap<Selection, RowLayout>();

/** The layout of rows of a type. @throws Error when something is selected that the catalogue does not have */
export function layoutOf(name: ModelName, selection: Selection): RowLayout {
  let layout = layouts.get(selection);
  if (!layout) {
    layout = makeLayout(name, selection, [...selection.columns]);
    layouts.set(selection, layout);
  }
  return layout;
}

function makeLayout(name: ModelName, selection: Selection, columnNames: readonly string[]): RowLayout {
  const model = modelOf(name);
  const ones = [...selection.ones].map(([slot, { relation, selection: inner }]) => {
    const one = pick(model.ones, relation);
    return { slot, one, inner, layout: layoutOf(one.node, inner) };
  });
  const columns = columnNames.map((column) => ({ name: column, ...pick(model.columns, column) }));
  const joined = ones
    .filter(({ layout }) => layout.isFlat)
    .map(({ slot, one, inner }) => ({
      slot,
      one,
      layout: makeLayout(one.node, inner, ['id', ...[...inner.columns].filter((column) => column !== 'id')]),
    }));
  const apart = ones.filter(({ layout }) => !layout.isFlat);
  return {
    model: name,
    columns,
    joined,
    width: joined.reduce((sum, { layout }) => sum + layout.width, columns.length),
    ones: apart.map(({ slot, one, layout }) => ({ slot, one, layout })),
    manys: [...selection.manys].map(([slot, { relation, selection: inner }]) => {
      const many = pick(model.manys, relation);
      return { slot, many, layout: layoutOf(many.node, inner) };
    }),
    lists: [...selection.lists].map(([slot, { list, page }]) => ({
      slot,
      list: pick(model.lists, list),
      name: `${name}.${list}`,
      page,
    })),
    timelines: [...selection.timelines].map(([slot, timeline]) => ({
      slot,
      list: pick(model.lists, timeline.of),
      timeline,
    })),
    isFlat: apart.length + selection.manys.size + selection.lists.size + selection.timelines.size === 0,
  };
}
