import type { List, Many, ModelName, One, OrderKey } from './catalogue.ts';
import { modelOf, pick } from './catalogue.ts';
import { decodeCursor, signatureOf } from './cursor.ts';
import { narrowed } from './narrowed.ts';
import type { RowLayout } from './row-layout.ts';
import { layoutOf } from './row-layout.ts';
import { MOST_ARGUMENTS, PAGE_SIDES } from './row-reader.ts';
import type { PageSelection, Selection } from './selection.ts';
import { timelineSql } from './timeline.ts';

/**
 * Turns a selection into one SQL statement, however deep it is nested.
 *
 * A row is a JSON array of what was asked for (`row-layout.ts`). What it points to is joined, row by row; each of its lists is
 * a correlated subselect in it that PostgreSQL folds into JSON. So the number of statements does not depend on the number of
 * rows, a page is cut by the database (LIMIT inside the subselect, once per parent), and only what was asked for is read. The
 * idea is that of Hasura's and PostGraphile's queries; the pieces come from the catalogue. `row-reader.ts` reads the answer:
 * arrays, because names repeated in every row take PostgreSQL as long to write as the values.
 */
export class Statement {
  readonly values: unknown[] = [];
  #aliases = 0;

  /** A subselect that gives one row, or null. */
  one(relation: One, selection: Selection, parent: string): string {
    return this.#one(relation, layoutOf(relation.node, selection), parent);
  }

