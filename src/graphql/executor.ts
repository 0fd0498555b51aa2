/**
 * Executes queries by plans: what a document asks for is worked out once, and each execution only calls the root resolvers
 * and copies what they answer into its shape. As the GraphQL specification has it ("Executing Requests"), errors and nulls
 * included; what it has no plan for (mutations, subscriptions, introspection) goes to the executor that it is given.
 *
 * Resolvers below the root find in their row what the statement of the root put there, so none of them waits; a plan that
 * meets one that does gives up, and leaves its query to the other executor for good.
 */
import { collectFields, collectSubFields } from '@graphql-tools/utils';
import type {
  DocumentNode,
  ExecutionArgs,
  ExecutionResult,
  execute,
  FieldNode,
  FragmentDefinitionNode,
  GraphQLAbstractType,
  GraphQLError,
  GraphQLField,
  GraphQLFieldResolver,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLOutputType,
  GraphQLResolveInfo,
  GraphQLSchema,
  OperationDefinitionNode,
} from 'graphql';
import {
  defaultFieldResolver,
  GraphQLString,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  Kind,
  locatedError,
  OperationTypeNode,
  visit,
} from 'graphql';
import type { CompiledPlan, Shape, ShapedField } from './compiled-plan.ts';
import { compilePlan } from './compiled-plan.ts';
import { fromSlot, slotOf } from './selection.ts';

/** As graphql-js and Yoga have it. */
export type Execute = (args: ExecutionArgs) => ReturnType<typeof execute>;

/** Told how long the resolver of a root field took, in milliseconds. */
export type OnResolved = (field: string, milliseconds: number) => void;

/** A document can be asked for with so many combinations of what it includes and skips; more are left to the other executor. */
const MOST_VARIANTS = 64;
/** The most objects that a plan may select: fragments in fragments can double at each level. Larger queries are refused later. */
const MOST_OBJECTS = 2_000;
/** A plan is compiled when it is run for this time: most documents of those who try things out never come again. */
const RUNS_BEFORE_COMPILED = 3;
/** As graphql-js: more mistakes in variables are not reported. */
const MAX_ERRORS = 50;

/** @param otherwise executes what there is no plan for */
export function createExecutor(schema: GraphQLSchema, otherwise: Execute, onResolved: OnResolved = () => {}): Execute {
  const planned = new WeakMap<DocumentNode, PlannedDocument>();
  return (args) => {
    if (args.schema !== schema) return otherwise(args);
    let document = planned.get(args.document);
    if (!document) {
      document = new PlannedDocument(schema, args.document);
      planned.set(args.document, document);
    }
    const prepared = document.prepare(args);
    if (!prepared) return otherwise(args);
    return prepared.plan.run(args, prepared.variableValues, onResolved).catch((error: unknown) => {
      if (!(error instanceof NoPlan)) throw error;
      document.giveUp();
      return otherwise(args);
    });
  };
}

/** Thrown by a plan that cannot do what it was made for. */
class NoPlan extends Error {}

class PlannedDocument {
  readonly #schema: GraphQLSchema;
  readonly #document: DocumentNode;
  /** The variables on which it depends what is asked for. */
  readonly #switches: readonly string[];
  readonly #plans = new Map<string, Plan | null>();
  #isHopeless = false;

  constructor(schema: GraphQLSchema, document: DocumentNode) {
    this.#schema = schema;
    this.#document = document;
    this.#switches = switchesOf(document);
  }

  giveUp(): void {
    this.#isHopeless = true;
    this.#plans.clear();
  }

