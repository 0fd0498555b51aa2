/**
 * What a list is narrowed to, as a tree: the client's filter once it has been checked. `filterable.ts` says what its fields and
 * relations are; {@link conditionSql} makes SQL of it.
 */
import type { FilterableModel } from './filterable.ts';
import { FILTERABLE } from './filterable.ts';

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

const TRUE = 'true';
const FALSE = 'false';

/**
 * A condition on the row with the alias `t`, as an SQL expression. What is unknown (a comparison with an absent value) does
 * not hold, and its negation does: `not` is IS NOT TRUE, never NOT.
 */
export function conditionSql(
  condition: Condition,
  model: FilterableModel,
  t: string,
  context: ConditionContext,
): string {
  const { fields, relations, search } = FILTERABLE[model];
  const inner = (each: Condition): string => conditionSql(each, model, t, context);
  switch (condition.kind) {
    case 'all': {
      const parts = condition.of.map(inner).filter((part) => part !== TRUE);
      return parts.length === 0 ? TRUE : `(${parts.join(' AND ')})`;
    }
    case 'any': {
      const parts = condition.of.map(inner).filter((part) => part !== FALSE);
      if (parts.includes(TRUE)) return TRUE;
      return parts.length === 0 ? FALSE : `(${parts.join(' OR ')})`;
    }
    case 'not': {
      const part = inner(condition.of);
      return part === TRUE ? FALSE : part === FALSE ? TRUE : `(${part}) IS NOT TRUE`;
    }
    case 'compare': {
      const { sql, type } = known(fields, condition.field);
      return comparison(sql(t), type, condition.operator, condition.value, context);
    }
    case 'absent':
      return `${known(relations, condition.relation).reference?.(t) ?? 'NULL'} IS ${condition.is ? '' : 'NOT '}NULL`;
    case 'related': {
      const relation = known(relations, condition.relation);
      const f = context.alias();
      const part = conditionSql(condition.to, relation.node, f, context);
      if (part === TRUE) return TRUE;
      return `EXISTS (SELECT FROM ${relation.from(f)} WHERE ${relation.where(f, t)} AND ${part})`;
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
  { value: parameter }: ConditionContext,
): string {
  if (typeof value === 'object' && 'ignoreCase' in value) {
    const given = value.ignoreCase;
    if (operator === 'in') return `lower(${column}) = ANY(SELECT lower(v) FROM unnest(${parameter(given)}::text[]) v)`;
    return `${column} ILIKE ${parameter(pattern(operator, String(given)))}::text`;
  }
  switch (operator) {
    case 'eq':
      return `${column} = ${parameter(value)}::${type}`;
    case 'in':
      return `${column} = ANY(${parameter(value)}::${type}[])`;
    case 'contains':
    case 'startsWith':
      return `${column} LIKE ${parameter(pattern(operator, String(value)))}::text`;
    case 'isNull':
      return `${column} IS ${value === true ? '' : 'NOT '}NULL`;
    default:
      return `${column} ${COMPARATORS[operator]} ${parameter(value)}::${type}`;
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
