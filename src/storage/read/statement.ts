import { createHash } from 'node:crypto';
import type { List, Many, Model, ModelName, One, OrderKey } from './catalogue.ts';
import { CATALOGUE } from './catalogue.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { narrowed } from './narrowed.ts';
import type { Page, PageOrder, PageSelection, RawPage, Row, Selection } from './selection.ts';
import { timelineSql } from './timeline.ts';

/**
 * Turns a selection into one SQL statement, however deep it is nested.
 *
 * A row is a subselect whose columns are what was asked for; each thing that it points to, and each of its lists, is a
 * correlated subselect that PostgreSQL folds into JSON. So the number of statements does not depend on the number of rows,
 * a page is cut by the database (LIMIT inside the subselect, once per parent), and only columns that were asked for are
 * read. The idea is that of Hasura's and PostGraphile's queries; the pieces come from the catalogue.
 */
export class Statement {
  readonly values: unknown[] = [];
  #aliases = 0;

  /** A subselect that gives one row as JSON, or nothing. */
  one(relation: One, selection: Selection, parent: string): string {
    const t = this.alias();
    const { table } = modelOf(relation.node);
    return this.#object(
      `SELECT ${this.#columns(relation.node, selection, t)} FROM ${table} ${t} WHERE ${relation.where(t, parent)}`,
    );
  }

  /** A subselect that gives all rows as a JSON array. */
  many(relation: Many, selection: Selection, parent: string): string {
    const { table } = modelOf(relation.node);
    return this.rows(
      relation.node,
      selection,
      (t) => `${table} ${t} WHERE ${relation.where(t, parent)}`,
      relation.orderBy,
    );
  }

  /** A subselect that gives, as a JSON array, rows of a type from wherever they come. */
  rows(model: ModelName, selection: Selection, from: (t: string) => string, orderBy: (t: string) => string): string {
    const t = this.alias();
    return this.#array(`SELECT ${this.#columns(model, selection, t)} FROM ${from(t)} ORDER BY ${orderBy(t)}`);
  }

  /** A subselect that gives a page of a list as a JSON object, {@link RawPage}. */
  page(list: List, name: string, page: PageSelection, parent: string): string {
    const parts: string[] = [];
    const fitting = (t: string, further: readonly string[] = []): string =>
      narrowed(list, page.condition, t, parent, this, further);
    if (page.node) {
      const t = this.alias();
      const { args } = page;
      const backward = args.last !== null;
      const keys = this.#keys(list, page, t);
      const bounds = this.#bounds(keys, name, page);
      const columns = [
        this.#columns(list.node, page.node, t),
        `json_build_array(${keys.map(({ sql }) => sql).join(', ')}) AS "${KEYS}"`,
        ...[...page.edge].map((column) => `${edgeColumn(list, column)(t)} AS "${EDGE}${column}"`),
      ];
      const orderBy = keys.map(({ sql, direction }) => `${sql} ${backward ? opposite(direction) : direction}`);
      const rows = this.#array(
        `SELECT ${columns.join(', ')} FROM ${fitting(
          t,
          bounds.map(({ inside }) => inside),
        )}
         ORDER BY ${orderBy.join(', ')} LIMIT ${this.value((args.first ?? args.last ?? 0) + 1)}::int`,
      );
      parts.push(`'rows', ${rows}`);
      if (page.pageInfo) {
        // What lies on the far side of a cursor is looked for, not assumed: its row may be gone, and others too.
        for (const { side, outside } of bounds) {
          parts.push(`'${side}', EXISTS (SELECT FROM ${fitting(t, [outside])})`);
        }
      }
    }
    if (page.totalCount) parts.push(`'total', (SELECT count(*)::int FROM ${fitting(this.alias())})`);
    return `json_build_object(${parts.join(', ')})`;
  }

  /** Takes a value from outside into the statement. */
  value(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }

  /** A table alias that nothing else in the statement has. */
  alias(): string {
    this.#aliases += 1;
    return `t${this.#aliases}`;
  }

  #object(select: string): string {
    return `(SELECT row_to_json(r) FROM (${select}) r)`;
  }

  #array(select: string): string {
    return `(SELECT coalesce(json_agg(r), '[]'::json) FROM (${select}) r)`;
  }

  #columns(name: ModelName, selection: Selection, t: string): string {
    const model = modelOf(name);
    const parts = [...selection.columns].map((column) => `${pick(model.columns, column)(t)} AS "${column}"`);
    for (const [slot, { relation, selection: inner }] of selection.ones) {
      parts.push(`${this.one(pick(model.ones, relation), inner, t)} AS "${slot}"`);
    }
    for (const [slot, { relation, selection: inner }] of selection.manys) {
      parts.push(`${this.many(pick(model.manys, relation), inner, t)} AS "${slot}"`);
    }
    for (const [slot, { list, page }] of selection.lists) {
      parts.push(`${this.page(pick(model.lists, list), `${name}.${list}`, page, t)} AS "${slot}"`);
    }
    for (const [slot, timeline] of selection.timelines) {
      parts.push(`${timelineSql(pick(model.lists, timeline.of), timeline, t, this)} AS "${slot}"`);
    }
    return parts.join(', ');
  }

  /** The keys of the page's order, as SQL. */
  #keys(list: List, { order }: PageSelection, t: string): readonly Key[] {
    const search = order.search === null ? '' : `${this.value(order.search)}::text`;
    return orderOf(list, order).map((key) => ({ ...key, sql: key.sql(t, search) }));
  }

  /** The conditions that the cursors of a page put on its rows. */
  #bounds(keys: readonly Key[], name: string, { args, order }: PageSelection) {
    const bounds: { side: 'before' | 'after'; inside: string; outside: string }[] = [];
    for (const side of ['after', 'before'] as const) {
      const cursor = args[side];
      if (cursor === null) continue;
      const values = decodeCursor(cursor, signatureOf(name, order), keys).map(
        (value, i) => `${this.value(value)}::${keys[i]?.type}`,
      );
      const beyond = comparison(keys, values, side === 'after' ? 'follows' : 'precedes');
      bounds.push({ side: side === 'after' ? 'before' : 'after', inside: beyond, outside: `NOT (${beyond})` });
    }
    return bounds;
  }
}

