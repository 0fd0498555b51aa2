import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openEmbedded } from '../../src/storage/database.ts';
import type { Running } from './command.ts';
import { startCommand } from './command.ts';
import { createOnServer, databaseTemplate, IS_SERVER, openDatabase } from './database.ts';

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts the command line in a process of its own, on a free port, with no settings but those given; killed after the test.
 * @param file what runs it; left out: this project's source
 */
export function newsgraph(args: readonly string[], settings: Record<string, string>, file?: string): Running {
  const running = startCommand(args, settings, file);
  onTestFinished(() => running.kill('SIGKILL'));
  return running;
}

/** Asks a running gateway. */
export async function ask(url: string, query: string): Promise<unknown> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}

/** A database that commands are run on, and what the test itself sees of it. */
export interface CommandDatabase {
  /** What leads commands to it. */
  readonly settings: Record<string, string>;
  /** Opens it for the test; where it is embedded, no command may have it open. */
  open(): Promise<Database>;
}

/** An empty, migrated database on what this run is on, gone after the test. */
export async function commandDatabase(): Promise<CommandDatabase> {
  if (!IS_SERVER) {
    const DATA_DIR = join(await temporaryFolder(), 'data');
    const dataDir = join(DATA_DIR, 'pg');
    await (await openEmbedded({ dataDir, template: await databaseTemplate() })).close();
    return { settings: { DATA_DIR }, open: () => openEmbedded({ dataDir }) };
  }
  const db = await openDatabase();
  onTestFinished(() => db.close());
  return { settings: { DATABASE_URL: db.url ?? '' }, open: async () => ({ ...db, close: async () => {} }) };
}

/** What leads commands to a database that has no tables yet, gone after the test. */
export async function settingsOfNewDatabase(): Promise<Record<string, string>> {
  if (!IS_SERVER) return { DATA_DIR: join(await temporaryFolder(), 'data') };
  const { url, drop } = await createOnServer();
  onTestFinished(drop);
  return { DATABASE_URL: url };
}

/** Several processes serve one database: not the embedded one, which one process holds. */
export const SERVES_BY_WORKERS = IS_SERVER && process.platform === 'linux';
export const BY_WORKERS = { how: 'by two workers', args: ['serve', '--workers', '2'] };

/** The ways in which a gateway serves the database of this run. */
export const SERVED_BY: readonly { readonly how: string; readonly args: readonly string[] }[] = [
  { how: 'by one process', args: ['serve'] },
  ...(SERVES_BY_WORKERS ? [BY_WORKERS] : []),
];
