import type { List, Many, ModelName, One, OrderKey } from './catalogue.ts';
import { modelOf, pick } from './catalogue.ts';
import { decodeCursor, signatureOf } from './cursor.ts';
import { narrowed } from './narrowed.ts';
import { MOST_ARGUMENTS, PAGE_SIDES } from './row-reader.ts';
import type { PageSelection, Selection } from './selection.ts';
import { timelineSql } from './timeline.ts';

/**
 * Turns a selection into one SQL statement, however deep it is nested.
 *
 * A row is a JSON array of what was asked for; each thing that it points to, and each of its lists, is a correlated subselect in
 * it that PostgreSQL folds into JSON. So the number of statements does not depend on the number of rows, a page is cut by
 * the database (LIMIT inside the subselect, once per parent), and only what was asked for is read. The idea is that of
 * Hasura's and PostGraphile's queries; the pieces come from the catalogue. `row-reader.ts` reads the answer: arrays, because
 * names repeated in every row take PostgreSQL as long to write as the values.
 */
export class Statement {
  readonly values: unknown[] = [];
  #aliases = 0;

  /** A subselect that gives one row, or null. */
  one(relation: One, selection: Selection, parent: string): string {
    const t = this.alias();
    const { table } = modelOf(relation.node);
    const row = tuple(this.#columns(relation.node, selection, t));
    return `(SELECT ${row} FROM ${table} ${t} WHERE ${relation.where(t, parent)})`;
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
    return array(`SELECT ${tuple(this.#columns(model, selection, t))} AS r FROM ${from(t)} ORDER BY ${orderBy(t)}`);
  }

  /** A subselect that gives a page of a list, as `pageReader` reads it. */
  page(list: List, name: string, page: PageSelection, parent: string): string {
    const fitting = (t: string, further: readonly string[] = []): string =>
      narrowed(list, page.condition, t, parent, this, further);
    if (page.node && page.totalCount && isReckoned(list, page)) {
      return this.#pageOfReckoned(list, page.node, name, page, fitting);
    }
    const parts: string[] = [];
    if (page.node) {
      const t = this.alias();
      const keys = this.#keys(list, page, t);
      const bounds = this.#bounds(keys, name, page);
      const row = this.#pageRow(list, page.node, page, t, keys);
      const insides = bounds.map(({ inside }) => inside);
      parts.push(array(`SELECT ${row} AS r FROM ${fitting(t, insides)} ${orderAndLimit(keys, page)}`));
      if (page.more) {
        // What lies on the far side of a cursor is looked for, not assumed: its row may be gone, and others too.
        for (const { outside } of bounds) parts.push(`EXISTS (SELECT FROM ${fitting(t, [outside])})`);
      }
    }
    if (page.totalCount) parts.push(`(SELECT count(*)::int FROM ${fitting(this.alias())})`);
    return tuple(parts);
  }

  /** A page and the count of all, where the order has to be reckoned for each row that fits: they are looked for once. */
  #pageOfReckoned(
    list: List,
    node: Selection,
    name: string,
    page: PageSelection,
    fitting: (t: string) => string,
  ): string {
    const [found, m, t] = [this.alias(), this.alias(), this.alias()];
    const reckoned = this.#keys(list, page, found);
    const keys = reckoned.map(({ type, direction }, i) => ({ type, direction, sql: `${m}."k${i}"` }));
    const bounds = this.#bounds(keys, name, page);
    const insides = ['true', ...bounds.map(({ inside }) => inside)].join(' AND ');
    const row = this.#pageRow(list, node, page, t, keys);
    const columns = [`${found}."id"`, ...reckoned.map(({ sql }, i) => `${sql} AS "k${i}"`)];
    // Cut before the rows are read, or PostgreSQL may read those of all.
    const cut = `(SELECT * FROM ${m} WHERE ${insides} ${orderAndLimit(keys, page)}) ${m}`;
    const joined = `${cut} JOIN ${modelOf(list.node).table} ${t} ON ${t}."id" = ${m}."id"`;
    const rows = array(`SELECT ${row} AS r FROM ${joined} ${orderAndLimit(keys, page)}`);
    const outsides = page.more ? bounds.map(({ outside }) => `EXISTS (SELECT FROM ${m} WHERE ${outside})`) : [];
    return `(WITH ${m} AS MATERIALIZED (SELECT ${columns.join(', ')} FROM ${fitting(found)})
      SELECT ${tuple([rows, ...outsides, `(SELECT count(*)::int FROM ${m})`])})`;
  }

  /** A row of a page, as `pageReader` reads it. */
  #pageRow(list: List, node: Selection, page: PageSelection, t: string, keys: readonly Key[]): string {
    return tuple([
      ...this.#columns(list.node, node, t),
      ...(page.cursors ? [tuple(keys.map(({ sql }) => sql))] : []),
      ...[...page.edge].map((column) => pick(list.edge ?? {}, column)(t)),
    ]);
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

  /** In the order in which `rowReader` reads them. */
  #columns(name: ModelName, selection: Selection, t: string): string[] {
    const model = modelOf(name);
    return [
      ...[...selection.columns].map((column) => pick(model.columns, column)(t)),
      ...[...selection.ones.values()].map((one) => this.one(pick(model.ones, one.relation), one.selection, t)),
      ...[...selection.manys.values()].map((many) => this.many(pick(model.manys, many.relation), many.selection, t)),
      ...[...selection.lists.values()].map(({ list, page }) =>
        this.page(pick(model.lists, list), `${name}.${list}`, page, t),
      ),
      ...[...selection.timelines.values()].map((timeline) =>
        timelineSql(pick(model.lists, timeline.of), timeline, t, this),
      ),
    ];
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

function array(select: string): string {
  return `(SELECT coalesce(json_agg(a.r), '[]'::json) FROM (${select}) a)`;
}

/** Whether each row's place in the order is reckoned from the search, and the rows are those of a table. */
function isReckoned(list: List, { order }: PageSelection): boolean {
  return order.search !== null && list.from('t', '') === `${modelOf(list.node).table} t`;
}

function orderAndLimit(keys: readonly Key[], { args, more }: PageSelection): string {
  const backward = args.last !== null;
  const orderBy = keys.map(({ sql, direction }) => `${sql} ${backward ? opposite(direction) : direction}`);
  // Page sizes are part of the text: a parameter would keep PostgreSQL from planning once for all of this size.
  return `ORDER BY ${orderBy.join(', ')} LIMIT ${Math.trunc(args.first ?? args.last ?? 0) + (more ? 1 : 0)}`;
}

function opposite(direction: 'ASC' | 'DESC'): 'ASC' | 'DESC' {
  return direction === 'ASC' ? 'DESC' : 'ASC';
}
