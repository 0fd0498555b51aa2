import type { GraphQLResolveInfo } from 'graphql';
import { ClientError } from '../../domain/client-error.ts';
import { withColumns } from '../../storage/read/selection.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import type { NodeType } from '../global-id.ts';
import { parseGlobalId } from '../global-id.ts';
import { selectionOf } from '../selection.ts';

const MAX_IDS = 100;

/** Loads nodes by id, each type's in one statement; null for what is not there or not to be seen. */
export async function loadNodes(globalIds: readonly string[], context: Context, info: GraphQLResolveInfo) {
  const ids = globalIds.map((globalId) => parseGlobalId(globalId));
  const types = [...new Set(ids.map(({ type }) => type))];
  const loaded = await Promise.all(
    types.map(async (type: NodeType) => {
      const values = [...new Set(ids.filter((each) => each.type === type).map(({ id }) => id))];
      // The id of what was merged stands for the survivor.
      const merged = type === 'Entity' || type === 'Source' ? ['mergedIds'] : [];
      const selection = withColumns(selectionOf(info, context, type), 'id', ...merged);
      const rows = await context.reader.rows(type, { column: 'id', values }, selection);
      return rows.flatMap((row) => {
        const node = { ...row, __typename: type };
        return [row['id'], ...idsIn(row['mergedIds'])].map((id) => [`${type}:${id}`, node] as const);
      });
    }),
  );
  const nodes = new Map(loaded.flat());
  return ids.map(({ type, id }) => nodes.get(`${type}:${id}`) ?? null);
}

function idsIn(column: unknown): unknown[] {
  return Array.isArray(column) ? column : [];
}

builder.queryFields((t) => ({
  node: t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'Any node by its id. Null when there is none, or none that may be seen.',
    args: { id: t.arg.id({ required: true, description: 'The id of a node, as it was given.' }) },
    resolve: async (_root, { id }, context, info) => (await loadNodes([String(id)], context, info))[0] ?? null,
  }),
  nodes: t.field({
    type: [builder.nodeInterfaceRef()],
    nullable: { list: false, items: true },
    description: 'Several nodes by their ids, in the order of the ids; null in the place of one that is not there.',
    args: {
      ids: t.arg.idList({ required: true, description: `The ids of nodes, of any types, at most ${MAX_IDS}.` }),
    },
    resolve: (_root, { ids }, context, info) => {
      if (ids.length > MAX_IDS) {
        throw new ClientError(
          'BAD_USER_INPUT',
          `ids holds ${ids.length}, and may hold at most ${MAX_IDS}: ask in several queries.`,
        );
      }
      return loadNodes(ids.map(String), context, info);
    },
  }),
}));
