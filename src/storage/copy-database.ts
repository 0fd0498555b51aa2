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

/** A table, with the columns that are written to it. */
interface Table {
  readonly name: string;
  /** Its name as statements have it. */
  readonly place: string;
  readonly columns: readonly Column[];
}

interface Column {
  readonly name: string;
  /** As statements name it. */
  readonly type: string;
  /** What it is where an INSERT leaves it out; null where that is not allowed, or means nothing. */
  readonly default: string | null;
  /** Whether its values are of one length, which is small. */
  readonly isFixed: boolean;
}

/** A role may have settings of its own, of how values are written as texts and read again. */
const SAME_TEXTS = `SELECT set_config('datestyle', 'ISO, YMD', true), set_config('timezone', 'UTC', true),
  set_config('intervalstyle', 'postgres', true), set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true)`;

/** Values as PostgreSQL writes them as texts, and reads them again: ids, arrays, JSON and fractions lose nothing by it. */
type Row = Readonly<Record<string, string | null>>;

/** A corpus may take hours; Node's timers end after 24 days. */
const NO_LIMIT = { maxWait: 60_000, timeout: 2_000_000_000 };

/** Bytes of the texts that are held at once, but where one row has more, and most rows. */
const BYTES_AT_ONCE = 1_000_000;
const ROWS_AT_ONCE = 5_000;

/** A number or a date as text, about. */
const FIXED_BYTES = 24;

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
      await run(from, SAME_TEXTS);
      return transactionWithDriver(
        target.prisma,
        async (to) => {
          await run(to, SAME_TEXTS);
          // While one of the two is at work, the other is idle, for as long as that takes.
          for (const tx of [from, to]) await run(tx, 'SET LOCAL idle_in_transaction_session_timeout = 0');
          await checkReleases(from, to);
          const tables = await tablesOf(from);
          await checkEmpty(to, tables, target.label);
          const bringBack = await takeAway(to);
          // What migrations have put there; the source has its own.
          for (const { place } of tables) await run(to, `DELETE FROM ${place}`);
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

/**
 * Every table but Prisma's own and those that PostgreSQL itself would lose in a crash, and the jobs of the queue: what else it has
 * in its schema, migrations have written. Generated columns are left to be generated.
 */
async function tablesOf(tx: Transaction): Promise<Table[]> {
  const rows = await read<Column & { table: string; place: string }>(
    tx,
    `SELECT c.relname::text AS table, c.oid::regclass::text AS place, a.attname::text AS name, format_type(a.atttypid, a.atttypmod) AS type,
       pg_get_expr(d.adbin, d.adrelid) AS default, a.attlen > 0 AS "isFixed"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
     WHERE (c.relnamespace = current_schema()::regnamespace AND c.relname <> '_prisma_migrations'
         OR c.oid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = to_regclass('newsgraph_jobs.job')))
       AND c.relkind = 'r' AND c.relpersistence = 'p' AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     ORDER BY c.relname, a.attnum`,
  );
  return [...new Map(rows.map(({ table, place }) => [place, table]))].map(([place, name]) => ({
    name,
    place,
    columns: rows.filter((row) => row.place === place),
  }));
}

/** @throws ClientError BAD_USER_INPUT where there is a row that migrations did not write: of theirs each value is the default */
async function checkEmpty(tx: Transaction, tables: readonly Table[], label: string): Promise<void> {
  const held: string[] = [];
  for (const { name, place, columns } of tables) {
    const ofMigrations = columns.map(
      (column) => `"${column.name}"::text IS NOT DISTINCT FROM (${column.default})::text`,
    );
    const others = columns.every((column) => column.default !== null)
      ? `WHERE NOT (${ofMigrations.join(' AND ')})`
      : '';
    const [row] = await read<{ held: boolean }>(tx, `SELECT EXISTS (SELECT FROM ${place} ${others}) AS held`);
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
  const texts = Prisma.raw(names.map((name) => `${name}::text AS ${name}`).join(', '));
  const source = Prisma.raw(table.place);
  const into = Prisma.raw(`${table.place} (${names.join(', ')})`);
  const values = Prisma.raw(table.columns.map(({ type }, i) => `c${i}::${type}`).join(', '));
  const aliases = Prisma.raw(names.map((_, i) => `c${i}`).join(', '));
  let count = 0;
  for await (const places of placesOf(from, table)) {
    goOn(signal);
    const rows = await rowsByDriver<Row>(
      from,
      Prisma.sql`SELECT ${texts} FROM ${source} WHERE ctid = ANY(${places}::text[]::tid[])`,
    );
    const columns = table.columns.map(({ name }) => rows.map((row) => row[name] ?? null));
    const lists = Prisma.join(columns.map((column) => Prisma.sql`${column}::text[]`));
    await executeByDriver(
      to,
      Prisma.sql`INSERT INTO ${into} SELECT ${values} FROM unnest(${lists}) AS rows(${aliases})`,
    );
    count += rows.length;
  }
  return count;
}

/** Where the rows of a table lie, as many at a time as may be held at once. In one snapshot no row moves. */
async function* placesOf(tx: Transaction, { place, columns }: Table): AsyncGenerator<string[]> {
  const bytes = columns.map((column) =>
    column.isFixed ? String(FIXED_BYTES) : `coalesce(octet_length("${column.name}"::text), 0)`,
  );
  await run(
    tx,
    `DECLARE places NO SCROLL CURSOR FOR SELECT ctid::text AS place, (${bytes.join(' + ')})::int AS bytes FROM ${place}`,
  );
  for (;;) {
    const found = await read<{ place: string; bytes: number }>(tx, `FETCH ${ROWS_AT_ONCE} FROM places`);
    if (found.length === 0) break;
    for (const together of inBatches(found, BYTES_AT_ONCE)) yield together.map(({ place }) => place);
  }
  await run(tx, 'CLOSE places');
}

/** Cuts a list so that no part has more bytes than `most`, but where one item alone has. */
export function* inBatches<Item extends { readonly bytes: number }>(
  items: readonly Item[],
  most: number,
): Generator<Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    if (batch.length > 0 && bytes + item.bytes > most) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(item);
    bytes += item.bytes;
  }
  if (batch.length > 0) yield batch;
}

/** @throws Error where the two have other rows */
async function compare(from: Transaction, to: Transaction, { name, place, columns }: Table): Promise<void> {
  const row = `ROW(${columns.map((column) => `"${column.name}"`).join(', ')})::text`;
  const sums = `SELECT concat_ws(' ', count(*), sum(('x' || encode(substr(sha256(convert_to(${row}, 'UTF8')), 1, 7), 'hex'))::bit(56)::bigint))
    AS sums FROM ${place}`;
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
