import { ClientError } from '../domain/client-error.ts';
import { normalizeName } from '../domain/name.ts';
import type { ComparedValue, Condition, Operator } from '../storage/read/condition.ts';
import { EVERYTHING } from '../storage/read/condition.ts';
import type { FieldType, FilterableModel } from '../storage/read/filterable.ts';
import { FILTERABLE } from '../storage/read/filterable.ts';
import type { NodeType } from './global-id.ts';
import { parseGlobalId } from './global-id.ts';

/** Filters in filters; far more than any question needs. */
const MAX_DEPTH = 12;
/** Fields and operators of one filter, all in all. */
const MAX_TERMS = 200;
const MAX_IN = 1_000;
/** UTF-16 code units of a search, and of one word of it: PostgreSQL takes words up to 2 kB. */
const MAX_SEARCH = 10_000;
const MAX_WORD = 500;

/**
 * The condition that a filter stands for. What is left out constrains nothing, an empty object neither; null for the whole
 * filter is as if it were left out.
 * @param filter of the shape that the schema's input type gives it
 * @throws ClientError BAD_USER_INPUT for null inside it, for ids of other types, for what is too large; INVALID_SEARCH for
 *   a search that cannot be
 */
export function conditionOf(model: FilterableModel, filter: unknown): Condition {
  if (filter === null || filter === undefined) return EVERYTHING;
  return new FilterReader().filter(model, filter, 'filter', 1);
}

class FilterReader {
  #terms = 0;

  filter(model: FilterableModel, filter: unknown, path: string, depth: number): Condition {
    if (depth > MAX_DEPTH) {
      throw mistake(`${path.slice(0, 100)}… is nested more than ${MAX_DEPTH} levels deep: ask a simpler question.`);
    }
    return all(
      entriesOf(filter, path).map(([name, value]) => this.#term(model, name, value, `${path}.${name}`, depth)),
    );
  }

  #term(model: FilterableModel, name: string, value: unknown, path: string, depth: number): Condition {
    this.#terms += 1;
    if (this.#terms > MAX_TERMS) throw mistake(`The filter has more than ${MAX_TERMS} terms: ask in several queries.`);
    const { fields, relations } = FILTERABLE[model];
    const listed = () =>
      listOf(value).map((each, i) => this.filter(model, notNull(each, `${path}.${i}`), `${path}.${i}`, depth + 1));
    if (name === 'and') return all(listed());
    if (name === 'or') return { kind: 'any', of: listed() };
    if (name === 'not') return { kind: 'not', of: this.filter(model, value, path, depth + 1) };
    if (name === 'search') return { kind: 'search', text: searchText(model, String(value)) };
    const relation = relations[name];
    if (relation) {
      // Of a relation to one thing, whether there is one: { publisher: { id: { isNull: true } } }.
      const [absent, rest] = relation.reference ? withoutIsNull(value, path) : [null, value];
      const to = this.filter(relation.node, rest, path, depth + 1);
      const related: Condition = { kind: 'related', relation: name, to };
      return absent === null ? related : all([{ kind: 'absent', relation: name, is: absent }, related]);
    }
    const type = fields[name]?.type;
    if (type === undefined) throw new Error(`the schema has the filter ${path}, and nothing answers it`);
    if (type === 'boolean') return { kind: 'compare', field: name, operator: 'eq', value: value === true };
    return this.#comparisons(model, name, type, value, path);
  }

  #comparisons(model: FilterableModel, field: string, type: FieldType, filter: unknown, path: string): Condition {
    const entries = entriesOf(filter, path);
    const ignoresCase = entries.some(([name, value]) => name === 'ignoreCase' && value === true);
    return all(
      entries
        .filter(([name]) => name !== 'ignoreCase')
        .map(([name, given]) => {
          this.#terms += 1;
          const operator = name as Operator;
          const at = `${path}.${name}`;
          if (operator === 'isNull') return { kind: 'compare', field, operator, value: given === true };
          const value = comparedValue(model, type, given, at);
          const compared =
            ignoresCase && (typeof value === 'string' || Array.isArray(value)) ? { ignoreCase: value } : value;
          return { kind: 'compare', field, operator, value: compared };
        }),
    );
  }
}

function all(conditions: readonly Condition[]): Condition {
  const [only] = conditions;
  return conditions.length === 1 && only ? only : { kind: 'all', of: conditions };
}

/** What an input object holds; a field that is left out is not there. */
function entriesOf(input: unknown, path: string): [string, unknown][] {
  if (typeof input !== 'object' || input === null) throw new Error(`${path} is no input object`);
  return Object.entries(input).flatMap(([name, value]): [string, unknown][] =>
    value === undefined ? [] : [[name, notNull(value, `${path}.${name}`)]],
  );
}

function notNull(value: unknown, path: string): unknown {
  if (value !== null) return value;
  throw mistake(
    `${path} is null: leave it out where nothing is asked, and ask for what is absent with { isNull: true }.`,
  );
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

/** Takes `id: { isNull }` out of the filter of a related thing. */
function withoutIsNull(filter: unknown, path: string): [boolean | null, unknown] {
  const { id, ...rest } = Object.fromEntries(entriesOf(filter, path));
  if (id === undefined) return [null, filter];
  const { isNull, ...others } = Object.fromEntries(entriesOf(id, `${path}.id`));
  if (isNull === undefined) return [null, filter];
  return [isNull === true, { ...rest, ...(Object.keys(others).length > 0 ? { id: others } : {}) }];
}

function comparedValue(model: FilterableModel, type: FieldType, given: unknown, path: string): ComparedValue {
  if (Array.isArray(given)) {
    if (given.length > MAX_IN) throw mistake(`${path} holds ${given.length}, and may hold at most ${MAX_IN}.`);
    return given.map((each) => String(comparedValue(model, type, each, path)));
  }
  if (given instanceof Date) return given.toISOString();
  if (type === 'uuid') return parseGlobalId(String(given), nodeTypeOf(model)).id;
  if (typeof given === 'string') return checkText(given, path);
  if (typeof given === 'number') return given;
  throw new Error(`${path} has a value of no known kind`);
}

function nodeTypeOf(model: FilterableModel): NodeType {
  if (model === 'ArticleIngested' || model === 'Tombstone' || model === 'IngestJob')
    throw new Error(`${model} is no node: it has no ids`);
  return model;
}

function checkText(text: string, path: string): string {
  // PostgreSQL's text holds no NUL.
  if (text.includes('\0')) throw mistake(`${path} holds the character U+0000, which no text here does.`);
  return text;
}

/**
 * A search as the database takes it: names are compared as `normalizeName` gives them.
 * @throws ClientError INVALID_SEARCH
 */
export function searchText(model: FilterableModel, text: string): string {
  if (text.length > MAX_SEARCH) {
    throw new ClientError(
      'INVALID_SEARCH',
      `The search has ${text.length} characters, and may have at most ${MAX_SEARCH}.`,
    );
  }
  if (text.split(/\s+/).some((word) => word.length > MAX_WORD)) {
    throw new ClientError('INVALID_SEARCH', `A word of the search has more than ${MAX_WORD} characters.`);
  }
  const checked = checkText(text, 'search');
  return model === 'Entity' || model === 'Source' ? normalizeName(checked) : checked;
}

function mistake(message: string): ClientError {
  return new ClientError('BAD_USER_INPUT', message);
}
