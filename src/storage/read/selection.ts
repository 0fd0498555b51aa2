import type { Condition } from './condition.ts';
import type { CountBy, FacetName } from './facets.ts';
import type { TimelineInterval } from './timeline.ts';

/**
 * What a query asks of one type: the tree that the statement builder turns into SQL.
 * Keys of `ones`, `manys` and `lists` are slots: names of the caller's choice under which the answer carries the result,
 * so that one relation can be asked for twice with different arguments.
 */
export interface Selection {
  readonly columns: Set<string>;
  readonly ones: Map<string, { readonly relation: string; readonly selection: Selection }>;
  readonly manys: Map<string, { readonly relation: string; readonly selection: Selection }>;
  readonly lists: Map<string, { readonly list: string; readonly page: PageSelection }>;
  /** Timelines of lists of articles: `of` is the list's name. */
  readonly timelines: Map<string, TimelineSelection & { readonly of: string }>;
}

/** How articles are to be counted by time, and which. */
export interface TimelineSelection {
  readonly interval: TimelineInterval;
  /** An IANA name. */
  readonly timeZone: string;
  readonly condition: Condition;
}

/** What is asked about a set of articles as a whole; facets by slot. */
export interface FacetsSelection {
  readonly condition: Condition;
  readonly countBy: CountBy;
  /** How many of each facet. */
  readonly first: number;
  readonly facets: ReadonlyMap<string, FacetSelection>;
}

export interface FacetSelection {
  readonly facet: FacetName;
  /** Of entities, the only type that counts; null: all. */
  readonly entityType: string | null;
  readonly selection: Selection;
}

/** What is asked of a list: which page, and which parts of the answer. */
export interface PageSelection {
  readonly args: PageArgs;
  /** What the list is narrowed to. */
  readonly condition: Condition;
  readonly order: PageOrder;
  /** null when neither nodes nor edges nor page info are asked for: then only the count is taken. */
  readonly node: Selection | null;
  readonly edge: Set<string>;
  readonly totalCount: boolean;
  /** Whether places in the list are asked for: a cursor for each row. */
  readonly cursors: boolean;
  /** Whether it is asked if there is more, on either side. */
  readonly more: boolean;
}

/** One of the list's orders; an order by relevance says what to. */
export interface PageOrder {
  readonly name: string;
  readonly search: string | null;
}

/** Checked by `checkPageArgs`: exactly one of `first` and `last` is given. */
export interface PageArgs {
  readonly first: number | null;
  readonly last: number | null;
  readonly after: string | null;
  readonly before: string | null;
}

export function emptySelection(): Selection {
  return { columns: new Set(), ones: new Map(), manys: new Map(), lists: new Map(), timelines: new Map() };
}

/** A row of an answer: columns by name; what it points to, lists and pages by slot. */
export type Row = Record<string, unknown>;

/** A page of a list, ready for a connection. */
export interface Page {
  readonly edges: readonly PageEdge[];
  /** As far as asked for. */
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
  /** Present when asked for. */
  readonly totalCount: number | undefined;
}

export interface PageEdge {
  /** Empty when not asked for. */
  readonly cursor: string;
  readonly node: Row;
}

/** The same selection with more columns: one that was made from a document is shared, and stays as it is. */
export function withColumns(selection: Selection, ...columns: string[]): Selection {
  return { ...selection, columns: new Set([...selection.columns, ...columns]) };
}
