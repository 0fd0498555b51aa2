/** Reads what a `Statement` made PostgreSQL answer: arrays, as `row-layout.ts` has them. */
import type { ColumnKind, List, ModelName } from './catalogue.ts';
import { encodeCursor, signatureOf } from './cursor.ts';
import type { RowLayout } from './row-layout.ts';
import { layoutOf } from './row-layout.ts';
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
  return oneReader(layoutOf(name, selection));
}

/** A reader of lists of rows, from wherever they come. */
export function rowsReader(name: ModelName, selection: Selection): Read<Row[]> {
  return manyReader(layoutOf(name, selection));
}

function oneReader(layout: RowLayout): Read<Row | null> {
  const fill = fillerOf(layout);
  return (answer, count) => (answer === null || answer === undefined ? null : fill.row(answer, count));
}

function manyReader(layout: RowLayout): Read<Row[]> {
  const fill = fillerOf(layout);
  return (answer, count) => valuesOf(answer, 0).map((each) => fill.row(each, count));
}

type Texts = readonly (string | null)[];

interface RowFiller {
  /** Its columns, and those of what is joined to it. */
  texts(answer: unknown): Texts;
  row(answer: unknown, count: RowCount): Row;
}

const fillers = new WeakMap<RowLayout, RowFiller>();

function fillerOf(layout: RowLayout): RowFiller {
  let filler = fillers.get(layout);
  if (!filler) {
    filler = makeFiller(layout);
    fillers.set(layout, filler);
  }
  return filler;
}

function makeFiller(layout: RowLayout): RowFiller {
  const fill = textFiller(layout, 0);
  const nested: [string, Read<unknown>][] = [
    ...layout.ones.map(({ slot, layout: inner }): [string, Read<unknown>] => [slot, oneReader(inner)]),
    ...layout.manys.map(({ slot, layout: inner }): [string, Read<unknown>] => [slot, manyReader(inner)]),
    ...layout.lists.map(({ slot, list, name, page }): [string, Read<unknown>] => [slot, pageReader(list, name, page)]),
    ...layout.timelines.map(({ slot }): [string, Read<unknown>] => [slot, (answer) => answer]),
  ];
  const parts = 1 + nested.length;
  // What the statement asks for as text[] is answered as such.
  const texts = (answer: unknown) =>
    (layout.isFlat ? valuesOf(answer, 0) : valuesOf(valuesOf(answer, parts)[0], 0)) as Texts;
  return {
    texts,
    row(answer, count) {
      const row: Row = {};
      fill(row, texts(answer), count);
      if (layout.isFlat) return row;
      const values = valuesOf(answer, parts);
      let i = 1;
      for (const [slot, read] of nested) row[slot] = read(values[i++], count);
      return row;
    },
  };
}

const READ: Readonly<Record<ColumnKind, (text: string) => unknown>> = {
  text: (text) => text,
  instant: (text) => text,
  number: Number,
  boolean: (text) => text === 'true',
  json: (text) => JSON.parse(text) as unknown,
};

/** Puts texts under their names in a row. @param from where the first of them stands */
function textFiller(layout: RowLayout, from: number): (row: Row, texts: Texts, count: RowCount) => void {
  const columns = layout.columns.map(({ name, kind }) => ({
    name,
    read: READ[kind],
    isText: READ[kind] === READ.text,
  }));
  let next = from + columns.length;
  const joined = layout.joined.map(({ slot, layout: inner }) => {
    const at = next;
    next += inner.width;
    return { slot, at, fill: textFiller(inner, at) };
  });
  return (row, texts, count) => {
    count.rows += 1;
    let i = from;
    for (const { name, read } of columns) {
      const text = texts[i++] ?? null;
      row[name] = text === null ? null : read(text);
    }
    for (const { slot, at, fill } of joined) {
      if ((texts[at] ?? null) === null) {
        row[slot] = null;
        continue;
      }
      const one: Row = {};
      fill(one, texts, count);
      row[slot] = one;
    }
  };
}

/** A reader of pages of a list. */
export function pageReader(list: List, name: string, page: PageSelection): Read<Page> {
  const { args, node, edge, cursors, more, order } = page;
  const layout = node && layoutOf(list.node, node);
  const fill = layout && fillerOf(layout);
  const signature = cursors ? signatureOf(name, order) : '';
  const edgeColumns = [...edge].map((column) => ({
    column,
    read: READ[list.edge?.[column]?.kind ?? 'text'],
  }));

  const edgeOf = (answer: unknown, count: RowCount): PageEdge => {
    if (!fill) return { cursor: '', node: {} };
    const made: PageEdge & Row = { cursor: '', node: fill.row(answer, count) };
    if (!cursors && edgeColumns.length === 0) return made;
    const texts = fill.texts(answer);
    let i = layout.width;
    const cursor = cursors ? encodeCursor(signature, valuesOf(JSON.parse(texts[i++] ?? 'null'), 0)) : '';
    for (const { column, read } of edgeColumns) {
      const text = texts[i++] ?? null;
      made[column] = text === null ? null : read(text);
    }
    return { ...made, cursor };
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
