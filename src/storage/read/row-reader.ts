/** Reads what a `Statement` made PostgreSQL answer: arrays, in the order of the selection. */
import type { List, ModelName } from './catalogue.ts';
import { modelOf, pick } from './catalogue.ts';
import { encodeCursor, signatureOf } from './cursor.ts';
import type { Page, PageEdge, PageSelection, Row, Selection } from './selection.ts';

/** How many values a function of PostgreSQL takes. */
export const MOST_ARGUMENTS = 100;

/** The cursors that a page may stand behind or before. */
export const PAGE_SIDES = ['after', 'before'] as const;

/** How many rows were read; pages and edges are none. */
export interface RowCount {
  rows: number;
}

/** Makes something of the JSON that PostgreSQL answered in its place, and counts the rows of it. */
export type Read<T> = (answer: unknown, count: RowCount) => T;

/** The values of a tuple of so many parts. */
export function valuesOf(answer: unknown, parts: number): readonly unknown[] {
  if (!Array.isArray(answer)) throw new Error('the database answered no array where the statement asked for one');
  return parts > MOST_ARGUMENTS ? answer.flat() : answer;
}

/** A reader of rows; null where there is none. */
export function rowReader(name: ModelName, selection: Selection): Read<Row | null> {
  const fill = rowFiller(name, selection);
  return (answer, count) => {
    if (answer === null || answer === undefined) return null;
    return fill.row(valuesOf(answer, fill.size), count);
  };
}

/** A reader of lists of rows, from wherever they come. */
export function rowsReader(name: ModelName, selection: Selection): Read<Row[]> {
  const fill = rowFiller(name, selection);
  return (answer, count) => valuesOf(answer, 0).map((each) => fill.row(valuesOf(each, fill.size), count));
}

interface RowFiller {
  readonly size: number;
  row(values: readonly unknown[], count: RowCount): Row;
}

/** A selection that stands in a document where no variable has a say is the same object each time. */
const fillers = new WeakMap<Selection, RowFiller>();

/** Puts the values of a row, the first `size` of them, under their names. */
function rowFiller(name: ModelName, selection: Selection): RowFiller {
  let filler = fillers.get(selection);
  if (!filler) {
    filler = makeFiller(name, selection);
    fillers.set(selection, filler);
  }
  return filler;
}

function makeFiller(name: ModelName, selection: Selection): RowFiller {
  const model = modelOf(name);
  const columns = [...selection.columns];
  const slots: [string, Read<unknown>][] = [
    ...[...selection.ones].map(([slot, { relation, selection: inner }]): [string, Read<unknown>] => [
      slot,
      rowReader(pick(model.ones, relation).node, inner),
    ]),
    ...[...selection.manys].map(([slot, { relation, selection: inner }]): [string, Read<unknown>] => [
      slot,
      rowsReader(pick(model.manys, relation).node, inner),
    ]),
    ...[...selection.lists].map(([slot, { list, page }]): [string, Read<unknown>] => [
      slot,
      pageReader(pick(model.lists, list), `${name}.${list}`, page),
    ]),
    ...[...selection.timelines.keys()].map((slot): [string, Read<unknown>] => [slot, (answer) => answer]),
  ];
  return {
    size: columns.length + slots.length,
    row(values, count) {
      count.rows += 1;
      const row: Row = {};
      let i = 0;
      for (const column of columns) row[column] = values[i++];
      for (const [slot, read] of slots) row[slot] = read(values[i++], count);
      return row;
    },
  };
}

/** A reader of pages of a list. */
export function pageReader(list: List, name: string, page: PageSelection): Read<Page> {
  const { args, node, edge, cursors, more, order } = page;
  const fill = node && rowFiller(list.node, node);
  const signature = cursors ? signatureOf(name, order) : '';
  const edgeColumns = [...edge];
  const size = (fill?.size ?? 0) + (cursors ? 1 : 0) + edgeColumns.length;

  const edgeOf = (answer: unknown, count: RowCount): PageEdge => {
    const values = valuesOf(answer, size);
    const row = fill?.row(values, count) ?? {};
    let i = fill?.size ?? 0;
    const cursor = cursors ? encodeCursor(signature, valuesOf(values[i++], 0)) : '';
    const made: PageEdge & Row = { cursor, node: row };
    for (const column of edgeColumns) made[column] = values[i++];
    return made;
  };

  return (answer, count) => {
    const parts = valuesOf(answer, 0);
    let next = 0;
    const all = fill ? valuesOf(parts[next++], 0) : [];
    // What lies on the far side of each cursor that the page was asked with; with none nothing does.
    const beyond = { after: false, before: false };
    if (fill && more) for (const side of PAGE_SIDES) if (args[side] !== null) beyond[side] = parts[next++] === true;
    const limit = args.first ?? args.last ?? 0;
    const overflow = all.length > limit;
    const edges = (overflow ? all.slice(0, limit) : all).map((each) => edgeOf(each, count));
    const isBackward = args.last !== null;
    if (isBackward) edges.reverse();
    const totalCount = parts[next];
    return {
      edges,
      pageInfo: {
        hasNextPage: isBackward ? beyond.before : overflow || beyond.before,
        hasPreviousPage: isBackward ? overflow || beyond.after : beyond.after,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
      totalCount: typeof totalCount === 'number' ? totalCount : undefined,
    };
  };
}
