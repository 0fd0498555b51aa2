import type { NodeType } from '../graphql/global-id.ts';
import { toGlobalId } from '../graphql/global-id.ts';
import { EVERYTHING } from '../storage/read/condition.ts';
import type { Page, PageSelection, Row, Selection } from '../storage/read/selection.ts';

/** What is read and written of a thing: its columns, and under the catalogue's names what hangs on it. */
export interface Shape {
  /** Whose ids these are; null for a thing that has none outside. */
  readonly type: NodeType | null;
  readonly columns: readonly string[];
  readonly ones?: Readonly<Record<string, Shape>>;
  readonly manys?: Readonly<Record<string, Shape>>;
  /** With the facts that the edge has. */
  readonly lists?: Readonly<Record<string, { readonly node: Shape; readonly edge?: readonly string[] }>>;
}

/** More than any article holds: an export leaves nothing out. */
const ALL = 1_000_000;

export function selectionOf({ columns, ones = {}, manys = {}, lists = {} }: Shape): Selection {
  const related = (shapes: Readonly<Record<string, Shape>>) =>
    new Map(
      Object.entries(shapes).map(([name, shape]) => [name, { relation: name, selection: selectionOf(shape) }] as const),
    );
  return {
    columns: new Set(['id', ...columns]),
    ones: related(ones),
    manys: related(manys),
    lists: new Map(
      Object.entries(lists).map(([name, { node, edge = [] }]) => [name, { list: name, page: wholeList(node, edge) }]),
    ),
    timelines: new Map(),
  };
}

function wholeList(node: Shape, edge: readonly string[]): PageSelection {
  return {
    args: { first: ALL, last: null, after: null, before: null },
    condition: EVERYTHING,
    order: { name: 'default', search: null },
    node: selectionOf(node),
    edge: new Set(edge),
    totalCount: false,
    cursors: false,
    more: false,
  };
}

/** A row of the selection as plain JSON, ids as clients know them, lists without pages. */
export function written(
  row: Row,
  { type, columns, ones = {}, manys = {}, lists = {} }: Shape,
): Record<string, unknown> {
  // What fills the slots was selected above.
  const one = (slot: string, shape: Shape) => {
    const value = row[slot] as Row | null;
    return value && written(value, shape);
  };
  return Object.fromEntries([
    ...(type === null ? [] : [['id', toGlobalId(type, String(row['id']))]]),
    ...columns.map((name) => [name, row[name]]),
    ...Object.entries(ones).map(([name, shape]) => [name, one(name, shape)]),
    ...Object.entries(manys).map(([name, shape]) => [name, (row[name] as Row[]).map((each) => written(each, shape))]),
    ...Object.entries(lists).map(([name, { node, edge = [] }]) => [
      name,
      (row[name] as Page).edges.map((each) => ({
        ...written(each.node, node),
        ...Object.fromEntries(edge.map((fact) => [fact, Reflect.get(each, fact)])),
      })),
    ]),
  ]);
}
