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

/** Reads what is nested in a row. */
type Nested = readonly { readonly slot: string; readonly read: Read<unknown> }[];

function makeFiller(layout: RowLayout): RowFiller {
  const nested: Nested = [
    ...layout.ones.map(({ slot, layout: inner }) => ({ slot, read: oneReader(inner) })),
    ...layout.manys.map(({ slot, layout: inner }) => ({ slot, read: manyReader(inner) })),
    ...layout.lists.map(({ slot, list, name, page }) => ({ slot, read: pageReader(list, name, page) })),
    ...layout.timelines.map(({ slot }) => ({ slot, read: (answer: unknown) => answer })),
  ];
  const parts = 1 + nested.length;
  // What the statement asks for as text[] is answered as such.
  const texts = (answer: unknown) =>
    (layout.isFlat ? valuesOf(answer, 0) : valuesOf(valuesOf(answer, parts)[0], 0)) as Texts;
  let make = interpreted(layout, 0, nested);
  let rows = 0;
  return {
    texts,
    row(answer, count) {
      rows += 1;
      if (rows === ROWS_BEFORE_COMPILED) make = compiled(layout, nested);
      return make(texts(answer), layout.isFlat ? [] : valuesOf(answer, parts), count);
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

/** Makes a row of its texts, and of its parts as they are nested. */
type MakeRow = (texts: Texts, parts: readonly unknown[], count: RowCount) => Row;

/** @param from where the first of its texts stands */
function interpreted(layout: RowLayout, from: number, nested: Nested): MakeRow {
  let next = from + layout.columns.length;
  const joined = layout.joined.map(({ slot, layout: inner }) => {
    const at = next;
    next += inner.width;
    return { slot, at, make: interpreted(inner, at, []) };
  });
  return (texts, parts, count) => {
    count.rows += 1;
    const row: Row = {};
    let i = from;
    for (const { name, kind } of layout.columns) {
      const text = texts[i++] ?? null;
      row[name] = text === null ? null : READ[kind](text);
    }
    for (const { slot, at, make } of joined) {
      row[slot] = (texts[at] ?? null) === null ? null : make(texts, parts, count);
    }
    for (const [n, { slot, read }] of nested.entries()) row[slot] = read(parts[n + 1], count);
    return row;
  };
}

/** A layout that so many rows had will have more: then it pays to compile the making of them, as in `compiled-plan.ts`. */
const ROWS_BEFORE_COMPILED = 100;

const CODE: Readonly<Record<ColumnKind, (text: string) => string>> = {
  text: (text) => text,
  instant: (text) => text,
  number: (text) => `${text} === null ? null : +${text}`,
  boolean: (text) => `${text} === null ? null : ${text} === 'true'`,
  json: (text) => `${text} === null ? null : JSON.parse(${text})`,
};

/** The same as JavaScript that knows all names, which are the catalogue's and slots. */
function compiled(layout: RowLayout, nested: Nested): MakeRow {
  const further = nested.map(({ slot }, i) => `${JSON.stringify(slot)}: nested[${i}].read(parts[${i + 1}], count)`);
  // What it makes is what it was told to.
  return new Function('nested', `return (texts, parts, count) => (${rowCode(layout, 0, further)});`)(nested) as MakeRow;
}

function rowCode(layout: RowLayout, from: number, further: readonly string[] = []): string {
  let next = from;
  const columns = layout.columns.map(({ name, kind }) => `${JSON.stringify(name)}: ${CODE[kind](`texts[${next++}]`)}`);
  const joined = layout.joined.map(({ slot, layout: inner }) => {
    const at = next;
    next += inner.width;
    return `${JSON.stringify(slot)}: texts[${at}] === null ? null : ${rowCode(inner, at)}`;
  });
  return `(count.rows++, { ${[...columns, ...joined, ...further].join(', ')} })`;
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
