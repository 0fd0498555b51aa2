/**
 * How fast documents are taken in, from files to rows: `npm run bench:ingest -- [--articles 2000] [--rounds 3]`. Each round fills a
 * fresh database with invented stories of 600 words, the way `newsgraph seed FOLDER` does it, from the first file to the last
 * receipt; opening the database is not counted. BENCH_DATABASE_URL names a PostgreSQL server on which databases may be made and
 * dropped; the embedded database has a row of its own.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { loadConfig } from '../src/config.ts';
import { ingestPaths, openCorpus } from '../src/main.ts';
import { createLogger } from '../src/server/logger.ts';
import { story } from './stories.ts';

const { values } = parseArgs({
  options: {
    articles: { type: 'string', default: '2000' },
    rounds: { type: 'string', default: '3' },
    embedded: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const articles = Number(values.articles);
const rounds = Number(values.rounds);
const serverUrl = process.env['BENCH_DATABASE_URL'];
const logger = createLogger({ level: 'error', pretty: false });

interface Round {
  readonly seconds: number;
  /** Of this process, workers included, the database server not; in seconds. */
  readonly cpuSeconds: number;
}

/** Takes in the folder. @throws Error when not every document was new and accepted */
async function round(env: Record<string, string>, folder: string): Promise<Round> {
  const config = loadConfig(env);
  const corpus = await openCorpus(config, 'bench', logger);
  try {
    const [began, cpu] = [performance.now(), process.cpuUsage()];
    let created = 0;
    for await (const { outcome } of ingestPaths(corpus, [folder], {
      dryRun: false,
      maxBytes: config.maxDocumentBytes,
    })) {
      if (outcome === 'CREATED') created += 1;
    }
    const { user, system } = process.cpuUsage(cpu);
    if (created !== articles) throw new Error(`${created} of ${articles} documents were taken in`);
    return { seconds: (performance.now() - began) / 1_000, cpuSeconds: (user + system) / 1_000_000 };
  } finally {
    await corpus.close();
  }
}

async function onServer(url: string, folder: string): Promise<Round> {
  const name = `ing_bench_${process.pid}`;
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
    const database = new URL(url);
    database.pathname = `/${name}`;
    return await round({ DATABASE_URL: database.href }, folder);
  } finally {
    await client.query(`DROP DATABASE IF EXISTS ${name}`);
    await client.end();
  }
}

async function embedded(folder: string): Promise<Round> {
  const dataDir = await mkdtemp(join(tmpdir(), 'newsgraph-bench-'));
  try {
    return await round({ DATA_DIR: dataDir }, folder);
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

async function report(name: string, run: () => Promise<Round>): Promise<void> {
  const results: Round[] = [];
  for (let i = 0; i < rounds; i++) results.push(await run());
  const rates = results.map(({ seconds }) => articles / seconds);
  const cpu = median(results.map(({ cpuSeconds }) => (cpuSeconds * 1_000) / articles));
  console.log(
    `${name.padEnd(10)} ${median(rates).toFixed(1)} articles/s (${rates.map((rate) => rate.toFixed(1)).join(', ')}), ${cpu.toFixed(1)} ms of processor time an article in this process`,
  );
}

const folder = await mkdtemp(join(tmpdir(), 'newsgraph-stories-'));
try {
  for (let i = 0; i < articles; i++) await writeFile(join(folder, `${String(i).padStart(7, '0')}.txt`), story(i));
  if (serverUrl) await report('server', () => onServer(serverUrl, folder));
  else console.log('BENCH_DATABASE_URL is not set: no row for a server');
  if (values.embedded) await report('embedded', () => embedded(folder));
} finally {
  await rm(folder, { recursive: true, force: true });
}
// Prisma's schema engine leaves a timer behind that would keep the process for ten seconds.
process.exit();
