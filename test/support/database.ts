import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { inject } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openEmbedded, openServer } from '../../src/storage/database.ts';

/** The PostgreSQL server that tests may make databases on; without it they run on PGlite only. */
const SERVER_URL = process.env['TEST_DATABASE_URL'];

/** A database of a test's own. */
export interface TestDatabase extends Database {
  /** Of a server, for who opens it once more. */
  readonly url?: string;
}

/** An empty, migrated PGlite, to start others from. */
export async function databaseTemplate(): Promise<Blob> {
  return new Blob([new Uint8Array(await readFile(inject('databaseTemplate')))]);
}

/** An empty, migrated PGlite in memory. */
export async function embeddedDatabase(): Promise<TestDatabase> {
  return openEmbedded({ template: await databaseTemplate() });
}

/** An empty, migrated database of its own on the server of TEST_DATABASE_URL; closing it drops it. */
async function serverDatabase(): Promise<TestDatabase> {
  const { url, drop } = await bareServerDatabase();
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

/** A database of its own on the server of TEST_DATABASE_URL, with nothing in it. */
export async function bareServerDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  if (!SERVER_URL) throw new Error('TEST_DATABASE_URL is not set');
  const name = `newsgraph_test_${randomUUID().replaceAll('-', '')}`;
  await onServer(`CREATE DATABASE ${name}`);
  const url = new URL(SERVER_URL);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => onServer(`DROP DATABASE ${name}`) };
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: SERVER_URL });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** A database on the server, for what only a server can do. */
export const SERVER_DATABASE = { open: serverDatabase, isMissing: !SERVER_URL };

/** The databases that a suite runs on: `describe.each(DATABASES)('… on $name', ({ open }) => …)`. */
export const DATABASES = [
  { name: 'PGlite', open: embeddedDatabase, isMissing: false },
  { name: 'a PostgreSQL server', open: serverDatabase, isMissing: !SERVER_URL },
];