  #one(relation: One, layout: RowLayout, parent: string): string {
    const t = this.alias();
    const { row, joins } = this.#row(layout, t);
    return `(SELECT ${json(row, layout)} FROM ${modelOf(relation.node).table} ${t} ${joins} WHERE ${relation.where(t, parent)})`;
  }

  /** A subselect that gives all rows as a JSON array. */
  many(relation: Many, selection: Selection, parent: string): string {
    return this.#many(relation, layoutOf(relation.node, selection), parent);
  }

  #many(relation: Many, layout: RowLayout, parent: string): string {
    const t = this.alias();
    const { row, joins } = this.#row(layout, t);
    const from = `${modelOf(relation.node).table} ${t} ${joins} WHERE ${relation.where(t, parent)}`;
    return array(row, `${from} ORDER BY ${relation.orderBy(t)}`, layout);
  }

  /** A subselect that gives, as a JSON array, rows of a type from wherever they come. */
  rows(model: ModelName, selection: Selection, from: (t: string) => string, orderBy: (t: string) => string): string {
    const t = this.alias();
    const layout = layoutOf(model, selection);
    const { row, joins } = this.#row(layout, t, { areMany: true });
    return array(row, `${from(t)} ${joins} ORDER BY ${orderBy(t)}`, layout);
  }

  /** A subselect that gives a page of a list, as `pageReader` reads it. */
  page(list: List, name: string, page: PageSelection, parent: string): string {
    const fitting: Fitting = (t, further = [], joins = '') =>
      narrowed(list, page.condition, t, parent, this, { further, joins });
    if (page.totalCount && isReckoned(list, page)) {
      return this.#pageOfReckoned(list, page.node, name, page, fitting);
    }
    const parts: string[] = [];
    if (page.node) {
      const t = this.alias();
      const keys = this.#keys(list, page, t);
      const bounds = this.#bounds(keys, name, page);
      const insides = bounds.map(({ inside }) => inside);
      parts.push(this.#pageRows(list, page.node, page, t, keys, (joins) => fitting(t, insides, joins)));
      if (page.more) {
        // What lies on the far side of a cursor is looked for, not assumed: its row may be gone, and others too.
        for (const { outside } of bounds) parts.push(`EXISTS (SELECT FROM ${fitting(t, [outside])})`);
      }
    }
    if (page.totalCount) parts.push(`(SELECT count(*)::int FROM ${fitting(this.alias())})`);
    return tuple(parts);
  }

  /** A page and the count of all, where the order has to be reckoned for each row that fits: they are looked for once. */
  #pageOfReckoned(list: List, node: Selection, name: string, page: PageSelection, fitting: Fitting): string {
    const { m, columns, from, keys } = this.#reckoned(list, page, fitting);
    const answer = this.#pageFrom(m, keys, list, node, name, page);
    return `(WITH ${m} AS MATERIALIZED (SELECT ${columns.join(', ')} FROM ${from}) SELECT ${answer})`;
  }

  /**
   * A page whose order has to be reckoned, and something else about all rows that fit: they are looked for once.
   * @param further columns of these rows that the other needs
   * @param other an expression over a table of them
   * @returns an array of the two answers
   */
  pageAnd(
    list: List,
    name: string,
    page: ReckonedPage,
    further: (t: string) => readonly string[],
    other: (m: string) => string,
  ): string {
    const fitting: Fitting = (t) => narrowed(list, page.condition, t, '', this);
    const { found, m, columns, from, keys } = this.#reckoned(list, page, fitting);
    const all = [...columns, ...further(found)];
    const answers = tuple([this.#pageFrom(m, keys, list, page.node, name, page), other(m)]);
    return `(WITH ${m} AS MATERIALIZED (SELECT ${all.join(', ')} FROM ${from}) SELECT ${answers})`;
  }

  /** A table `m` of the rows that fit, `found` in it, with the keys of their order. */
  #reckoned(list: List, page: PageSelection, fitting: Fitting) {
    const [found, m] = [this.alias(), this.alias()];
    const reckoned = this.#keys(list, page, found);
    const columns = [`${found}."id"`, ...reckoned.map(({ sql }, i) => `${sql} AS "k${i}"`)];
    const keys = reckoned.map(({ type, direction }, i) => ({ type, direction, sql: `${m}."k${i}"` }));
    return { found, m, columns, from: fitting(found), keys };
  }

  #pageFrom(m: string, keys: readonly Key[], list: List, node: Selection, name: string, page: PageSelection): string {
    const t = this.alias();
    const bounds = this.#bounds(keys, name, page);
    const insides = ['true', ...bounds.map(({ inside }) => inside)].join(' AND ');
    // Cut before the rows are read, or PostgreSQL may read those of all.
    const cut = `(SELECT * FROM ${m} WHERE ${insides} ${orderAndLimit(keys, page)}) ${m}`;
    const joined = `${cut} JOIN ${modelOf(list.node).table} ${t} ON ${t}."id" = ${m}."id"`;
    const rows = this.#pageRows(list, node, page, t, keys, (joins) => `${joined}${joins}`);
    const outsides = page.more ? bounds.map(({ outside }) => `EXISTS (SELECT FROM ${m} WHERE ${outside})`) : [];
    return tuple([rows, ...outsides, ...(page.totalCount ? [`(SELECT count(*)::int FROM ${m})`] : [])]);
  }

  /** The rows of a page, as `pageReader` reads them. @param from FROM, with further joins, and WHERE of what may be on it */
  #pageRows(
    list: List,
    node: Selection,
    page: PageSelection,
    t: string,
    keys: readonly Key[],
    from: (joins: string) => string,
  ): string {
    const layout = layoutOf(list.node, node);
    const edge = [...page.edge].map((column) => pick(list.edge ?? {}, column).sql(t));
    // One row more than asked for tells that there are more. What is nested in it nobody reads.
    const isCounted = page.more && !layout.isFlat;
    const areMany = limitOf(page) > FEW;
    const beside = areMany ? null : besideOf(list, layout, t);
    if (!isCounted && (layout.joined.length === 0 || beside)) {
      const cursor = page.cursors ? [cursorOf(keys)] : [];
      const { row, joins } = this.#row(layout, t, { further: [...cursor, ...edge], beside });
      return array(row, `${from(joins)} ${orderAndLimit(keys, page)}`, layout);
    }
    // Cut before anything is joined, or PostgreSQL may join to all.
    const place = isCounted ? [`row_number() OVER (${orderBy(keys, page)}) AS "place"`] : [];
    const cut = [
      `${t}.*`,
      ...keys.map(({ sql }, i) => `${sql} AS "k${i}"`),
      ...edge.map((sql, i) => `${sql} AS "e${i}"`),
      ...place,
    ];
    const cutKeys = keys.map((key, i) => ({ ...key, sql: `${t}."k${i}"` }));
    const cursor = page.cursors ? [cursorOf(cutKeys)] : [];
    const further = [...cursor, ...edge.map((_sql, i) => `${t}."e${i}"`)];
    const { row, joins } = this.#row(layout, t, { further, areMany });
    const asked = isCounted ? `CASE WHEN ${t}."place" <= ${limitOf(page)} THEN ${row} END` : row;
    const rows = `(SELECT ${cut.join(', ')} FROM ${from('')} ${orderAndLimit(keys, page)}) ${t}`;
    return array(asked, `${rows} ${joins} ${orderBy(cutKeys, page)}`, layout);
  }

  /**
   * A row, and what has to be joined to it.
   * @param options further texts that follow those of the row; whether there may be many such rows; what stands beside it
   */
  #row(
    layout: RowLayout,
    t: string,
    {
      further = [],
      areMany = false,
      beside = null,
    }: { further?: readonly string[]; areMany?: boolean; beside?: Beside | null } = {},
  ): { row: string; joins: string } {
    const { texts, joins } = this.#joined(layout, t, areMany, beside);
    const all = [...texts, ...further];
    // An array of empty arrays would be an empty array.
    const row = `ARRAY[${all.length > 0 ? all.join(', ') : `''`}]::text[]`;
    if (layout.isFlat) return { row, joins };
    const nested = [
      ...layout.ones.map(({ one, layout: inner }) => this.#one(one, inner, t)),
      ...layout.manys.map(({ many, layout: inner }) => this.#many(many, inner, t)),
      ...layout.lists.map(({ list, name, page }) => this.page(list, name, page, t)),
      ...layout.timelines.map(({ list, timeline }) => timelineSql(list, timeline, t, this)),
    ];
    return { row: tuple([`array_to_json(${row})`, ...nested]), joins };
  }

  #joined(
    layout: RowLayout,
    t: string,
    areMany: boolean,
    beside: Beside | null = null,
  ): { texts: string[]; joins: string } {
    const texts = layout.columns.map(({ sql }) => sql(t));
    let joins = '';
    for (const { one, layout: inner } of layout.joined) {
      const stands = one === beside?.one;
      const u = stands ? beside.alias : this.alias();
      const { table } = modelOf(one.node);
      // For many rows PostgreSQL may read the whole table, which takes longer than it thinks; OFFSET keeps it from that.
      if (!stands)
        joins += areMany
          ? ` LEFT JOIN LATERAL (SELECT * FROM ${table} ${u} WHERE ${one.where(u, t)} OFFSET 0) ${u} ON true`
          : ` LEFT JOIN ${table} ${u} ON ${one.where(u, t)}`;
      const further = this.#joined(inner, u, areMany);
      joins += further.joins;
      texts.push(...further.texts);
    }
    return { texts, joins };
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

  /** The keys of the page's order, as SQL. */
  #keys(list: List, { order }: PageSelection, t: string): readonly Key[] {
    const search = order.search === null ? '' : `${this.value(order.search)}::text`;
    return pick(list.orders, order.name).map((key) => ({ ...key, sql: key.sql(t, search) }));
  }

  /** The conditions that the cursors of a page put on its rows. */
  #bounds(keys: readonly Key[], name: string, { args, order }: PageSelection) {
    const bounds: { inside: string; outside: string }[] = [];
    for (const side of PAGE_SIDES) {
      const cursor = args[side];
      if (cursor === null) continue;
      const values = decodeCursor(cursor, signatureOf(name, order), keys).map(
        (value, i) => `${this.value(value)}::${keys[i]?.type}`,
      );
      const beyond = comparison(keys, values, side === 'after' ? 'follows' : 'precedes');
      bounds.push({ inside: beyond, outside: `NOT (${beyond})` });
    }
    return bounds;
  }
}

