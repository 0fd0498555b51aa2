/**
 * Corpora to measure with: databases of generated articles, kept and used again. `tsx bench/corpus.ts 50000` makes one by itself, with
 * `--body 2000` one of shorter articles.
 * A database of ours says so in its comment; no other is ever dropped.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { createPGlite, openEmbedded, openServer } from '../src/storage/database.ts';

const FOLDER = fileURLToPath(new URL('corpus/', import.meta.url));
const MIGRATIONS = fileURLToPath(new URL('../prisma/migrations/', import.meta.url));
const CHUNK = 2_500;
/** The statements that every fill runs, and those that shorten bodies. */
const STATEMENTS = ['articles.sql', 'check.sql', 'entities.sql', 'pools.sql'];
const SHORTER = 'bodies.sql';

type Row = Readonly<Record<string, unknown>>;

/** Sends statements, several in one text if need be, and gives the rows of the last one. */
type Sql = (text: string) => Promise<readonly Row[]>;

export type Log = (line: string) => void;

/** The server to measure on: BENCH_DATABASE_URL, or the local one as the current user. */
export function serverUrl(): string {
  const url = new URL(process.env['BENCH_DATABASE_URL'] ?? 'postgresql://127.0.0.1:5432/postgres');
  url.username ||= process.env['PGUSER'] ?? userInfo().username;
  return url.href;
}

/** The URL of another database of the same server. */
export function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

/**
 * The URL of a database on the server with a corpus of so many articles. The one that is there is used if this fill made
 * it; migrations that it lacks are applied.
 * @param body mean size of bodies in bytes, 1,000 to 4,500; as they come, 4.6 kB, without it
 * @throws Error with what to do, where there is no server or the database is somebody else's
 */
export async function serverCorpus(
  articles: number,
  { reuse, log, body }: { reuse: boolean; log: Log; body?: number | undefined },
): Promise<string> {
  const name = body === undefined ? `bench_${articles}` : `bench_${articles}_${body}`;
  const url = urlOf(name);
  const mark = `newsgraph bench ${articles} ${await fingerprint(body === undefined ? STATEMENTS : [...STATEMENTS, SHORTER])}`;
  const server = await connect(serverUrl());
  try {
    const found = await server.sql(
      `SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = ${escapeLiteral(name)}`,
    );
    const stored = found[0] && String(found[0]['mark'] ?? '');
    if (stored !== undefined && !stored.startsWith('newsgraph bench')) {
      throw new Error(
        `The database ${name} is there and was not made by this benchmark: drop it, or use another server.`,
      );
    }
    if (reuse && stored === mark && (await isOfTheseMigrations(url))) {
      const { migrated, close } = await openServer({ url });
      await close();
      log(`corpus ${name}: used again${migrated.length > 0 ? `, migrated by ${migrated.join(', ')}` : ''}`);
      return url;
    }
    if (stored !== undefined) await server.sql(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
    await server.sql(`CREATE DATABASE ${escapeIdentifier(name)}`);
    // Marked as ours at once, so that what a broken fill leaves is dropped by the next.
    await server.sql(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS 'newsgraph bench, not filled yet'`);
    await (await openServer({ url })).close();
    const connections = await Promise.all(
      Array.from({ length: Math.min(4, availableParallelism()) }, () => connect(url)),
    );
    try {
      await fill(
        connections.map(({ sql }) => sql),
        articles,
        log,
        body,
      );
    } finally {
      await Promise.all(connections.map(({ close }) => close()));
    }
    await server.sql(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS ${escapeLiteral(mark)}`);
  } finally {
    await server.close();
  }
  return url;
}

/** Fills the embedded database of a data folder (DATA_DIR), or leaves it as it is if it holds this corpus. */
export async function embeddedCorpus(dataDir: string, articles: number, log: Log): Promise<void> {
  const mark = `${articles} ${await fingerprint(STATEMENTS)} ${(await readdir(MIGRATIONS)).join(' ')}`;
  const markFile = join(dataDir, 'bench-corpus.txt');
  const stored = await readFile(markFile, 'utf8').catch(() => '');
  if (stored === mark) return;
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true });
  await (await openEmbedded({ dataDir: join(dataDir, 'pg') })).close();
  const pglite = await createPGlite({ dataDir: join(dataDir, 'pg') });
  await fill([async (text) => (await pglite.exec(text)).at(-1)?.rows ?? []], articles, log);
  await pglite.close();
  await writeFile(markFile, mark);
}

/** A new database without tables, for this process. */
export async function emptyDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  const server = await connect(serverUrl());
  const name = `bench_empty_${process.pid}`;
  await server.sql(`CREATE DATABASE ${escapeIdentifier(name)}`);
  return {
    url: urlOf(name),
    async drop() {
      await server.sql(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
      await server.close();
    },
  };
}

/** 'PostgreSQL 15.3' of the server. */
export async function serverVersion(): Promise<string> {
  const server = await connect(serverUrl());
  try {
    const [row] = await server.sql(`SELECT split_part(version(), ' (', 1) AS version`);
    return String(row?.['version']);
  } finally {
    await server.close();
  }
}

/** Of the statements that fill; a corpus that others made is not comparable. */
async function fingerprint(statements: readonly string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const name of statements) hash.update(await readFile(join(FOLDER, name)));
  return hash.digest('hex').slice(0, 16);
}

/** Whether all that was applied to the database is among the migrations here; what it lacks can be applied. */
async function isOfTheseMigrations(url: string): Promise<boolean> {
  const here = await readdir(MIGRATIONS);
  const { sql, close } = await connect(url);
  try {
    const applied = await sql('SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL');
    return applied.every(({ name }) => here.includes(String(name)));
  } finally {
    await close();
  }
}