  /** The plan for these arguments, and their variables as the schema has them; null where there is none. */
  prepare({ operationName, variableValues: given }: ExecutionArgs) {
    if (this.#isHopeless) return null;
    const operation = getOperationAST(this.#document, operationName);
    if (operation?.operation !== OperationTypeNode.QUERY) return null;
    const { coerced } = getVariableValues(this.#schema, operation.variableDefinitions ?? [], given ?? {}, {
      maxErrors: MAX_ERRORS,
    });
    // The other executor reports the mistakes.
    if (!coerced) return null;
    const key = JSON.stringify([operationName, ...this.#switches.map((name) => coerced[name] === true)]);
    let plan = this.#plans.get(key);
    if (plan === undefined) {
      if (this.#plans.size >= MOST_VARIANTS) return null;
      plan = planOf(this.#schema, this.#document, operation, coerced);
      this.#plans.set(key, plan);
    }
    return plan && { plan, variableValues: coerced };
  }
}

function switchesOf(document: DocumentNode): readonly string[] {
  const names = new Set<string>();
  visit(document, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'skip' && name.value !== 'include') return;
      for (const { value } of args) if (value.kind === Kind.VARIABLE) names.add(value.name.value);
    },
  });
  return [...names].sort();
}

function planOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variableValues: Record<string, unknown>,
): Plan | null {
  try {
    return new Plan(schema, document, operation, variableValues);
  } catch (error) {
    if (error instanceof NoPlan) return null;
    throw error;
  }
}

/** Makes of a value what the answer has in its place. Throws where that cannot be; the object that holds it sees to it. */
type Complete = (value: unknown, run: Run) => unknown;

interface PlannedField extends ShapedField {
  readonly isNullable: boolean;
  readonly nodes: readonly FieldNode[];
  readonly read: (source: unknown, run: Run) => unknown;
  readonly complete: Complete;
}

/** How values of a type are completed: by the plan as it stands, and by compiled code. */
interface Completer {
  readonly complete: Complete;
  readonly shape: Shape;
}

interface RootField extends PlannedField {
  /** null for __typename. */
  readonly field: GraphQLField<unknown, unknown> | null;
}

/** One execution. */
interface Run {
  readonly args: ExecutionArgs;
  readonly variableValues: Record<string, unknown>;
  readonly errors: GraphQLError[];
  /** Where the object lies that is being completed. */
  readonly path: (string | number)[];
  /** What resolvers below the root are called with besides their object, by the number of their field. */
  readonly calls: (Call | undefined)[];
}

interface Call {
  readonly args: Record<string, unknown>;
  readonly info: GraphQLResolveInfo;
}

/** An error that is in the answer, or will be, on its way to the next place that may be null. */
class Located extends Error {
  readonly error: GraphQLError;

  constructor(error: GraphQLError) {
    super(error.message);
    this.error = error;
  }
}

class Plan {
  readonly #schema: GraphQLSchema;
  readonly #operation: OperationDefinitionNode;
  readonly #fragments: Record<string, FragmentDefinitionNode> = {};
  readonly #query: GraphQLObjectType;
  readonly #roots: readonly RootField[];
  #objects = 0;
  #resolvers = 0;
  #runs = 0;
  #compiled: CompiledPlan | null = null;
  /** With which the plan is made: only what they include and skip matters. */
  readonly #variableValues: Record<string, unknown>;

  constructor(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variableValues: Record<string, unknown>,
  ) {
    const query = schema.getQueryType();
    if (!query) throw new NoPlan();
    this.#schema = schema;
    this.#operation = operation;
    this.#query = query;
    this.#variableValues = variableValues;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
    const { fields, patches } = collectFields(schema, this.#fragments, variableValues, query, operation.selectionSet);
    if (patches.length > 0) throw new NoPlan();
    this.#roots = [...fields].map(([key, nodes]): RootField => {
      const field = nodes[0]?.name.value === '__typename' ? null : fieldOf(query, nodes);
      return { ...this.#field(query, key, nodes), field };
    });
  }

  async run(
    args: ExecutionArgs,
    variableValues: Record<string, unknown>,
    onResolved: OnResolved,
  ): Promise<ExecutionResult> {
    const run: Run = { args, variableValues, errors: [], path: [], calls: [] };
    const values = await Promise.all(this.#roots.map((root) => this.#resolveRoot(root, run, onResolved)));
    const compiled = this.#whenCompiled();
    if (compiled) {
      try {
        return { data: compiled(values, run) };
      } catch (error) {
        if (error instanceof NoPlan) throw error;
        // Which errors there are, and where, is found below.
      }
    }
    const data: Record<string, unknown> = {};
    try {
      this.#fill(data, this.#roots, (_field, index) => values[index], run);
    } catch (error) {
      if (!(error instanceof Located)) throw error;
      return { errors: [...run.errors, error.error], data: null };
    }
    return run.errors.length > 0 ? { errors: run.errors, data } : { data };
  }

  #whenCompiled(): CompiledPlan | null {
    this.#runs += 1;
    if (this.#runs < RUNS_BEFORE_COMPILED) return null;
    this.#compiled ??= compilePlan(this.#roots);
    return this.#compiled;
  }

  /** What a root resolver answers; a {@link Failed} when it fails. */
  async #resolveRoot({ key, field, nodes }: RootField, run: Run, onResolved: OnResolved): Promise<unknown> {
    if (!field) return this.#query.name;
    const startedAt = performance.now();
    try {
      const [node] = nodes;
      if (!node) throw new NoPlan();
      const resolve = field.resolve ?? defaultFieldResolver;
      const args = getArgumentValues(field, node, run.variableValues);
      return await resolve(
        run.args.rootValue,
        args,
        run.args.contextValue,
        this.#info(this.#query, field, key, nodes, run),
      );
    } catch (error) {
      return new Failed(error);
    } finally {
      onResolved(field.name, performance.now() - startedAt);
    }
  }

