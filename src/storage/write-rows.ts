import { executeByDriver, rowsByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/** The tables that are filled by many rows at a time, and what a row of each may hold. */
interface Rows {
  Article: Prisma.ArticleCreateManyInput;
  ArticleEntity: Prisma.ArticleEntityCreateManyInput;
  ArticleSource: Prisma.ArticleSourceCreateManyInput;
  Citation: Prisma.CitationCreateManyInput;
  CopyPair: Prisma.CopyPairCreateManyInput;
  Document: Prisma.DocumentCreateManyInput;
  EntityMention: Prisma.EntityMentionCreateManyInput;
  EntityName: Prisma.EntityNameCreateManyInput;
  Quote: Prisma.QuoteCreateManyInput;
  Sketch: Prisma.SketchCreateManyInput;
  Source: Prisma.SourceCreateManyInput;
}

/** Columns that repeat what the row's article has, by table. */
const OF_ARTICLE: { readonly [T in keyof Rows]?: Readonly<Record<string, string>> } = {
  ArticleEntity: { articleDate: 'datePublished', isVisible: 'isVisible' },
  Citation: { articleDate: 'datePublished' },
  EntityMention: { articleDate: 'datePublished' },
  Quote: { articleDate: 'datePublished' },
};

/** Rows of one statement: an article of 5 MB has 100,000 mentions. */
const AT_ONCE = 10_000;

/**
 * Inserts rows by one statement, whatever their number, with one parameter a column: Prisma's `createMany` takes a parameter
 * for each value, and ten times the processor time. A column that no row has gets its default; one that some rows leave out is
 * null in those.
 */
export async function insertRows<T extends keyof Rows>(
  tx: Transaction,
  table: T,
  rows: readonly Rows[T][],
): Promise<void> {
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    const given = await rowsAsTable(tx, table, rows.slice(i, i + AT_ONCE));
    const ofArticle = Object.entries(OF_ARTICLE[table] ?? {});
    const columns = [...given.names, ...ofArticle.map(([column]) => column)].map((name) => `"${name}"`);
    const values = [...given.names.map((name) => `r."${name}"`), ...ofArticle.map(([, column]) => `a."${column}"`)];
    await executeByDriver(
      tx,
      Prisma.sql`
        INSERT INTO ${Prisma.raw(`"${table}"`)} (${Prisma.raw(columns.join(', '))})
        SELECT ${Prisma.raw(values.join(', '))} FROM (${given.sql}) r
        ${Prisma.raw(ofArticle.length > 0 ? 'JOIN "Article" a ON a."id" = r."articleId"' : '')}`,
    );
  }
}

/** Writes all columns of stored rows anew, found by their ids. All of them have the same columns. */
export async function updateRows(
  tx: Transaction,
  table: 'Source',
  rows: readonly (Partial<Rows['Source']> & { readonly id: string })[],
): Promise<void> {
  if (rows.length === 0) return;
  const { names, sql } = await rowsAsTable(tx, table, rows);
  const set = names.map((name) => `"${name}" = r."${name}"`);
  await executeByDriver(
    tx,
    Prisma.sql`
      UPDATE ${Prisma.raw(`"${table}"`)} t SET ${Prisma.raw(set.join(', '))} FROM (${sql}) r WHERE t."id" = r."id"`,
  );
}

/** A query that gives the rows, and the names of its columns. */
async function rowsAsTable(
  tx: Transaction,
  table: keyof Rows,
  rows: readonly object[],
): Promise<{ readonly names: readonly string[]; readonly sql: Prisma.Sql }> {
  const types = await typesOf(tx, table);
  const columns = new Map<string, unknown[]>();
  rows.forEach((row, i) => {
    for (const [name, value] of Object.entries(row)) {
      const column: unknown[] = columns.get(name) ?? new Array(rows.length);
      columns.set(name, column);
      column[i] = value;
    }
  });
  const names = [...columns.keys()];
  const arrays = names.map((name) => {
    const type = types.get(name);
    const column = columns.get(name);
    if (type === undefined || !column) throw new Error(`${table} has no column ${name}`);
    // What is an array itself comes as its text: unnest takes arrays apart whatever their depth.
    const element = type.endsWith('[]') ? 'text' : type;
    return Prisma.sql`${arrayOf(column, type)}::text::${Prisma.raw(element)}[]`;
  });
  const select = names.map((name) => (types.get(name)?.endsWith('[]') ? `"${name}"::${types.get(name)}` : `"${name}"`));
  const list = names.map((name) => `"${name}"`).join(', ');
  const sql = Prisma.sql`SELECT ${Prisma.raw(select.join(', '))} FROM unnest(${Prisma.join(arrays)}) AS u(${Prisma.raw(list)})`;
  return { names, sql };
}

/** An array as PostgreSQL reads it. */
function arrayOf(values: readonly unknown[], type: string): string {
  let text = '';
  // Of an array without a value at some places, `map` would leave them out.
  for (let i = 0; i < values.length; i++) text += (i === 0 ? '' : ',') + elementOf(values[i], type);
  return `{${text}}`;
}

function elementOf(value: unknown, type: string): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string' && !type.startsWith('json')) return quoted(value);
  if (value instanceof Date) return quoted(value.toISOString());
  if (Array.isArray(value) && type.endsWith('[]')) return quoted(arrayOf(value, type.slice(0, -2)));
  return quoted(JSON.stringify(value));
}

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** The types of the columns, by table: every database has the same ones. */
const knownTypes = new Map<keyof Rows, ReadonlyMap<string, string>>();

async function typesOf(tx: Transaction, table: keyof Rows): Promise<ReadonlyMap<string, string>> {
  const known = knownTypes.get(table);
  if (known) return known;
  const columns = await rowsByDriver<{ name: string; type: string }>(
    tx,
    Prisma.sql`
    SELECT a."attname"::text AS "name", format_type(a."atttypid", a."atttypmod") AS "type" FROM pg_attribute a
    WHERE a."attrelid" = ${`"${table}"`}::text::regclass AND a."attnum" > 0 AND NOT a."attisdropped"`,
  );
  const types = new Map(columns.map(({ name, type }) => [name, type]));
  knownTypes.set(table, types);
  return types;
}
