/**
 * What a list is narrowed to, as a tree: the client's filter once it has been checked. `filterable.ts` says what its fields and
 * relations are; {@link conditionSql} makes SQL of it.
 */
import type { FilterableModel } from './filterable.ts';
import { FILTERABLE } from './filterable.ts';
import { standIns } from './stand-ins.ts';

export type Operator = 'eq' | 'in' | 'contains' | 'startsWith' | 'gt' | 'gte' | 'lt' | 'lte' | 'isNull';

export type Condition =
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'compare'; readonly field: string; readonly operator: Operator; readonly value: ComparedValue }
  /** At least one such thing; of a condition that holds for everything: no constraint at all. */
  | { readonly kind: 'related'; readonly relation: string; readonly to: Condition }
  /** Whether there is nothing at the other end of a relation to one thing. */
  | { readonly kind: 'absent'; readonly relation: string; readonly is: boolean }
  | { readonly kind: 'search'; readonly text: string };

export type ComparedValue = string | number | boolean | readonly string[] | IgnoringCase;
export interface IgnoringCase {
  readonly ignoreCase: string | readonly string[];
}

export const EVERYTHING: Condition = { kind: 'all', of: [] };

/** The statement that the condition becomes part of. */
export interface ConditionContext {
  /** Takes a value into the statement; @returns its parameter. */
  value(value: unknown): string;
  /** A table alias that nothing else in the statement has. */
  alias(): string;
}

/**
 * A condition on the row with the alias `t`, as an SQL expression; null where it constrains nothing. What is unknown (a
 * comparison with an absent value) does not hold, and its negation does: `not` is IS NOT TRUE, never NOT.
 */
export function conditionSql(
  condition: Condition,
  model: FilterableModel,
  t: string,
  context: ConditionContext,
): string | null {
  const reduced = reduce(condition);
  if (reduced === true) return null;
  return reduced === false ? 'false' : sqlOf(reduced, model, t, context);
}

/** Whether the condition holds for everything. */
export function isEverything(condition: Condition): boolean {
  return reduce(condition) === true;
}

/** The condition without parts that always or never hold; true or false where nothing else is left of it. */
function reduce(condition: Condition): Condition | boolean {
  switch (condition.kind) {
    case 'all':
    case 'any': {
      const decisive = condition.kind === 'any';
      const of: Condition[] = [];
      for (const part of condition.of.map(reduce)) {
        if (part === decisive) return decisive;
        if (typeof part !== 'boolean') of.push(part);
      }
      return of.length === 0 ? !decisive : { kind: condition.kind, of };
    }
    case 'not': {
      const of = reduce(condition.of);
      return typeof of === 'boolean' ? !of : { kind: 'not', of };
    }
    case 'related': {
      const to = reduce(condition.to);
      return typeof to === 'boolean' ? to : { ...condition, to };
    }
    default:
      return condition;
  }
}

function sqlOf(condition: Condition, model: FilterableModel, t: string, context: ConditionContext): string {
  const { fields, relations, search } = FILTERABLE[model];
  const inner = (each: Condition): string => sqlOf(each, model, t, context);
  switch (condition.kind) {
    case 'all':
      return `(${condition.of.map(inner).join(' AND ')})`;
    case 'any':
      return `(${condition.of.map(inner).join(' OR ')})`;
    case 'not':
      // What asks for existence is never unknown, and PostgreSQL makes a join of NOT EXISTS.
      return condition.of.kind === 'related' ? `NOT ${inner(condition.of)}` : `(${inner(condition.of)}) IS NOT TRUE`;
    case 'compare': {
      const { sql, type, key } = known(fields, condition.field);
      if (key && condition.operator === 'isNull') {
        return `${key.sql(t)} ${condition.value === true ? '=' : '>'} ${key.absent}`;
      }
      if (key) {
        const compared = comparison(key.sql(t), type, condition.operator, condition.value, context);
        const isBelow = condition.operator === 'lt' || condition.operator === 'lte';
        return isBelow ? `(${compared} AND ${sql(t)} IS NOT NULL)` : compared;
      }
      if (type === 'uuid' && condition.operator !== 'isNull') {
        const ids = Array.isArray(condition.value) ? condition.value : [condition.value];
        return `${sql(t)} = ANY(${standIns(model, `${context.value(ids)}::uuid[]`)})`;
      }
      return comparison(sql(t), type, condition.operator, condition.value, context);
    }
    case 'absent':
      return `${known(relations, condition.relation).reference?.(t) ?? 'NULL'} IS ${condition.is ? '' : 'NOT '}NULL`;
    case 'related': {
      const relation = known(relations, condition.relation);
      const f = context.alias();
      const to = sqlOf(condition.to, relation.node, f, context);
      return `EXISTS (SELECT FROM ${relation.from(f)} WHERE ${relation.where(f, t)} AND ${to})`;
    }
    case 'search':
      if (!search) throw new Error(`${model} cannot be searched`);
      return search(t, context.value(condition.text));
  }
}

function comparison(
  column: string,
  type: string,
  operator: Operator,
  value: ComparedValue,
  context: ConditionContext,
): string {
  if (typeof value === 'object' && 'ignoreCase' in value) {
    const given = value.ignoreCase;
    if (operator === 'in')
      return `lower(${column}) = ANY(SELECT lower(v) FROM unnest(${context.value(given)}::text[]) v)`;
    return `${column} ILIKE ${context.value(pattern(operator, String(given)))}::text`;
  }
  switch (operator) {
    case 'eq':
      return `${column} = ${context.value(value)}::${type}`;
    case 'in':
      return `${column} = ANY(${context.value(value)}::${type}[])`;
    case 'contains':
    case 'startsWith':
      return `${column} LIKE ${context.value(pattern(operator, String(value)))}::text`;
    case 'isNull':
      return `${column} IS ${value === true ? '' : 'NOT '}NULL`;
    default:
      return `${column} ${COMPARATORS[operator]} ${context.value(value)}::${type}`;
  }
}

const COMPARATORS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** For LIKE: its own signs stand for themselves. */
function pattern(operator: Operator, text: string): string {
  const literal = text.replace(/[\\%_]/g, '\\$&');
  if (operator === 'contains') return `%${literal}%`;
  return operator === 'startsWith' ? `${literal}%` : literal;
}

function known<T>(from: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(from, name) ? from[name] : undefined;
  if (found === undefined) throw new Error(`nothing can be filtered by '${name}' here`);
  return found;
}