  #info(
    parentType: GraphQLObjectType,
    { name, type }: GraphQLField<unknown, unknown>,
    key: string,
    fieldNodes: readonly FieldNode[],
    { args, variableValues }: Run,
  ): GraphQLResolveInfo {
    return {
      fieldName: name,
      fieldNodes,
      returnType: type,
      parentType,
      path: { prev: undefined, key, typename: parentType.name },
      schema: this.#schema,
      fragments: this.#fragments,
      rootValue: args.rootValue,
      operation: this.#operation,
      variableValues,
    };
  }

  #field(parentType: GraphQLObjectType, key: string, nodes: readonly FieldNode[]): PlannedField {
    // An object would take it for its prototype.
    if (key === '__proto__') throw new NoPlan();
    if (nodes[0]?.name.value === '__typename') {
      const read = () => parentType.name;
      const shape: Shape = { kind: 'leaf', type: GraphQLString, isNullable: false };
      return { key, isNullable: false, nodes, from: read, read, shape, complete: (value) => value };
    }
    const field = fieldOf(parentType, nodes);
    const from = this.#reader(parentType, field, key, nodes);
    return {
      key,
      nodes,
      isNullable: !isNonNullType(field.type),
      from,
      read: typeof from === 'string' ? (source) => (source as Record<string, unknown>)[from] : from,
      ...this.#completer(field.type, nodes),
    };
  }

  /** The property where a field's value is, or how it is found. */
  #reader(
    parentType: GraphQLObjectType,
    field: GraphQLField<unknown, unknown>,
    key: string,
    nodes: readonly FieldNode[],
  ): string | PlannedField['read'] {
    const [node] = nodes;
    const resolve: GraphQLFieldResolver<unknown, unknown> | undefined = field.resolve;
    if (resolve === undefined) return field.name;
    if (resolve === fromSlot) return slotOf(key);
    if (node === undefined) throw new NoPlan();
    const number = this.#resolvers;
    this.#resolvers += 1;
    return (source, run) => {
      let call = run.calls[number];
      if (!call) {
        const args = field.args.length === 0 ? {} : getArgumentValues(field, node, run.variableValues);
        call = { args, info: this.#info(parentType, field, key, nodes, run) };
        run.calls[number] = call;
      }
      const value = resolve(source, call.args, run.args.contextValue, call.info);
      if (isPromise(value)) {
        // Its outcome is of no use, and must not go unhandled.
        value.catch(() => {});
        throw new NoPlan();
      }
      return value;
    };
  }

  #completer(type: GraphQLOutputType, nodes: readonly FieldNode[]): Completer {
    if (isNonNullType(type)) {
      const { complete, shape } = this.#completer(type.ofType, nodes);
      return {
        shape: { ...shape, isNullable: false },
        complete: (value, run) => {
          const completed = complete(value, run);
          if (completed === null) throw new Error(`Cannot return null for non-nullable field of type ${type}.`);
          return completed;
        },
      };
    }
    if (isListType(type)) return this.#list(type.ofType, nodes);
    if (isLeafType(type)) return { complete: leaf(type), shape: { kind: 'leaf', type, isNullable: true } };
    if (isAbstractType(type)) return this.#abstract(type, nodes);
    return this.#object(type, nodes);
  }

  #list(itemType: GraphQLOutputType, nodes: readonly FieldNode[]): Completer {
    const { complete, shape } = this.#completer(itemType, nodes);
    const isNullable = !isNonNullType(itemType);
    return {
      shape: { kind: 'list', item: shape, isNullable: true },
      complete: (value, run) => {
        if (value === null || value === undefined) return null;
        if (value instanceof Error) throw value;
        if (!Array.isArray(value)) throw new Error('Expected a list.');
        const { path } = run;
        const depth = path.length;
        const completed: unknown[] = [];
        for (let i = 0; i < value.length; i++) {
          path.push(i);
          try {
            completed.push(complete(value[i], run));
          } catch (error) {
            path.length = depth + 1;
            const located = locate(error, nodes, path);
            if (!isNullable) throw located;
            run.errors.push(located.error);
            completed.push(null);
          }
          path.length = depth;
        }
        return completed;
      },
    };
  }

  #abstract(type: GraphQLAbstractType, nodes: readonly FieldNode[]): Completer {
    const byName = new Map<string, Completer>();
    for (const possible of this.#schema.getPossibleTypes(type))
      byName.set(possible.name, this.#object(possible, nodes));
    const possible = new Map([...byName].map(([name, { shape }]) => [name, shape]));
    return {
      shape: { kind: 'abstract', possible, isNullable: true },
      complete: (value, run) => {
        if (value === null || value === undefined) return null;
        if (value instanceof Error) throw value;
        const name = (value as { __typename?: unknown }).__typename;
        const completer = typeof name === 'string' ? byName.get(name) : undefined;
        if (!completer) throw new NoPlan();
        return completer.complete(value, run);
      },
    };
  }

  #object(type: GraphQLObjectType, nodes: readonly FieldNode[]): Completer {
    this.#objects += 1;
    if (this.#objects > MOST_OBJECTS) throw new NoPlan();
    const { fields, patches } = collectSubFields(this.#schema, this.#fragments, this.#variableValues, type, [...nodes]);
    if (patches.length > 0) throw new NoPlan();
    const planned = [...fields].map(([key, fieldNodes]) => this.#field(type, key, fieldNodes));
    return {
      shape: { kind: 'object', fields: planned, isNullable: true },
      complete: (value, run) => {
        if (value === null || value === undefined) return null;
        if (value instanceof Error) throw value;
        const object: Record<string, unknown> = {};
        this.#fill(object, planned, ({ read }) => read(value, run), run);
        return object;
      },
    };
  }

  /** Completes the fields of an object. @throws Located when one fails that may not be null */
  #fill<Field extends PlannedField>(
    object: Record<string, unknown>,
    fields: readonly Field[],
    read: (field: Field, index: number) => unknown,
    run: Run,
  ): void {
    const { path } = run;
    const depth = path.length;
    let i = 0;
    while (i < fields.length) {
      // One try for all fields; after an error it goes on behind the field that failed.
      try {
        for (; i < fields.length; i++) {
          const field = fields[i];
          if (!field) break;
          const { key } = field;
          path.push(key);
          const value = read(field, i);
          object[key] = field.complete(value, run);
          path.length = depth;
        }
      } catch (error) {
        const field = fields[i];
        if (!field) throw error;
        path.length = depth;
        const located = locate(error, field.nodes, [...path, field.key]);
        if (!field.isNullable) throw located;
        run.errors.push(located.error);
        object[field.key] = null;
        i++;
      }
    }
  }
}

/** What a root resolver threw; an error that it answers is one, too. */
class Failed extends Error {
  constructor(error: unknown) {
    super('', { cause: error });
  }
}

function locate(error: unknown, nodes: readonly FieldNode[], path: readonly (string | number)[]): Located {
  if (error instanceof Located) return error;
  if (error instanceof NoPlan) throw error;
  const cause = error instanceof Failed ? error.cause : error;
  if (cause instanceof NoPlan) throw cause;
  return new Located(locatedError(cause, nodes, path));
}

function fieldOf(type: GraphQLObjectType, nodes: readonly FieldNode[]): GraphQLField<unknown, unknown> {
  const field = type.getFields()[nodes[0]?.name.value ?? ''];
  if (!field) throw new NoPlan();
  return field;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && 'catch' in value;
}

function leaf(type: GraphQLLeafType): Complete {
  const serialize = (value: unknown): unknown => {
    if (value instanceof Error) throw value;
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(`Expected ${type}.serialize(${String(value)}) to return non-nullable value.`);
    }
    return serialized;
  };
  const isPlain = PLAIN[type.name];
  if (!isPlain) return (value) => (value === null || value === undefined ? null : serialize(value));
  return (value) => (isPlain(value) ? value : value === null || value === undefined ? null : serialize(value));
}

/** Values that the built-in scalars answer as they are. */
const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  String: (value) => typeof value === 'string',
  ID: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
};
