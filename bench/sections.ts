/** What is measured of newsgraph alone. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from './corpus.ts';
import { emptyDatabase } from './corpus.ts';
import type { Ingested, Soak, Spread } from './figures.ts';
import { spread } from './figures.ts';
import { load } from './load.ts';
import { OPERATIONS } from './operations/all.ts';
import type { Facts } from './operations/operation.ts';
import { CLI, KINDS, startPeer } from './peers.ts';
import { newsText } from './texts.ts';

const SOAK_STEPS = 10;

/** Milliseconds from the start of the process to the first answer. */
export async function measureStart(url: string, times: number): Promise<Spread> {
  const found: number[] = [];
  for (let i = 0; i < times; i++) {
    const peer = await startPeer(KINDS.newsgraph, url);
    found.push(peer.startMs);
    await peer.stop();
  }
  return spread(found);
}

/** Memory while so many requests of all operations are answered. */
export async function soak(url: string, facts: Facts, requests: number, connections: number, log: Log): Promise<Soak> {
  const peer = await startPeer(KINDS.newsgraph, url);
  try {
    for (const operation of OPERATIONS) await peer.ask(operation, operation.variables(facts)(0));
    const mixed = OPERATIONS.map((operation) => ({ operation, variables: operation.variables(facts) }));
    const body = (i: number): string => {
      const { operation, variables } = mixed[i % mixed.length] ?? fail();
      return peer.body(operation, variables(Math.floor(i / mixed.length)));
    };
    const megabytes: number[] = [];
    let errors = 0;
    const step = Math.ceil(requests / SOAK_STEPS);
    for (let done = 0; done < requests; done += step) {
      const measured = await load({
        ...peer,
        connections,
        seconds: 3_600,
        maxRequests: step,
        body: (i) => body(done + i),
      });
      errors += measured.errors;
      megabytes.push(peer.memory() ?? 0);
      log(`soak: ${done + step} requests, ${megabytes.at(-1)} MB`);
    }
    return { requests, errors, megabytes };
  } finally {
    await peer.stop();
  }
}

/** The command line reads a folder of texts into an empty database: from its start to its end. */
export async function measureIngest(articles: number): Promise<Ingested> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-bench-'));
  const database = await emptyDatabase();
  try {
    const texts = Array.from({ length: articles }, (_, n) => newsText(n));
    await mkdir(join(folder, 'texts'));
    await Promise.all(texts.map((text, n) => writeFile(join(folder, 'texts', `${n}.txt`), text)));
    const env = { ...process.env, DATABASE_URL: database.url };
    const run = promisify(execFile);
    // Makes the tables, which are no part of what is measured.
    await run(process.execPath, [CLI, 'seed', '--dry-run', join(folder, 'texts', '0.txt')], { env });
    const began = performance.now();
    await run(process.execPath, [CLI, 'seed', join(folder, 'texts')], { env, maxBuffer: 2 ** 30 });
    const seconds = (performance.now() - began) / 1000;
    const words = texts.reduce((sum, text) => sum + text.split(/\s+/).length, 0);
    return {
      articles,
      wordsPerArticle: Math.round(words / articles),
      articlesPerSecond: Number((articles / seconds).toPrecision(4)),
    };
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

function fail(): never {
  throw new Error('There are no operations.');
}