/** So many rows are looked up one by one in any case. */
const FEW = 30;

/** FROM and WHERE of the rows `t` that fit, with further conditions and joins. */
type Fitting = (t: string, further?: readonly string[], joins?: string) => string;

/** What a row points to and FROM has joined to it already. */
interface Beside {
  readonly one: One;
  readonly alias: string;
}

/** What stands beside the rows of a list, if it is asked for: reading it there saves looking each up a second time. */
function besideOf({ node, beside }: List, layout: RowLayout, t: string): Beside | null {
  if (!beside) return null;
  const one = pick(modelOf(node).ones, beside.one);
  return layout.joined.some((joined) => joined.one === one) ? { one, alias: beside.alias(t) } : null;
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

/** A JSON array of expressions; of more than PostgreSQL's function takes an array of arrays: see `valuesOf`. */
export function tuple(parts: readonly string[]): string {
  if (parts.length <= MOST_ARGUMENTS) return `json_build_array(${parts.join(', ')})`;
  const chunks: string[] = [];
  for (let i = 0; i < parts.length; i += MOST_ARGUMENTS) {
    chunks.push(`json_build_array(${parts.slice(i, i + MOST_ARGUMENTS).join(', ')})`);
  }
  return `json_build_array(${chunks.join(', ')})`;
}

/** All rows as a JSON array. @param from FROM and all that follows */
function array(row: string, from: string, { isFlat }: RowLayout): string {
  if (isFlat) return `array_to_json(ARRAY(SELECT ${row} FROM ${from}))`;
  return `(SELECT coalesce(json_agg(a.r), '[]'::json) FROM (SELECT ${row} AS r FROM ${from}) a)`;
}

/** A row by itself as JSON. */
function json(row: string, { isFlat }: RowLayout): string {
  return isFlat ? `array_to_json(${row})` : row;
}

/** The text that `pageReader` makes a cursor of. */
function cursorOf(keys: readonly Key[]): string {
  return `${tuple(keys.map(({ sql }) => sql))}::text`;
}

/** A page with rows, in an order that is reckoned for each of them. */
export interface ReckonedPage extends PageSelection {
  readonly node: Selection;
}

/** Whether each row's place in the order is reckoned from the search, and the rows are those of a table. */
export function isReckoned(list: List, page: PageSelection): page is ReckonedPage {
  const { node, order } = page;
  return node !== null && order.search !== null && list.from('t', '') === `${modelOf(list.node).table} t`;
}

function orderBy(keys: readonly Key[], { args }: PageSelection): string {
  const backward = args.last !== null;
  const by = keys.map(({ sql, direction }) => `${sql} ${backward ? opposite(direction) : direction}`);
  return `ORDER BY ${by.join(', ')}`;
}

/** Page sizes are part of the text: a parameter would keep PostgreSQL from planning once for all of this size. */
function limitOf({ args }: PageSelection): number {
  return Math.trunc(args.first ?? args.last ?? 0);
}

function orderAndLimit(keys: readonly Key[], page: PageSelection): string {
  return `${orderBy(keys, page)} LIMIT ${limitOf(page) + (page.more ? 1 : 0)}`;
}

function opposite(direction: 'ASC' | 'DESC'): 'ASC' | 'DESC' {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}
