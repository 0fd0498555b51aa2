/**
 * What answering an operation may cost at most, reckoned before it runs: the objects that its answer may hold, page sizes
 * multiplied, and what the database has to look at besides. A document is worked out once; with other variables only its
 * page sizes are put in.
 */
import type {
  ArgumentNode,
  DocumentNode,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLNamedType,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
  ValueNode,
} from 'graphql';
import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isInterfaceType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
} from 'graphql';
import { ClientError } from '../domain/client-error.ts';

export interface CostLimits {
  /** The most that `first` and `last` may be; lists have bounds of their own, too. */
  readonly maxPageSize: number;
}

export interface CostedOperation {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * The cost of an operation of a valid document; 0 for one that is not there.
 * @throws ClientError BAD_USER_INPUT for pages larger than the limit
 */
export type CostOf = (operation: CostedOperation) => number;

/** Of a root field: one statement, whatever it answers. */
const STATEMENT = 10;
/** Of what looks at every row that fits, however few it answers. */
const SCAN = 50;
const SCANNING = new Set(['totalCount', 'timeline', 'search', 'coMentions', 'related', 'extractionQuality']);
/** Each of its fields is a scan. */
const SCANNING_TYPES = new Set(['ArticleFacets']);
/** Sizes of lists: of a page unless told, of a list without pages, and of a timeline's buckets: a month of days. */
const USUAL_PAGE = 20;
const USUAL_LIST = 5;
const USUAL_BUCKETS = 31;

type Variables = Readonly<Record<string, unknown>>;
/** A number, or one that depends on variables. */
type Amount = number | ((variables: Variables) => number);

/** Of a selection set, `perItem` for each that the lists directly in it hold by the page size of the field that it belongs to. */
interface Cost {
  readonly once: Amount;
  readonly perItem: Amount;
}

export function createCostOf(schema: GraphQLSchema, limits: CostLimits): CostOf {
  const known = new WeakMap<OperationDefinitionNode, Amount>();
  return ({ document, operationName, variableValues }) => {
    const operation = getOperationAST(document, operationName);
    if (!operation) return 0;
    let amount = known.get(operation);
    if (amount === undefined) {
      amount = new Reckoning(schema, document, operation, limits).total();
      known.set(operation, amount);
    }
    return typeof amount === 'number' ? amount : amount(variableValues ?? {});
  };
}

class Reckoning {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #limits: CostLimits;
  readonly #fragments = new Map<string, FragmentDefinitionNode>();
  /** Each is reckoned once, however often it is spread. */
  readonly #reckoned = new Map<string, Cost>();
  readonly #defaults = new Map<string, ValueNode>();

  constructor(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, limits: CostLimits) {
    this.#schema = schema;
    this.#operation = operation;
    this.#limits = limits;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
    for (const { variable, defaultValue } of operation.variableDefinitions ?? []) {
      if (defaultValue) this.#defaults.set(variable.name.value, defaultValue);
    }
  }

  total(): Amount {
    const { operation, selectionSet } = this.#operation;
    const root = this.#schema.getRootType(operation);
    if (!root) return 0;
    const { once, perItem } = this.#selections(selectionSet, root);
    return sum([once, perItem]);
  }

  #selections(selectionSet: SelectionSetNode, type: GraphQLNamedType): Cost {
    const costs = selectionSet.selections.map((selection): Cost => {
      if (selection.kind === Kind.FIELD) return this.#field(selection, type);
      if (selection.kind === Kind.FRAGMENT_SPREAD) return this.#fragment(selection.name.value);
      const condition = selection.typeCondition?.name.value;
      const inner = condition === undefined ? type : this.#schema.getType(condition);
      return inner ? this.#selections(selection.selectionSet, inner) : NOTHING;
    });
    return { once: sum(costs.map(({ once }) => once)), perItem: sum(costs.map(({ perItem }) => perItem)) };
  }