/** An order key in a statement. */
interface Key extends Pick<OrderKey, 'type' | 'direction'> {
  readonly sql: string;
}

/**
 * Whether a row stands behind (or before) a place in the order. Keys that all run one way are compared as a row, which
 * an index on them answers at any depth; otherwise key by key.
 */
function comparison(keys: readonly Key[], values: readonly string[], which: 'follows' | 'precedes'): string {
  const operator = ({ direction }: Key) => ((direction === 'ASC') === (which === 'follows') ? '>' : '<');
  const first = keys[0];
  if (first && keys.every(({ direction }) => direction === first.direction)) {
    return `(${keys.map(({ sql }) => sql).join(', ')}) ${operator(first)} (${values.join(', ')})`;
  }
  const alternatives = keys.map((key, i) => {
    const equal = keys.slice(0, i).map((before, j) => `${before.sql} = ${values[j]}`);
    return `(${[...equal, `${key.sql} ${operator(key)} ${values[i]}`].join(' AND ')})`;
  });
  // Implied by the alternatives, and the part of them that an index on the first key can use.
  return `(${first?.sql} ${first && operator(first)}= ${values[0]} AND (${alternatives.join(' OR ')}))`;
}

/** Names that stand beside a row's own columns in the answer. */
const KEYS = '$keys';
const EDGE = '$edge:';

/** Makes a connection's page of a list as PostgreSQL answered it. */
function toPage(raw: RawPage, name: string, { args, edge, order }: PageSelection): Page {
  const limit = args.first ?? args.last ?? 0;
  const all = raw.rows ?? [];
  const overflow = all.length > limit;
  const rows = all.slice(0, limit);
  if (args.last !== null) rows.reverse();
  const edges = rows.map((node) => {
    const facts = Object.fromEntries([...edge].map((column) => [column, node[EDGE + column]]));
    return { cursor: encodeCursor(signatureOf(name, order), node[KEYS] as unknown[]), node, ...facts };
  });
  return {
    edges,
    pageInfo: {
      hasNextPage: args.last === null ? overflow || raw.after === true : raw.after === true,
      hasPreviousPage: args.last === null ? raw.before === true : overflow || raw.before === true,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    totalCount: raw.total,
  };
}

/** Replaces, in a row and all below it, the lists as PostgreSQL answered them by pages. */
export function finishRow(row: Row, name: ModelName, selection: Selection): Row {
  const model = modelOf(name);
  for (const [slot, { relation, selection: inner }] of selection.ones) {
    const value = row[slot];
    if (value) finishRow(value as Row, pick(model.ones, relation).node, inner);
  }
  for (const [slot, { relation, selection: inner }] of selection.manys) {
    for (const value of row[slot] as Row[]) finishRow(value, pick(model.manys, relation).node, inner);
  }
  for (const [slot, { list, page }] of selection.lists) {
    row[slot] = finishPage(row[slot] as RawPage, pick(model.lists, list), `${name}.${list}`, page);
  }
  return row;
}

export function finishPage(raw: RawPage, list: List, name: string, page: PageSelection): Page {
  if (page.node) for (const row of raw.rows ?? []) finishRow(row, list.node, page.node);
  return toPage(raw, name, page);
}

function orderOf(list: List, { name }: PageOrder): readonly OrderKey[] {
  return pick(list.orders, name);
}

/** What a cursor is signed with: the list and the order that it belongs to. */
function signatureOf(list: string, { name, search }: PageOrder): string {
  // What is relevant to one search says nothing of another.
  const text = search === null ? '' : `:${createHash('sha256').update(search).digest('base64url').slice(0, 8)}`;
  return `${list}:${name}${text}`;
}

function edgeColumn(list: List, column: string): (t: string) => string {
  return pick(list.edge ?? {}, column);
}

function opposite(direction: 'ASC' | 'DESC'): 'ASC' | 'DESC' {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}

function modelOf(name: ModelName): Model {
  return CATALOGUE[name];
}

function pick<T>(from: Readonly<Record<string, T>>, name: string): T {
  const found = Object.hasOwn(from, name) ? from[name] : undefined;
  if (found === undefined)
    throw new Error(`the catalogue has no '${name}' here: it has ${Object.keys(from).join(', ')}`);
  return found;
}
