/**
 * Turns a plan into JavaScript, for a document that comes again: objects are then made with all their fields at once, which is faster
 * than to set them one by one under names that V8 does not know. The idea is that of graphql-jit and
 * Ajv. Nothing of a client's goes into the code but names that GraphQL's grammar allows, and these as JSON strings.
 *
 * Compiled code knows no errors: where there is one, or a null that may not be, it throws, and the plan runs again as it stands.
 */
import type { GraphQLLeafType } from 'graphql';

/** What the values at one place of an answer are made into. */
export type Shape = { readonly isNullable: boolean } & (
  | { readonly kind: 'leaf'; readonly type: GraphQLLeafType }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'object'; readonly fields: readonly ShapedField[] }
  | { readonly kind: 'abstract'; readonly possible: ReadonlyMap<string, Shape> }
);

export interface ShapedField {
  readonly key: string;
  /** The property of its object where its value is, or how it is found. */
  readonly from: string | ((source: unknown, run: never) => unknown);
  readonly shape: Shape;
}

/** Completes the values of the root fields, in their order. Throws whatever, where the answer holds an error. */
export type CompiledPlan = (values: readonly unknown[], run: unknown) => Record<string, unknown>;

/** Thrown by compiled code. */
class NotAsPlanned extends Error {}

export function compilePlan(roots: readonly ShapedField[]): CompiledPlan {
  const code = new Code();
  const names = roots.map(({ shape }, i) => code.let(code.complete(shape, `values[${i}]`)));
  const properties = roots.map(({ key }, i) => `${JSON.stringify(key)}: ${names[i]}`);
  const body = `${code.functions.join('\n')}
    return (values, run) => { ${code.takeLets()} return { ${properties.join(', ')} }; };`;
  // What it makes is what it was told to.
  return new Function('k', 'unfit', body)(code.constants, () => {
    throw new NotAsPlanned();
  }) as CompiledPlan;
}

class Code {
  readonly functions: string[] = [];
  readonly constants: unknown[] = [];
  #lets: string[] = [];
  #names = 0;

  #name(): string {
    this.#names += 1;
    return `x${this.#names}`;
  }

  /** A name for the value of an expression, which is reckoned once. */
  let(expression: string): string {
    const name = this.#name();
    this.#lets.push(`const ${name} = ${expression};`);
    return name;
  }

  takeLets(): string {
    const lets = this.#lets.join('\n');
    this.#lets = [];
    return lets;
  }

  #constant(value: unknown): string {
    this.constants.push(value);
    return `k[${this.constants.length - 1}]`;
  }

  /** An expression for what a value is completed to. */
  complete(shape: Shape, value: string): string {
    const v = this.let(value);
    const missing = shape.isNullable ? 'null' : 'unfit()';
    if (shape.kind !== 'leaf') {
      return `${v} === null || ${v} === undefined ? ${missing} : ${this.#functionFor(shape)}(${v}, run)`;
    }
    const serialized = `${v} === null || ${v} === undefined ? ${missing} : ${this.#serializer(shape.type)}(${v})`;
    const plain = PLAIN[shape.type.name]?.(v);
    return plain === undefined ? serialized : `${plain} ? ${v} : ${serialized}`;
  }

  #serializer(type: GraphQLLeafType): string {
    return this.#constant((value: unknown): unknown => {
      if (value instanceof Error) throw value;
      const serialized: unknown = type.serialize(value);
      if (serialized === null || serialized === undefined) throw new NotAsPlanned();
      return serialized;
    });
  }

  /** The name of a function that completes values which are there. */
  #functionFor(shape: Exclude<Shape, { kind: 'leaf' }>): string {
    const outer = this.#lets;
    this.#lets = [];
    const name = this.#name();
    const body = this.#bodyFor(shape);
    this.#lets = outer;
    this.functions.push(`function ${name}(v, run) { ${body} }`);
    return name;
  }

  #bodyFor(shape: Exclude<Shape, { kind: 'leaf' }>): string {
    if (shape.kind === 'list') {
      const item = this.complete(shape.item, 'v[i]');
      return `if (!Array.isArray(v)) unfit();
        const items = [];
        for (let i = 0; i < v.length; i++) { ${this.takeLets()} items.push(${item}); }
        return items;`;
    }
    if (shape.kind === 'abstract') {
      const cases = [...shape.possible].map(
        ([typeName, possible]) =>
          `case ${JSON.stringify(typeName)}: { const x = ${this.complete(possible, 'v')}; return x; }`,
      );
      return `${this.takeLets()} switch (v.__typename) { ${cases.join('\n')} default: return unfit(); }`;
    }
    const properties = shape.fields.map(({ key, from, shape: inner }) => {
      const value = typeof from === 'string' ? `v[${JSON.stringify(from)}]` : `${this.#constant(from)}(v, run)`;
      return `${JSON.stringify(key)}: ${this.let(this.complete(inner, value))}`;
    });
    return `if (v instanceof Error) unfit();
      ${this.takeLets()}
      return { ${properties.join(', ')} };`;
  }
}

const isString = (v: string): string => `typeof ${v} === 'string'`;
/** Values that scalars answer as they are. An instant is, if it is written as JSON has it. */
const PLAIN: Readonly<Record<string, (v: string) => string>> = {
  String: isString,
  ID: isString,
  Boolean: (v) => `typeof ${v} === 'boolean'`,
  Int: (v) => `typeof ${v} === 'number' && (${v} | 0) === ${v}`,
  Float: (v) => `typeof ${v} === 'number' && Number.isFinite(${v})`,
  DateTime: (v) => `typeof ${v} === 'string' && /^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$/.test(${v})`,
};