async function connect(url: string): Promise<{ sql: Sql; close: () => Promise<void> }> {
  const client = new Client({
    connectionString: url,
    options: '-c synchronous_commit=off -c work_mem=128MB -c maintenance_work_mem=512MB -c TimeZone=UTC -c jit=off',
  });
  try {
    await client.connect();
  } catch (error) {
    throw new Error(
      `No PostgreSQL server answers at ${new URL(url).host}: set BENCH_DATABASE_URL to one, version 15 or later, on which this user may make databases.`,
      { cause: error },
    );
  }
  return {
    // Of several statements `pg` gives an array of results, which its types do not tell.
    sql: async (text) => {
      const answer: { rows: Row[] } | { rows: Row[] }[] = await client.query<Row>(text);
      return (Array.isArray(answer) ? answer.at(-1) : answer)?.rows ?? [];
    },
    close: () => client.end(),
  };
}

/**
 * Fills an empty, migrated database. Constraints, indexes and triggers are taken away for the while, by their own definitions,
 * and come back when the rows are there.
 * @throws Error when what triggers keep otherwise was not written as they would have
 */
async function fill(connections: readonly Sql[], articles: number, log: Log, body?: number): Promise<void> {
  const [sql] = connections;
  if (!sql) throw new Error('A fill needs a connection.');
  const file = (name: string) => readFile(join(FOLDER, name), 'utf8');
  const began = performance.now();
  const tell = (line: string) => log(`corpus ${articles}: ${line} after ${seconds(began)} s`);

  const definitions = await takeAway(sql);
  for (const each of connections) await each(`SELECT set_config('bench.articles', '${articles}', false)`);
  await sql(await file('pools.sql'));
  if (body !== undefined) {
    await sql(`SELECT set_config('bench.body', '${body}', false)`);
    await sql(await file(SHORTER));
  }
  const chunk = await file('articles.sql');
  const firsts = Array.from({ length: Math.ceil(articles / CHUNK) }, (_, i) => i * CHUNK + 1);
  await inTurns(
    connections,
    firsts.map((first) => async (each) => {
      const last = Math.min(articles, first + CHUNK - 1);
      await each(`SELECT set_config('bench.first', '${first}', false), set_config('bench.last', '${last}', false)`);
      await each(chunk);
      if (last % 50_000 === 0) tell(`${last} articles`);
    }),
  );
  await sql(await file('entities.sql'));
  tell('rows written');
  for (const statements of definitions) {
    await inTurns(
      connections,
      statements.map((statement) => async (each) => void (await each(statement))),
    );
  }
  tell('indexes and constraints made');
  await sql('VACUUM (ANALYZE)');
  const faults = (await sql(await file('check.sql'))).filter(
    // The sizes that are checked are those of bodies as they come.
    ({ fault, rows }) => rows !== 0 && (body === undefined || !String(fault).startsWith('bodies of')),
  );
  if (faults.length > 0) throw new Error(`The fill is wrong: ${JSON.stringify(faults)}`);
  tell('done and checked');
}

/** Drops what slows a fill down. The statements that bring it back: those of one array may run side by side. */
async function takeAway(sql: Sql): Promise<string[][]> {
  const constraints = await sql(`SELECT conrelid::regclass AS relation, quote_ident(conname) AS name, contype AS type,
      pg_get_constraintdef(oid) AS definition
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype IN ('f', 'p', 'u') AND conrelid::regclass::text <> '_prisma_migrations'
    ORDER BY contype = 'f' DESC`);
  for (const { relation, name } of constraints) await sql(`ALTER TABLE ${relation} DROP CONSTRAINT ${name}`);
  // What is left belongs to no constraint. Those on texts take longest and come first.
  const indexes = await sql(`SELECT quote_ident(indexname) AS name, indexdef AS definition FROM pg_indexes
    WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' ORDER BY indexdef LIKE '%gin%' DESC, tablename`);
  for (const { name } of indexes) await sql(`DROP INDEX ${name}`);
  const tables = await sql('SELECT DISTINCT tgrelid::regclass AS name FROM pg_trigger WHERE NOT tgisinternal');
  for (const { name } of tables) await sql(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  const added = (foreign: boolean) =>
    constraints
      .filter(({ type }) => (type === 'f') === foreign)
      .map(({ relation, name, definition }) => `ALTER TABLE ${relation} ADD CONSTRAINT ${name} ${definition}`);
  return [
    added(false),
    indexes.map(({ definition }) => String(definition)),
    added(true),
    tables.map(({ name }) => `ALTER TABLE ${name} ENABLE TRIGGER USER`),
  ];
}

/** Runs the tasks in their order, one on each connection at a time. */
async function inTurns(connections: readonly Sql[], tasks: readonly ((sql: Sql) => Promise<void>)[]): Promise<void> {
  const queue = tasks.values();
  await Promise.all(
    connections.map(async (sql) => {
      for (const task of queue) await task(sql);
    }),
  );
}

function seconds(began: number): string {
  return ((performance.now() - began) / 1000).toFixed(0);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { anew: { type: 'boolean', default: false }, body: { type: 'string' } },
  });
  const body = values.body === undefined ? undefined : Number(values.body);
  if (body !== undefined && !(Number.isInteger(body) && body >= 1_000 && body <= 4_500)) {
    throw new Error('--body takes whole bytes from 1000 to 4500: paragraphs can be shortened, not lengthened.');
  }
  console.log(await serverCorpus(Number(positionals[0] ?? 50_000), { reuse: !values.anew, log: console.log, body }));
  process.exit();
}
