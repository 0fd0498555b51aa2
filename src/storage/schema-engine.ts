import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
// The package's own entry needs a bundler that imports .wasm; this one is instantiated by hand.
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';

/** The project's root: this file is two folders below it, in src/ as in dist/. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCHEMA_FILE = join(ROOT, 'prisma/schema.prisma');
export const MIGRATIONS_DIR = join(ROOT, 'prisma/migrations');

/** Everything of Prisma's is ours: no table is managed by someone else. */
const NO_FILTER = { externalTables: [], externalEnums: [] };

/** The bindings have one instance in a process, also where this module is loaded more than once, as vitest does. */
const INSTANTIATED = Symbol.for('newsgraph.schema-engine');
const shared: typeof globalThis & { [INSTANTIATED]?: Promise<void> } = globalThis;

async function instantiate(): Promise<void> {
  const location = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const bytes = await readFile(join(dirname(location), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': { ...bindings } });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
}

/** Prisma's schema engine, in WebAssembly and in-process: what `prisma migrate` runs, without a native binary. */
async function withEngine<T>(
  adapter: SqlMigrationAwareDriverAdapterFactory,
  use: (engine: bindings.SchemaEngine) => Promise<T>,
): Promise<T> {
  shared[INSTANTIATED] ??= instantiate();
  await shared[INSTANTIATED];
  // The engine opens connections and leaves it to its caller to close them.
  const opened: SqlDriverAdapter[] = [];
  const keep = async (connection: Promise<SqlDriverAdapter>) => {
    opened.push(await connection);
    return connection;
  };
  const tracked: SqlMigrationAwareDriverAdapterFactory = {
    provider: adapter.provider,
    adapterName: adapter.adapterName,
    connect: () => keep(adapter.connect()),
    connectToShadowDb: () => keep(adapter.connectToShadowDb()),
  };
  const bound = bindMigrationAwareSqlAdapterFactory(tracked);
  const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => {}, bound);
  try {
    return await use(engine);
  } catch (error) {
    // What the database said stays on this side of WebAssembly; the engine's error only numbers it.
    const id = /External error id#(\d+)/.exec(String(error))?.[1];
    throw (id === undefined ? undefined : bound.errorRegistry.consumeError(Number(id))?.error) ?? error;
  } finally {
    engine.free();
    for (const connection of opened) await connection.dispose();
  }
}

async function migrationNames(): Promise<string[]> {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

async function migrationList(): Promise<bindings.MigrationList> {
  const folders = await migrationNames();
  return {
    baseDir: MIGRATIONS_DIR,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      folders.map(async (path) => ({
        path,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(MIGRATIONS_DIR, path, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}

/**
 * Applies the migrations of prisma/migrations that the database lacks, and records them in `_prisma_migrations`.
 * @returns the names of those applied, in order
 * @throws Error when one fails, or failed before, with the engine's explanation
 */
export async function applyMigrations(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<string[]> {
  if (await areAllApplied(adapter)) return [];
  const migrationsList = await migrationList();
  return withEngine(adapter, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTER });
    return appliedMigrationNames;
  });
}

/** Whether there is nothing to apply: the engine takes as long to load as all the rest of a start. */
async function areAllApplied(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<boolean> {
  const known = await migrationNames();
  // A database that cannot be had, the engine explains.
  const connection = await adapter.connect().catch(() => null);
  if (!connection) return false;
  const select = (sql: string) => connection.queryRaw({ sql, args: [], argTypes: [] });
  try {
    const { rows: found } = await select(`SELECT to_regclass('_prisma_migrations') IS NOT NULL`);
    if (found[0]?.[0] !== true) return false;
    const { rows } = await select(
      'SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL',
    );
    const applied = new Set(rows.map(([name]) => name));
    return known.every((name) => applied.has(name));
  } catch {
    return false;
  } finally {
    await connection.dispose();
  }
}

/**
 * What a new migration would have to do: the SQL from the state that prisma/migrations leads to, to prisma/schema.prisma.
 * @param shadow a database that may be filled and thrown away
 * @returns null when the two agree
 */
export async function pendingChanges(shadow: SqlMigrationAwareDriverAdapterFactory): Promise<string | null> {
  const migrations = await migrationList();
  const content = await readFile(SCHEMA_FILE, 'utf8');
  return withEngine(shadow, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: 'migrations', ...migrations },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA_FILE, content }] },
      script: true,
      exitCode: true,
      filters: NO_FILTER,
    });
    return exitCode === 0 ? null : (stdout ?? '');
  });
}
