import { createHash } from 'node:crypto';
import { collectSubFields } from '@graphql-tools/utils';
import type { ASTNode, FieldNode, GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { getArgumentValues, getNamedType, isObjectType, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { List, Model, ModelName, RootListName } from '../storage/read/catalogue.ts';
import { CATALOGUE, ROOT_LISTS } from '../storage/read/catalogue.ts';
import type { Condition } from '../storage/read/condition.ts';
import { EVERYTHING } from '../storage/read/condition.ts';
import type { FacetName } from '../storage/read/facets.ts';
import { FACETS } from '../storage/read/facets.ts';
import { FILTERABLE } from '../storage/read/filterable.ts';
import type { Searched } from '../storage/read/search.ts';
import type { FacetSelection, PageSelection, Row, Selection } from '../storage/read/selection.ts';
import { emptySelection } from '../storage/read/selection.ts';
import type { Context } from './context.ts';
import { conditionOf } from './filter.ts';
import { checkPageArgs, pageOrderOf } from './page-args.ts';
import { timelineSelectionOf } from './timeline-args.ts';

/** The most objects that one root field may select, each of them a subselect: fragments in fragments can double at each level. */
const MAX_SELECTIONS = 500;

/** What a list without pages is taken to hold, when a query's size is reckoned. */
const USUAL_SHORT_LIST = 5;
/** What a timeline is taken to hold: a month of days. */
const USUAL_TIMELINE = 31;

/**
 * What the client asks of the field that is being resolved, as the statement builder takes it. Fields find their columns,
 * relations and lists in the catalogue by their own name; one that reads other columns says so in `extensions.reads`.
 * @param type the object type, where the field's own is an interface
 * @throws ClientError QUERY_TOO_LARGE when the pages asked for multiply beyond the limit
 */
export function selectionOf(info: GraphQLResolveInfo, context: Context, type?: ModelName): Selection {
  const name = type ?? getNamedType(info.returnType).name;
  return new Walk(info, context).object(objectType(info, name), info.fieldNodes, 1);
}

/** The same for a root field that is a connection. */
export function pageSelectionOf(
  list: RootListName,
  args: unknown,
  info: GraphQLResolveInfo,
  context: Context,
): PageSelection {
  return new Walk(info, context).page(
    ROOT_LISTS[list],
    objectType(info, getNamedType(info.returnType).name),
    info.fieldNodes,
    args,
    1,
  );
}

/** The facets that the client asks of the field that is being resolved, by slot. @param first how many of each */
export function facetSelectionsOf(
  info: GraphQLResolveInfo,
  context: Context,
  first: number,
): Map<string, FacetSelection> {
  return new Walk(info, context).facets(objectType(info, getNamedType(info.returnType).name), info.fieldNodes, first);
}

/**
 * What a search asks of each of the types that it looks through.
 * @param size how many hits a page may hold
 */
export function searchSelectionsOf(
  types: readonly Searched[],
  size: number,
  info: GraphQLResolveInfo,
  context: Context,
): { selections: Map<Searched, Selection>; highlight: boolean } {
  const walk = new Walk(info, context);
  const { nodeFields, edgeFields } = walk.connectionFields(
    objectType(info, getNamedType(info.returnType).name),
    info.fieldNodes,
  );
  return {
    selections: new Map(
      [...new Set(types)].map((type) => [type, walk.object(objectType(info, type), nodeFields, size)]),
    ),
    highlight: edgeFields.some(([{ name }]) => name.value === 'highlight'),
  };
}

/** PostgreSQL cuts longer names off. */
const MAX_IDENTIFIER = 63;

/** Under which name the answer carries a field that has arguments or a selection of its own: by alias, where it has one. */
export function slotOf(responseKey: string): string {
  if (responseKey.length < MAX_IDENTIFIER) return `@${responseKey}`;
  return `@${createHash('sha256').update(responseKey).digest('base64url')}`;
}

/** Resolves a field from what the statement put in its slot. */
export function fromSlot<T>(parent: object, _args: unknown, _context: unknown, info: GraphQLResolveInfo): T {
  // The row is ours, and the selection that filled the slot was made from this very field.
  return (parent as Row)[slotOf(String(info.path.key))] as T;
}

/** What a place of a document asks for: the same in each execution in which the variables that have a say are the same. */
interface KnownSelection {
  readonly selection: Selection;
  /** For one such object. */
  readonly nodes: number;
  readonly selections: number;
}

/** A place of a document. */
interface Place {
  readonly id: number;
  /** The variables that have a say in what is asked of the object there. */
  readonly variables: readonly string[];
}
const places = new WeakMap<FieldNode, Place>();
let placeCount = 0;

/** Page sizes are few; who pages through all asks with another cursor each time. */
const knownSelections = new LRUCache<string, KnownSelection>({ max: 2_000 });
const LONGEST_VALUES = 500;

function placeOf(node: FieldNode, fragments: GraphQLResolveInfo['fragments']): Place {
  let place = places.get(node);
  if (!place) {
    placeCount += 1;
    const variables = new Set<string>();
    if (node.selectionSet) addVariables(node.selectionSet, fragments, new Set(), variables);
    place = { id: placeCount, variables: [...variables] };
    places.set(node, place);
  }
  return place;
}

/** @param seen names of the fragments that have been looked into */
function addVariables(
  node: ASTNode,
  fragments: GraphQLResolveInfo['fragments'],
  seen: Set<string>,
  variables: Set<string>,
): void {
  visit(node, {
    Variable: ({ name }) => void variables.add(name.value),
    FragmentSpread({ name: { value } }) {
      const fragment = fragments[value];
      if (seen.has(value) || !fragment) return;
      seen.add(value);
      addVariables(fragment, fragments, seen, variables);
    },
  });
}

/** What a field reads besides columns, in `extensions.selects`: things that the client does not name one by one. */
export interface FurtherSelection {
  /** Under slots of its own, which no response key can be. */
  addTo(selection: Selection): void;
  /** How many things it usually comes to, when a query's size is reckoned. */
  readonly usualNodes: number;
}

class Walk {
  readonly #info: GraphQLResolveInfo;
  readonly #context: Context;
  #nodes = 0;
  #selections = 0;

  constructor(info: GraphQLResolveInfo, context: Context) {
    this.#info = info;
    this.#context = context;
  }

  /** @param times how many such objects there may be */
  object(type: GraphQLObjectType, fieldNodes: readonly FieldNode[], times: number): Selection {
    const key = this.#keyOf(type, fieldNodes);
    const known = key === null ? undefined : knownSelections.get(key);
    if (known) {
      this.#count(known.nodes * times, known.selections);
      return known.selection;
    }
    const before = { nodes: this.#nodes, selections: this.#selections };
    const selection = this.#objectAnew(type, fieldNodes, times);
    if (key !== null && times > 0) {
      const nodes = (this.#nodes - before.nodes) / times;
      knownSelections.set(key, { selection, nodes, selections: this.#selections - before.selections });
    }
    return selection;
  }

  #keyOf({ name }: GraphQLObjectType, [node, ...others]: readonly FieldNode[]): string | null {
    if (node === undefined || others.length > 0) return null;
    const { id, variables } = placeOf(node, this.#info.fragments);
    if (variables.length === 0) return `${id} ${name}`;
    // As an object: what is left out is not null.
    const values = JSON.stringify(Object.fromEntries(variables.map((v) => [v, this.#info.variableValues[v]])));
    return values.length > LONGEST_VALUES ? null : `${id} ${name} ${values}`;
  }

  #objectAnew(type: GraphQLObjectType, fieldNodes: readonly FieldNode[], times: number): Selection {
    this.#count(times);
    const selection = emptySelection();
    const model: Model = CATALOGUE[modelName(type)];
    for (const [responseKey, nodes] of this.#fields(type, fieldNodes)) {
      const name = nodes[0].name.value;
      const field = type.getFields()[name];
      if (!field) continue; // __typename
      const slot = slotOf(responseKey);
      const target = getNamedType(field.type);
      if (Object.hasOwn(model.lists, name)) {
        const args = getArgumentValues(field, nodes[0], this.#info.variableValues);
        const page = this.page(model.lists[name] as List, target as GraphQLObjectType, nodes, args, times);
        selection.lists.set(slot, { list: name, page });
      } else if (model.timelines && Object.hasOwn(model.timelines, name)) {
        this.#count(times * USUAL_TIMELINE);
        const args = getArgumentValues(field, nodes[0], this.#info.variableValues);
        selection.timelines.set(slot, { of: String(model.timelines[name]), ...timelineSelectionOf(args) });
      } else if (Object.hasOwn(model.manys, name)) {
        const inner = this.object(target as GraphQLObjectType, nodes, times * USUAL_SHORT_LIST);
        selection.manys.set(slot, { relation: name, selection: inner });
      } else if (Object.hasOwn(model.ones, name)) {
        selection.ones.set(slot, { relation: name, selection: this.object(target as GraphQLObjectType, nodes, times) });
      } else {
        const columns = isInline(field.extensions)
          ? [...this.#fields(target as GraphQLObjectType, nodes).values()].map(([node]) => node.name.value)
          : (readsOf(field.extensions) ?? [name]);
        for (const column of columns) if (column !== '__typename') selection.columns.add(column);
        const further = selectsOf(field.extensions);
        if (further) this.#count(times * further.usualNodes);
        further?.addTo(selection);
      }
    }
    return selection;
  }

  facets(type: GraphQLObjectType, fieldNodes: readonly FieldNode[], first: number): Map<string, FacetSelection> {
    const facets = new Map<string, FacetSelection>();
    for (const [responseKey, nodes] of this.#fields(type, fieldNodes)) {
      const name = nodes[0].name.value;
      const field = type.getFields()[name];
      if (!field) continue; // __typename
      const { type: entityType = null } = facetArgs.parse(
        getArgumentValues(field, nodes[0], this.#info.variableValues),
      );
      facets.set(slotOf(responseKey), {
        facet: name as FacetName,
        entityType: entityType,
        selection: this.object(objectType(this.#info, FACETS[name as FacetName].node), nodes, first),
      });
    }
    return facets;
  }

  /** @throws ClientError QUERY_TOO_LARGE when so many objects more are too many */
  #count(times: number, selections = 1): void {
    this.#selections += selections;
    if (this.#selections > MAX_SELECTIONS) {
      throw new ClientError(
        'QUERY_TOO_LARGE',
        `The query selects from more than ${MAX_SELECTIONS} objects: ask in several queries.`,
      );
    }
    this.#nodes += times;
    if (this.#nodes > this.#context.maxNodes) {
      throw new ClientError(
        'QUERY_TOO_LARGE',
        `The query may come to more than ${this.#context.maxNodes} nodes, its page sizes multiplied: ask for smaller pages, or fewer levels.`,
      );
    }
  }

  page(
    list: List,
    connection: GraphQLObjectType,
    fieldNodes: readonly FieldNode[],
    rawArgs: unknown,
    times: number,
  ): PageSelection {
    const args = checkPageArgs(rawArgs, list.maxPageSize);
    const size = times * Math.max(1, args.first ?? args.last ?? 0);
    const { edgeFields, nodeFields, cursors, more, totalCount } = this.connectionFields(connection, fieldNodes);
    const nodeType = objectType(this.#info, list.node);
    return {
      args,
      condition: listConditionOf(list, rawArgs),
      order: pageOrderOf(rawArgs, Object.hasOwn(list.orders, 'RELEVANCE_DESC')),
      node:
        nodeFields.length > 0
          ? this.object(nodeType, nodeFields, size)
          : edgeFields.length > 0 || cursors || more
            ? emptySelection()
            : null,
      edge: new Set(edgeFields.map(([{ name }]) => name.value).filter((name) => Object.hasOwn(list.edge ?? {}, name))),
      totalCount,
      cursors,
      more,
    };
  }

  /** What is asked of a connection: of itself, of its edges, and of its nodes on either way. */
  connectionFields(connection: GraphQLObjectType, fieldNodes: readonly FieldNode[]) {
    const wanted = this.#fields(connection, fieldNodes);
    const called = (name: string) => [...wanted.values()].filter((nodes) => nodes[0].name.value === name).flat();
    const edges = called('edges');
    const edgeType = getNamedType(connection.getFields()['edges']?.type);
    const edgeFields = edges.length > 0 && isObjectType(edgeType) ? [...this.#fields(edgeType, edges).values()] : [];
    const nodeFields = [...called('nodes'), ...edgeFields.flat().filter(({ name }) => name.value === 'node')];
    const pageInfo = called('pageInfo');
    const infoType = getNamedType(connection.getFields()['pageInfo']?.type);
    const infoFields =
      pageInfo.length > 0 && isObjectType(infoType) ? [...this.#fields(infoType, pageInfo).values()] : [];
    const names = new Set([...edgeFields, ...infoFields].map(([{ name }]) => name.value));
    return {
      edgeFields,
      nodeFields,
      cursors: ['cursor', 'startCursor', 'endCursor'].some((name) => names.has(name)),
      more: ['hasNextPage', 'hasPreviousPage'].some((name) => names.has(name)),
      totalCount: called('totalCount').length > 0,
    };
  }

  /** The fields asked of a type, fragments spread and @skip and @include obeyed, by response key. */
  #fields(type: GraphQLObjectType, fieldNodes: readonly FieldNode[]): Map<string, [FieldNode, ...FieldNode[]]> {
    const { schema, fragments, variableValues } = this.#info;
    const { fields, patches } = collectSubFields(schema, fragments, variableValues, type, [...fieldNodes]);
    const all = new Map<string, [FieldNode, ...FieldNode[]]>();
    for (const collected of [fields, ...patches.map((patch) => patch.fields)]) {
      for (const [key, [first, ...rest]] of collected) {
        if (first) all.set(key, [...(all.get(key) ?? []), first, ...rest] as [FieldNode, ...FieldNode[]]);
      }
    }
    return all;
  }
}

const facetArgs = z.object({ type: z.string().nullish() });
const filterArg = z.object({ filter: z.unknown().optional() });

/** What the list's filter narrows it to. */
function listConditionOf({ node, filterThrough }: List, args: unknown): Condition {
  const { filter } = filterArg.parse(args);
  if (filter === null || filter === undefined) return EVERYTHING;
  const relation = filterThrough === undefined ? undefined : FILTERABLE[node].relations[filterThrough];
  if (filterThrough === undefined || relation === undefined) return conditionOf(node, filter);
  return { kind: 'related', relation: filterThrough, to: conditionOf(relation.node, filter) };
}

function modelName(type: GraphQLObjectType): ModelName {
  if (!Object.hasOwn(CATALOGUE, type.name)) throw new Error(`${type.name} is not in the catalogue of what can be read`);
  return type.name as ModelName;
}

function objectType({ schema }: GraphQLResolveInfo, name: string): GraphQLObjectType {
  const type = schema.getType(name);
  if (!isObjectType(type)) throw new Error(`${name} is no object type`);
  return type;
}

function readsOf(extensions: Readonly<Record<string, unknown>>): readonly string[] | undefined {
  return extensions['reads'] as readonly string[] | undefined;
}

/** Whether the object at the field is made of columns of the same row, by the names of its fields. */
function isInline(extensions: Readonly<Record<string, unknown>>): boolean {
  return extensions['inline'] === true;
}

function selectsOf(extensions: Readonly<Record<string, unknown>>): FurtherSelection | undefined {
  return extensions['selects'] as FurtherSelection | undefined;
}
