import type { ObjectRef } from '@pothos/core';
import type { Page, PageEdge } from '../storage/read/selection.ts';
import { builder } from './builder.ts';

/** A reference to an object type over rows of one shape. */
export type Ref<Row> = ObjectRef<typeof builder.$inferSchemaTypes, Row>;

/** A page whose rows are of one type. */
export interface PageOf<Row, Edge extends EdgeOf<Row> = EdgeOf<Row>> extends Omit<Page, 'edges'> {
  readonly edges: readonly Edge[];
}
export interface EdgeOf<Row> extends Omit<PageEdge, 'node'> {
  readonly node: Row;
}

/**
 * Declares `${name}Connection` and `${name}Edge` in Relay's form, with `nodes` and `totalCount` beside the edges. One for
 * each type of node, so that a fragment on it serves wherever such nodes are listed.
 * @param edge the edge, where it says something about the relation and declares fields of its own
 */
export function connectionType<Row extends object, Edge extends EdgeOf<Row> = EdgeOf<Row>>(
  name: string,
  node: Ref<Row>,
  plural: string,
  edge: Ref<Edge> = edgeType<Row, Edge>(name, node),
) {
  return builder.objectRef<PageOf<Row, Edge>>(`${name}Connection`).implement({
    description: `A page of ${plural}.`,
    fields: (t) => ({
      edges: t.field({
        type: [edge],
        description: `The ${plural} of the page, each with its cursor.`,
        resolve: (page) => [...page.edges],
      }),
      nodes: t.field({
        type: [node],
        description: `The ${plural} of the page, without cursors.`,
        resolve: (page) => page.edges.map((each) => each.node),
      }),
      pageInfo: t.field({
        type: builder.pageInfoRef(),
        description: 'Whether there is more, and from which cursors on.',
        resolve: ({ pageInfo }) => pageInfo,
      }),
      totalCount: t.int({
        description: `How many ${plural} the whole list holds. Exact; counted only when asked for.`,
        resolve: ({ totalCount }) => {
          if (totalCount === undefined) throw new Error('the count was asked for and not taken');
          return totalCount;
        },
      }),
    }),
  });
}

/** Declares an edge; `builder.objectFields` adds what it says about the relation. */
export function edgeType<Row extends object, Edge extends EdgeOf<Row> = EdgeOf<Row>>(name: string, node: Ref<Row>) {
  const ref = builder.objectRef<Edge>(`${name}Edge`);
  return ref.implement({
    description: 'One item of a page, with its place in the list.',
    fields: (t) => ({
      cursor: t.string({
        description: 'The place of the item in its list and order. Opaque; stays good when the item is gone.',
        resolve: (edge) => edge.cursor,
      }),
      // Pothos asks whether Row is a list, which TypeScript cannot tell of a type parameter.
      node: t.field({ type: node, description: 'The item.', resolve: (edge) => edge.node as never }),
    }),
  });
}
