/**
 * How fast documents are taken in, from files to rows: `npm run bench:ingest -- [--articles 2000] [--rounds 3]`. Each round fills a
 * fresh database with invented stories of 600 words by `newsgraph seed FOLDER`, from the start of the command to its end; the
 * tables are there already. BENCH_DATABASE_URL names a PostgreSQL server on which databases may be made and dropped; the
 * embedded database has a row of its own. What other work on the machine does to the rate it does less to the processor time
 * of an article, which is told of the process and, of a server on the same Linux, of the connections to it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { z } from 'zod';
import { emptyDatabase } from './corpus.ts';
import type { Ingested } from './figures.ts';
import { spread } from './figures.ts';
import { CLI, processorSeconds } from './peers.ts';
import { story } from './stories.ts';

/** How often connections are looked at: what one has used by its end is not told afterwards. */
const LOOK_MS = 100;
const Usage = z.object({ userCPUTime: z.number(), systemCPUTime: z.number(), maxRSS: z.number() });

/** So many stories into an empty database on the server. */
export async function measureIngest(articles: number): Promise<Ingested> {
  return withStories(articles, onServer);
}

/** @param options the number of the first story, and how many words each has, about */
export async function withStories<T>(
  articles: number,
  take: (folder: string, texts: string[]) => Promise<T>,
  { first = 0, words }: { first?: number; words?: number } = {},
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-stories-'));
  try {
    const texts = Array.from({ length: articles }, (_, n) => story(first + n, words));
    for (const [n, each] of texts.entries()) await writeFile(join(folder, `${String(n).padStart(7, '0')}.txt`), each);
    return await take(folder, texts);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function onServer(folder: string, texts: readonly string[]): Promise<Ingested> {
  const database = await emptyDatabase();
  try {
    return await seed({ DATABASE_URL: database.url }, folder, texts);
  } finally {
    await database.drop();
  }
}

async function embedded(folder: string, texts: readonly string[]): Promise<Ingested> {
  const dataDir = await mkdtemp(join(tmpdir(), 'newsgraph-bench-'));
  try {
    return await seed({ DATABASE_URL: '', DATA_DIR: dataDir }, folder, texts);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** Takes a folder of files with these texts into a database. @throws Error when not every document was new and accepted */
export async function seed(
  settings: { readonly DATABASE_URL: string; readonly DATA_DIR?: string },
  folder: string,
  texts: readonly string[],
): Promise<Ingested> {
  const env = { ...process.env, ...settings };
  // Makes the tables, which are no part of what is measured.
  await run(env, ['seed', '--dry-run', join(folder, '0000000.txt')]);
  const watch = settings.DATABASE_URL === '' ? null : await watchConnections(settings.DATABASE_URL);
  try {
    const began = performance.now();
    const { output, usage } = await run(env, ['seed', folder]);
    const seconds = (performance.now() - began) / 1_000;
    const articles = texts.length;
    if (!output.includes(`${articles} CREATED`)) throw new Error(`not all documents were taken in: ${output}`);
    const words = texts.reduce((sum, each) => sum + each.split(/\s+/).length, 0);
    const databaseSeconds = watch?.seconds() ?? null;
    return {
      articles,
      wordsPerArticle: Math.round(words / articles),
      articlesPerSecond: Number((articles / seconds).toPrecision(4)),
      processorMs: (usage.userCPUTime + usage.systemCPUTime) / 1_000 / articles,
      databaseMs: databaseSeconds === null ? null : (databaseSeconds * 1_000) / articles,
      megabytes: Math.round(usage.maxRSS / 1_024),
    };
  } finally {
    await watch?.close();
  }
}

async function run(env: NodeJS.ProcessEnv, args: readonly string[]) {
  const hook = new URL('./report-usage.mjs', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', hook, CLI, ...args], {
    env,
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [, stdout, , used] = child.stdio;
  if (!(stdout instanceof Readable && used instanceof Readable)) throw new Error('The process has no output.');
  const [output, usage, [status]] = await Promise.all([text(stdout), text(used), once(child, 'exit')]);
  if (status !== 0) throw new Error(`newsgraph ${args.join(' ')} ended with ${status}: ${output}`);
  return { output, usage: Usage.parse(JSON.parse(usage)) };
}

/** The processor time of all connections to a database. */
async function watchConnections(url: string) {
  const client = new Client({ connectionString: url });
  await client.connect();
  const pids = new Map<number, number | null>();
  let isLooking = false;
  const look = async () => {
    if (isLooking) return;
    isLooking = true;
    const { rows } = await client.query<{ pid: number }>(
      'SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    );
    for (const { pid } of rows) if (!pids.has(pid)) pids.set(pid, null);
    for (const pid of pids.keys()) pids.set(pid, processorSeconds(pid) ?? pids.get(pid) ?? null);
    isLooking = false;
  };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  return {
    seconds(): number | null {
      const known = [...pids.values()].filter((seconds) => seconds !== null);
      return known.length === 0 ? null : known.reduce((sum, seconds) => sum + seconds, 0);
    },
    async close() {
      clearInterval(timer);
      await client.end();
    },
  };
}

async function report(name: string, rounds: number, measure: () => Promise<Ingested>): Promise<void> {
  const results: Ingested[] = [];
  for (let i = 0; i < rounds; i++) results.push(await measure());
  const rate = spread(results.map(({ articlesPerSecond }) => articlesPerSecond));
  const median = (of: (each: Ingested) => number | null) => {
    const known = results.flatMap((each) => of(each) ?? []);
    return known.length === 0 ? '?' : spread(known).median.toFixed(1);
  };
  console.log(
    `${name.padEnd(10)} ${rate.median} articles/s (${rate.min} to ${rate.max}); ms of a processor an article: ` +
      `${median((each) => each.processorMs)} newsgraph, ${median((each) => each.databaseMs)} server; ` +
      `${median((each) => each.megabytes)} MB at most`,
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      articles: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '3' },
      embedded: { type: 'boolean', default: true },
    },
    allowNegative: true,
  });
  const [articles, rounds] = [Number(values.articles), Number(values.rounds)];
  if (process.env['BENCH_DATABASE_URL']) await report('server', rounds, () => withStories(articles, onServer));
  else console.log('BENCH_DATABASE_URL is not set: no row for a server');
  if (values.embedded) await report('embedded', rounds, () => withStories(articles, embedded));
}
