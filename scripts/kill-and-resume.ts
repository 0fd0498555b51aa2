/**
 * Whether a run that is killed again and again, and run once more, gives the graph of an undisturbed one, compared by names, anchors
 * and links: `npm run kills -- --documents 2000 --kills 20 --seed 1`. On the embedded database, or on two of its own on the server that
 * TEST_DATABASE_URL names. Exit status 1 when the graphs differ or one is unsound.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import type { Database } from '../src/storage/database.ts';
import { openEmbedded, openServer } from '../src/storage/database.ts';
import { examine } from '../src/storage/doctor/doctor.ts';
import { graphState } from '../test/support/graph-state.ts';
import type { IngestRun } from '../test/support/killed-runs.ts';
import { firstDifference, ingestFolder, killRuns } from '../test/support/killed-runs.ts';
import { writeMixedDocuments } from '../test/support/mixed-documents.ts';
import { randomOf } from '../test/support/random.ts';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const serverUrl = process.env['TEST_DATABASE_URL'];

const { values } = parseArgs({
  options: {
    documents: { type: 'string', default: '2000' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
const [wanted, kills, seed] = [Number(values.documents), Number(values.kills), Number(values.seed)];
if (![wanted, kills, seed].every(Number.isSafeInteger)) {
  console.error('usage: npm run kills -- [--documents N] [--kills N] [--seed N]');
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'newsgraph-kills-'));
const made: string[] = [];
const faults: string[] = [];
try {
  const documents = join(folder, 'documents');
  const total = await writeMixedDocuments(documents, wanted);
  console.log(`${total} documents on ${serverUrl ? 'a PostgreSQL server' : 'PGlite'}, ${kills} kills, seed ${seed}`);

  const whole = await runOn('whole', documents);
  const killed = await runOn('killed', documents);
  await finish('undisturbed', whole, total);
  const stored = await killRuns(killed, { kills, total, random: randomOf(seed) });
  console.log(`killed after storing ${stored.join(', ')}`);
  await finish('resumed', killed, total);

  faults.push(...(await unsoundOf(whole)), ...(await unsoundOf(killed)));
  const states = [await withDatabase(whole, graphState), await withDatabase(killed, graphState)];
  const difference = firstDifference(states[0], states[1]);
  if (difference !== null) faults.push(`the graphs differ at ${difference}`);
  console.log(`${JSON.stringify(states[0]).length} characters of graph compared`);
  console.log(faults.length === 0 ? 'the graphs are the same, and sound' : faults.join('\n'));
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  for (const name of made) await onServer(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
  await rm(folder, { recursive: true, force: true });
}
// Prisma's schema engine leaves a timer behind.
process.exit();

/** A run into an empty database of its own. */
async function runOn(name: string, documents: string): Promise<IngestRun> {
  const command = [process.execPath, CLI];
  if (!serverUrl) return { command, documents, settings: { DATA_DIR: join(folder, name) } };
  const database = `newsgraph_kills_${process.pid}_${name}`;
  await onServer(`CREATE DATABASE ${escapeIdentifier(database)}`);
  made.push(database);
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return { command, documents, settings: { DATABASE_URL: url.href } };
}

/** Runs to the end, and once more, which finds nothing new. */
async function finish(what: string, run: IngestRun, total: number): Promise<void> {
  for (const which of [what, 'again']) {
    const began = performance.now();
    const { receipts, status, stderr } = await ingestFolder(run);
    const counts = new Map<string, number>();
    for (const { outcome } of receipts) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    const seconds = ((performance.now() - began) / 1_000).toFixed(1);
    if (receipts.length !== total) faults.push(`${what}, ${which}: not as many receipts as documents`);
    console.log(`${which}: ${receipts.length} receipts (${told}) in ${seconds} s, exit status ${status} ${stderr}`);
  }
}

async function withDatabase<T>({ settings }: IngestRun, use: (database: Database) => Promise<T>): Promise<T> {
  const { DATABASE_URL, DATA_DIR = '' } = settings;
  const database = await (DATABASE_URL
    ? openServer({ url: DATABASE_URL })
    : openEmbedded({ dataDir: join(DATA_DIR, 'pg') }));
  try {
    return await use(database);
  } finally {
    await database.close();
  }
}

async function unsoundOf(run: IngestRun): Promise<string[]> {
  return withDatabase(run, async ({ prisma }) => {
    const faults: string[] = [];
    for await (const { check, wrong } of examine(prisma, { mend: false })) {
      if (wrong > 0) faults.push(`${wrong} ${check} are unsound`);
    }
    return faults;
  });
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
