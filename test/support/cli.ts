import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openEmbedded } from '../../src/storage/database.ts';
import { databaseTemplate, SERVER_DATABASE } from './database.ts';

const CLI = fileURLToPath(new URL('../../src/cli.ts', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  /** Resolves with the first match in standard output; rejects when the process ends without one. */
  output(pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal: NodeJS.Signals): void;
  readonly finished: Promise<Finished>;
}

/** A folder that is gone after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-cli-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Starts the command line in a process of its own, on a free port, with no settings but those given.
 * @param command what runs it: Node's arguments, and the folder that they are for; left out: this project's source
 */
export function newsgraph(
  args: readonly string[],
  settings: Record<string, string>,
  command: { args: readonly string[]; cwd?: string } = { args: ['--import', 'tsx', CLI] },
): Running {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [...command.args, ...args], {
    env: { PATH, HOME, PORT: '0', LOG_LEVEL: 'error', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(command.cwd ? { cwd: command.cwd } : {}),
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = once(child, 'close').then(() => ({ status: child.exitCode, stdout, stderr }));
  return {
    pid: child.pid ?? 0,
    finished,
    kill: (signal) => child.kill(signal),
    output: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(stdout);
          if (match) resolve(match);
        };
        look();
        child.stdout.on('data', look);
        void finished.then(({ status }) =>
          reject(new Error(`ended with ${status} before ${pattern}:\n${stdout}\n${stderr}`)),
        );
      }),
  };
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

/** The processes that a process has started of this command; on Linux only. */
export function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(/\s+/).map(Number);
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('cli.ts'));
}

/** A database that commands are run on, and what the test itself sees of it. */
export interface CommandDatabase {
  /** What leads commands to it. */
  readonly settings: Record<string, string>;
  /** Opens it for the test; where it is embedded, no command may have it open. */
  open(): Promise<Pick<Database, 'prisma' | 'close'>>;
}

/** An empty database, gone after the test: on the server of TEST_DATABASE_URL, or embedded. */
export async function commandDatabase({ onServer }: { onServer: boolean }): Promise<CommandDatabase> {
  if (!onServer) {
    const DATA_DIR = join(await temporaryFolder(), 'data');
    const dataDir = join(DATA_DIR, 'pg');
    // Made of the template, it is there in a fraction of the time.
    await (await openEmbedded({ dataDir, template: await databaseTemplate() })).close();
    return { settings: { DATA_DIR }, open: () => openEmbedded({ dataDir }) };
  }
  const db = await SERVER_DATABASE.open();
  onTestFinished(() => db.close());
  return { settings: { DATABASE_URL: db.url ?? '' }, open: async () => ({ prisma: db.prisma, close: async () => {} }) };
}

/** The ways in which a gateway serves a database. */
export const SERVED_BY = [
  { how: 'on PGlite', args: ['serve'], onServer: false, isMissing: false },
  { how: 'on a PostgreSQL server', args: ['serve'], onServer: true, isMissing: SERVER_DATABASE.isMissing },
  {
    how: 'by two workers on a PostgreSQL server',
    args: ['serve', '--workers', '2'],
    onServer: true,
    isMissing: SERVER_DATABASE.isMissing || process.platform !== 'linux',
  },
] as const;
