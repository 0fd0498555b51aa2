/** What the variables of requests are made of, read from a corpus. */
import { Client } from 'pg';
import type { Facts } from './operations/operation.ts';
import { chance } from './operations/operation.ts';

const SPEAKERS = 120_000;
const MAX_FIRST = 29;
const MIN_FIRST = 10;
const SAMPLE = 2_000;
const LEAST_SHARE = 0.005;
const GREATEST_SHARE = 0.03;

export async function readFacts(url: string): Promise<Facts> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const articles = await client.query<{ id: string }>('SELECT "id" FROM "Article" ORDER BY md5("id"::text)');
    const speakers = await client.query<{ id: string }>(
      'SELECT "speakerId" AS id FROM "Quote" WHERE "speakerId" IS NOT NULL ORDER BY md5("id"::text) LIMIT $1',
      [SPEAKERS],
    );
    // By their stems: what a search finds.
    const words = await client.query<{ word: string }>(
      `SELECT word FROM ts_stat('SELECT "searchVector" FROM "Article" ORDER BY md5("id"::text) LIMIT ${SAMPLE}')
        WHERE ndoc BETWEEN $1 AND $2 AND length(word) > 3 ORDER BY word`,
      [SAMPLE * LEAST_SHARE, SAMPLE * GREATEST_SHARE],
    );
    return {
      articleIds: articles.rows.map(({ id }) => id),
      speakers: pairs(speakers.rows.map(({ id }) => id)),
      words: words.rows.map(({ word }) => word),
    };
  } finally {
    await client.end();
  }
}

/** Who speaks often comes often, each time with another page size, as long as there is one. */
function pairs(ids: readonly string[]): { id: string; first: number }[] {
  const firsts = new Map<string, number>();
  const found: { id: string; first: number }[] = [];
  for (const id of ids) {
    const first = firsts.get(id) ?? MAX_FIRST;
    if (first < MIN_FIRST) continue;
    firsts.set(id, first - 1);
    found.push({ id, first });
  }
  return found
    .map((pair, i) => ({ pair, place: chance(i) }))
    .sort((a, b) => a.place - b.place)
    .map(({ pair }) => pair);
}
