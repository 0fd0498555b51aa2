import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { inject, onTestFinished } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { createPGlite, embeddedAdapter, openEmbedded, openServer, serverAdapter } from '../../src/storage/database.ts';

/** Whether this run is on the PostgreSQL server of TEST_DATABASE_URL: each test runs once there, and once on PGlite. */
export const IS_SERVER = inject('database') === 'postgresql';

/** A database of a test's own. */
export interface TestDatabase extends Database {
  /** Of a server, for who opens it once more. */
  readonly url?: string;
}

/** An empty, migrated database of its own, on what this run is on; closing it removes it. */
export function openDatabase(): Promise<TestDatabase> {
  return IS_SERVER ? serverDatabase() : embeddedDatabase();
}

/** An empty, migrated PGlite, to start others from; where the run is on PGlite. */
export async function databaseTemplate(): Promise<Blob> {
  return new Blob([new Uint8Array(await readFile(inject('databaseTemplate')))]);
}

async function embeddedDatabase(): Promise<TestDatabase> {
  return openEmbedded({ template: await databaseTemplate() });
}

async function serverDatabase(): Promise<TestDatabase> {
  const { url, drop } = await createOnServer(`TEMPLATE ${inject('databaseTemplate')}`);
  const database = await openServer({ url });
  return {
    ...database,
    url,
    async close() {
      await database.close();
      await drop();
    },
  };
}

/**
 * Makes a database on the server.
 * @param clause the end of CREATE DATABASE; without, it has no tables
 */
export async function createOnServer(clause = ''): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `newsgraph_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name} ${clause}`);
  return { url: serverUrl(name), drop: () => onServer(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** A database without tables, closed and removed after the test; for who migrates it. */
export async function databaseWithoutTables() {
  const { url, drop } = IS_SERVER ? await createOnServer() : { url: null, drop: async () => {} };
  const pglite = url === null ? await createPGlite() : null;
  const client = new Client({ connectionString: url ?? '' });
  if (url !== null) await client.connect();
  onTestFinished(async () => {
    await (pglite ? pglite.close() : client.end());
    await drop();
  });
  return {
    adapter: pglite
      ? await embeddedAdapter(pglite)
      : serverAdapter({ url: url ?? '', poolSize: 1, statementTimeout: 0, prepares: false }),
    /** Runs statements, separated by semicolons. */
    exec: async (sql: string) => void (await (pglite ? pglite.exec(sql) : client.query(sql))),
    /** The rows of one statement. */
    query: async <Row extends object>(sql: string): Promise<Row[]> =>
      (pglite ? await pglite.query<Row>(sql) : await client.query<Row>(sql)).rows,
  };
}

/** Where a database of the server of TEST_DATABASE_URL is; without a name the one that the variable names. */
export function serverUrl(name?: string): string {
  const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
  if (name !== undefined) url.pathname = `/${name}`;
  return url.href;
}

/** Runs a statement on the server, outside of the tests' databases. */
async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