  #fragment(name: string): Cost {
    const reckoned = this.#reckoned.get(name);
    if (reckoned) return reckoned;
    const fragment = this.#fragments.get(name);
    const type = fragment && this.#schema.getType(fragment.typeCondition.name.value);
    const cost = fragment && type ? this.#selections(fragment.selectionSet, type) : NOTHING;
    this.#reckoned.set(name, cost);
    return cost;
  }

  #field(node: FieldNode, type: GraphQLNamedType): Cost {
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
    // __typename and introspection, which touch no database.
    if (!field) return NOTHING;
    const target = getNamedType(field.type);
    const isRoot = type === this.#schema.getRootType(this.#operation.operation);
    const isScan = SCANNING.has(field.name) || SCANNING_TYPES.has(type.name);
    const own = (isRoot ? STATEMENT : 0) + (isScan ? SCAN : 0);
    if (isLeafType(target) || !node.selectionSet) return { once: own, perItem: 0 };
    const inner = this.#selections(node.selectionSet, target);
    const size = this.#sizeOf(field, node);
    if (!isListType(getNullableType(field.type))) {
      // A page: its lists hold as many as it was asked for.
      return { once: sum([own, 1, inner.once, product(size ?? USUAL_LIST, inner.perItem)]), perItem: 0 };
    }
    const each = sum([1, inner.once, product(USUAL_LIST, inner.perItem)]);
    if (size !== null) return { once: sum([own, product(size, each)]), perItem: 0 };
    return field.name === 'buckets' || !this.#isPaged(type)
      ? { once: sum([own, product(field.name === 'buckets' ? USUAL_BUCKETS : USUAL_LIST, each)]), perItem: 0 }
      : { once: own, perItem: each };
  }

  /** Whether a type's lists are as long as the field that it is the type of was asked for. */
  #isPaged(type: GraphQLNamedType): boolean {
    return type.name.endsWith('Connection') || SCANNING_TYPES.has(type.name);
  }

  /** How many a field is asked for; null for one that cannot be asked. */
  #sizeOf({ args }: GraphQLField<unknown, unknown>, { arguments: given = [] }: FieldNode): Amount | null {
    const ids = given.find(({ name }) => name.value === 'ids');
    if (ids) return this.#amount(ids, (value) => (Array.isArray(value) ? value.length : 1), 1);
    const first = args.find(({ name }) => name === 'first');
    if (!first) return null;
    const preset = typeof first.defaultValue === 'number' ? first.defaultValue : USUAL_PAGE;
    const sizes = given.filter(({ name }) => name.value === 'first' || name.value === 'last');
    if (sizes.length === 0) return preset;
    // Asked for both, the list itself refuses.
    const amounts = sizes.map((argument) => this.#amount(argument, (value) => this.#page(argument, value), null));
    return most(amounts, preset);
  }

  #page({ name }: ArgumentNode, value: unknown): number | null {
    if (typeof value !== 'number' || !(value >= 0)) return null;
    const { maxPageSize } = this.#limits;
    if (value > maxPageSize) {
      throw new ClientError('BAD_USER_INPUT', `${name.value} is ${value}, and must be from 0 to ${maxPageSize} here.`, {
        limit: 'MAX_PAGE_SIZE',
        maximum: maxPageSize,
      });
    }
    return value;
  }

  /** @param preset for a variable that is not given */
  #amount<T extends number | null>(
    { value }: ArgumentNode,
    read: (value: unknown) => T,
    preset: T,
  ): T | ((variables: Variables) => T) {
    if (value.kind !== Kind.VARIABLE) return read(literal(value));
    const name = value.name.value;
    const byDefault = this.#defaults.get(name);
    return (variables) => {
      const given = variables[name];
      if (given !== undefined) return read(given);
      return byDefault ? read(literal(byDefault)) : preset;
    };
  }
}

const NOTHING: Cost = { once: 0, perItem: 0 };

/** As far as sizes go. */
function literal(value: ValueNode): unknown {
  if (value.kind === Kind.INT) return Number(value.value);
  return value.kind === Kind.LIST ? value.values : null;
}

function sum(amounts: readonly Amount[]): Amount {
  let constant = 0;
  const variable: ((variables: Variables) => number)[] = [];
  for (const amount of amounts) {
    if (typeof amount === 'number') constant += amount;
    else variable.push(amount);
  }
  if (variable.length === 0) return constant;
  return (variables) => variable.reduce((total, amount) => total + amount(variables), constant);
}

function product(a: Amount, b: Amount): Amount {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 0 || b === 0) return 0;
  return (variables) => (typeof a === 'number' ? a : a(variables)) * (typeof b === 'number' ? b : b(variables));
}

type MaybeAmount = number | null | ((variables: Variables) => number | null);

function most(amounts: readonly MaybeAmount[], preset: number): Amount {
  const largest = (values: readonly (number | null)[]) => {
    const sizes = values.filter((value) => value !== null);
    return sizes.length === 0 ? preset : Math.max(...sizes);
  };
  const constants = amounts.filter((amount) => typeof amount !== 'function');
  if (constants.length === amounts.length) return largest(constants);
  return (variables) => largest(amounts.map((amount) => (typeof amount === 'function' ? amount(variables) : amount)));
}
