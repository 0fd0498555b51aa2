import { ClientError } from '../domain/client-error.ts';
import type { Database } from './database.ts';
import { executeByDriver, rowsByDriver, transactionWithDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/** A table that was copied. */
export interface CopiedTable {
  readonly name: string;
  readonly rows: number;
}

export interface CopyOptions {
  /** Told of each table when its rows are in the target, which nobody else sees before the end. */
  readonly onTable?: (table: CopiedTable) => void;
  /** Ends the copying, and the target stays as it was. */
  readonly signal?: AbortSignal;
}

/** A table, with the columns that are written to it, and their types as statements name them. */
interface Table {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** Values as PostgreSQL writes them as texts, and reads them again: ids, arrays, JSON and fractions lose nothing by it. */
type Row = Readonly<Record<string, string | null>>;

/** A corpus may take hours; Node's timers end after 24 days. */
const NO_LIMIT = { maxWait: 60_000, timeout: 2_000_000_000 };

/** Characters that are fetched at once, about, and most rows: a document alone may have millions of characters. */
const CHARACTERS_AT_ONCE = 4_000_000;
const ROWS_AT_ONCE = 5_000;
const FIRST_ROWS = 20;

/**
 * Copies a corpus into an empty database, embedded or on a server: all rows with their ids, the revision and the position of the
 * last event, so that what clients hold (ids, cursors, places in the stream of events) stays good. What the source held at
 * one moment is copied, in one transaction of the target: all of it, or nothing. Triggers of the target keep still, for what
 * they would write is copied as well; its foreign keys and indexes are made anew when all rows are there, which checks
 * them. At the end each table's number of rows and checksum are compared.
 *
 * Both databases have to be migrated by the same release. How many points clients have used is left behind.
 * @returns the tables, in the order in which they were copied
 * @throws ClientError BAD_USER_INPUT, where the target is not empty or another release has migrated one of the two
 */
export async function copyDatabase(
  source: Database,
  target: Database,
  { onTable, signal }: CopyOptions = {},
): Promise<CopiedTable[]> {
  const copied = await transactionWithDriver(
    source.prisma,
    async (from) => {
      await run(from, 'SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      return transactionWithDriver(
        target.prisma,
        async (to) => {
          await checkReleases(from, to);
          const tables = await tablesOf(from);
          await checkEmpty(to, tables, target.label);
          const bringBack = await takeAway(to);
          await run(to, 'DELETE FROM "Corpus"');
          const done: CopiedTable[] = [];
          for (const table of tables) {
            const rows = await copyTable(from, to, table, signal);
            done.push({ name: table.name, rows });
            onTable?.({ name: table.name, rows });
          }
          for (const statement of bringBack) {
            goOn(signal);
            await run(to, statement);
          }
          for (const table of tables) await compare(from, to, table);
          goOn(signal);
          return done;
        },
        NO_LIMIT,
      );
    },
    NO_LIMIT,
  );
  // Without statistics the first questions would be planned badly.
  await target.prisma.$executeRaw`ANALYZE`;
  return copied;
}

async function checkReleases(from: Transaction, to: Transaction): Promise<void> {
  const applied = async (tx: Transaction) => {
    const rows = await read<{ name: string }>(
      tx,
      `SELECT "migration_name"::text AS name FROM "_prisma_migrations"
       WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL`,
    );
    return rows.map(({ name }) => name);
  };
  const [ofSource, ofTarget] = [await applied(from), await applied(to)];
  const differing = [
    ...ofSource.filter((name) => !ofTarget.includes(name)),
    ...ofTarget.filter((name) => !ofSource.includes(name)),
  ];
  if (differing.length === 0) return;
  throw new ClientError(
    'BAD_USER_INPUT',
    `A newer release has migrated one of the two databases (${differing.join(', ')}): copy with that release.`,
  );
}

/** Every table but Prisma's own and those that PostgreSQL itself would lose in a crash; generated columns are left to be generated. */
async function tablesOf(tx: Transaction): Promise<Table[]> {
  const rows = await read<{ table: string; column: string; type: string }>(
    tx,
    `SELECT c.relname::text AS table, a.attname::text AS column, format_type(a.atttypid, a.atttypmod) AS type
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND c.relpersistence = 'p'
       AND c.relname <> '_prisma_migrations' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
  );
  return [...new Set(rows.map(({ table }) => table))].map((name) => ({
    name,
    columns: rows.filter(({ table }) => table === name).map(({ column, type }) => ({ name: column, type })),
  }));
}

async function checkEmpty(tx: Transaction, tables: readonly Table[], label: string): Promise<void> {
  const held: string[] = [];
  for (const { name } of tables) {
    // Migrations write this one row; its revision tells whether the corpus was ever written to.
    const used = name === 'Corpus' ? 'WHERE "revision" > 0' : '';
    const [row] = await read<{ held: boolean }>(tx, `SELECT EXISTS (SELECT FROM "${name}" ${used}) AS held`);
    if (row?.held) held.push(name);
  }
  if (held.length === 0) return;
  throw new ClientError(
    'BAD_USER_INPUT',
    `The target, ${label}, is not empty: it has rows in ${held.join(', ')}. Nothing was copied. Name a folder that does not exist yet, or a database that was made by CREATE DATABASE and never used.`,
  );
}

/**
 * Drops foreign keys and indexes, which would be asked for each row, and stops the triggers.
 * @returns the statements that bring them back, by their own definitions
 */
async function takeAway(tx: Transaction): Promise<string[]> {
  const found = await read<{ away: string; back: string }>(
    tx,
    `SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) AS away,
       format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) AS back, 1 AS place
     FROM pg_constraint WHERE connamespace = current_schema()::regnamespace AND contype = 'f'
     UNION ALL
     SELECT format('DROP INDEX %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid), 2
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relname <> '_prisma_migrations'
       AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
     UNION ALL
     SELECT format('ALTER TABLE %s DISABLE TRIGGER USER', t.tgrelid::regclass),
       format('ALTER TABLE %s ENABLE TRIGGER USER', t.tgrelid::regclass), 3
     FROM (SELECT DISTINCT tgrelid FROM pg_trigger WHERE NOT tgisinternal) t JOIN pg_class c ON c.oid = t.tgrelid
     WHERE c.relnamespace = current_schema()::regnamespace
     ORDER BY place`,
  );
  for (const { away } of found) await run(tx, away);
  // Foreign keys come last: they are checked by the indexes.
  return found.map(({ back }) => back).reverse();
}

/** @returns how many rows it has */
async function copyTable(from: Transaction, to: Transaction, table: Table, signal?: AbortSignal): Promise<number> {
  const names = table.columns.map(({ name }) => `"${name}"`);
  const texts = names.map((name) => `${name}::text AS ${name}`);
  const into = Prisma.raw(`"${table.name}" (${names.join(', ')})`);
  const values = Prisma.raw(table.columns.map(({ type }, i) => `c${i}::${type}`).join(', '));
  const aliases = Prisma.raw(names.map((_, i) => `c${i}`).join(', '));
  await run(from, `DECLARE copied NO SCROLL CURSOR FOR SELECT ${texts.join(', ')} FROM "${table.name}"`);
  let count = 0;
  for (let size = FIRST_ROWS; ; ) {
    goOn(signal);
    const rows = await read<Row>(from, `FETCH ${size} FROM copied`);
    if (rows.length === 0) break;
    const columns = table.columns.map(({ name }) => rows.map((row) => row[name] ?? null));
    const lists = Prisma.join(columns.map((column) => Prisma.sql`${column}::text[]`));
    await executeByDriver(
      to,
      Prisma.sql`INSERT INTO ${into} SELECT ${values} FROM unnest(${lists}) AS rows(${aliases})`,
    );
    count += rows.length;
    const characters = columns.flat().reduce((sum, value) => sum + (value?.length ?? 0), 0);
    size = Math.max(1, Math.min(ROWS_AT_ONCE, 4 * size, Math.floor((CHARACTERS_AT_ONCE * rows.length) / characters)));
  }
  await run(from, 'CLOSE copied');
  return count;
}

/** @throws Error where the two have other rows */
async function compare(from: Transaction, to: Transaction, { name, columns }: Table): Promise<void> {
  const row = `ROW(${columns.map((column) => `"${column.name}"`).join(', ')})::text`;
  const sums = `SELECT concat_ws(' ', count(*), sum(('x' || encode(substr(sha256(convert_to(${row}, 'UTF8')), 1, 7), 'hex'))::bit(56)::bigint))
    AS sums FROM "${name}"`;
  const [ofSource] = await read<{ sums: string }>(from, sums);
  const [ofTarget] = await read<{ sums: string }>(to, sums);
  if (ofSource?.sums === ofTarget?.sums) return;
  throw new Error(
    `The copy of ${name} differs from it (rows and checksum: ${ofSource?.sums} became ${ofTarget?.sums}). Nothing was copied.`,
  );
}

/** @throws Error when whoever asked for the copy wants it no more */
function goOn(signal?: AbortSignal): void {
  if (signal?.aborted) throw new Error('Stopped. Nothing was copied.');
}

function run(tx: Transaction, sql: string): Promise<void> {
  return executeByDriver(tx, Prisma.raw(sql));
}

function read<R>(tx: Transaction, sql: string): Promise<R[]> {
  return rowsByDriver<R>(tx, Prisma.raw(sql));
}
