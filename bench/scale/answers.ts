/** What a great corpus does to answers: how long they take beside a small one's, and how much of the database each reads. */
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readFacts } from '../facts.ts';
import type { Figures } from '../figures.ts';
import { load } from '../load.ts';
import { operationOf } from '../operations/all.ts';
import type { Facts } from '../operations/operation.ts';
import type { Peer } from '../peers.ts';
import { KINDS, startPeer } from '../peers.ts';
import type { Bounds, Contestant } from '../rounds.ts';
import { measure } from '../rounds.ts';
import { connected } from './database.ts';

const OPERATIONS = ['a', 'b', 'c', 'd', 'e1', 'e'] as const;
/** Requests of an operation whose blocks are counted. */
const COUNTED = 300;
/** Where the requests begin whose blocks are counted: others than `measureAnswers` asks. */
const APART = 200_000;

interface Corpus {
  readonly name: string;
  readonly url: string;
}

const KeptFacts = z.object({
  articleIds: z.array(z.string()),
  speakers: z.array(z.object({ id: z.string(), first: z.int() })),
  words: z.array(z.string()),
});

/** Drawn once a corpus, and kept for the next run: of a million articles that takes a minute. */
async function factsOf(url: string): Promise<Facts> {
  const { pathname } = new URL(url);
  const file = join(tmpdir(), `newsgraph-facts-${pathname.slice(1)}.json`);
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) return KeptFacts.parse(JSON.parse(kept));
  const facts = await readFacts(url);
  await writeFile(file, JSON.stringify(facts));
  return facts;
}

/** One gateway on each corpus, asked by turns. */
export async function measureAnswers(
  corpora: readonly Corpus[],
  bounds: Bounds,
  keys: readonly string[] = OPERATIONS,
): Promise<Record<string, Record<string, Figures>>> {
  const peers: { peer: Peer; facts: Facts }[] = [];
  const results: Record<string, Record<string, Figures>> = {};
  try {
    for (const { name, url } of corpora) {
      peers.push({ peer: await startPeer({ ...KINDS.newsgraph, name }, url), facts: await factsOf(url) });
    }
    for (const key of keys) {
      const operation = operationOf(key);
      const contestants: Contestant[] = [];
      for (const { peer, facts } of peers) {
        const variables = operation.variables(facts);
        // Finds the cursors.
        await peer.ask(operation, variables(0));
        contestants.push({ ...peer, body: (i) => peer.body(operation, variables(i)) });
      }
      results[key] = await measure(contestants, bounds);
    }
  } finally {
    for (const { peer } of peers) await peer.stop();
  }
  return results;
}

const Blocks = z.object({
  heap: z.coerce.number(),
  indexes: z.coerce.number(),
  toast: z.coerce.number(),
  fromOutside: z.coerce.number(),
});
type Blocks = z.infer<typeof Blocks>;

/** How many blocks of 8 kB one request of each operation looks at, and how many of them PostgreSQL had to ask the system for. */
export async function countBlocks({ url }: Corpus): Promise<Record<string, Blocks>> {
  const facts = await factsOf(url);
  const results: Record<string, Blocks> = {};
  const peer = await startPeer(KINDS.newsgraph, url);
  try {
    // Finds the cursors.
    for (const key of OPERATIONS) await peer.ask(operationOf(key), operationOf(key).variables(facts)(0));
    let before = await blocksOf(url);
    for (const key of OPERATIONS) {
      const operation = operationOf(key);
      const variables = operation.variables(facts);
      const counted = { ...peer, body: (i: number) => peer.body(operation, variables(APART + i)) };
      const { requests } = await load({ ...counted, connections: 4, seconds: 60, maxRequests: COUNTED });
      const [last, after] = [before, await blocksOf(url)];
      before = after;
      const each = (of: keyof Blocks) => Number(((after[of] - last[of]) / requests).toPrecision(3));
      results[key] = {
        heap: each('heap'),
        indexes: each('indexes'),
        toast: each('toast'),
        fromOutside: each('fromOutside'),
      };
    }
  } finally {
    await peer.stop();
  }
  return results;
}

function blocksOf(url: string): Promise<Blocks> {
  return connected(url, async (ask) => {
    // Connections tell what they have read when they have been idle for ten seconds.
    await new Promise((resolve) => setTimeout(resolve, 11_000));
    const [blocks] = await ask(
      Blocks,
      `SELECT sum(heap_blks_hit + heap_blks_read) AS heap, sum(coalesce(idx_blks_hit + idx_blks_read, 0)) AS indexes,
          sum(coalesce(toast_blks_hit + toast_blks_read + tidx_blks_hit + tidx_blks_read, 0)) AS toast,
          sum(heap_blks_read + coalesce(idx_blks_read, 0) + coalesce(toast_blks_read + tidx_blks_read, 0)) AS "fromOutside"
        FROM pg_statio_user_tables`,
    );
    return blocks ?? { heap: 0, indexes: 0, toast: 0, fromOutside: 0 };
  });
}
