/** What the variables of requests are made of, read from a corpus. */
import { Client } from 'pg';
import type { Facts } from './operations/operation.ts';
import { chance } from './operations/operation.ts';

const SPEAKERS = 120_000;
const MAX_FIRST = 29;
const MIN_FIRST = 10;
const SAMPLE = 2_000;

export async function readFacts(url: string): Promise<Facts> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const articles = await client.query<{ id: string }>('SELECT "id" FROM "Article" ORDER BY md5("id"::text)');
    const speakers = await client.query<{ id: string }>(
      'SELECT "speakerId" AS id FROM "Quote" WHERE "speakerId" IS NOT NULL ORDER BY md5("id"::text) LIMIT $1',
      [SPEAKERS],
    );
    const bodies = await client.query<{ body: string }>(
      'SELECT "body" FROM "Article" ORDER BY md5("id"::text) LIMIT $1',
      [SAMPLE],
    );
    return {
      articleIds: articles.rows.map(({ id }) => id),
      speakers: pairs(speakers.rows.map(({ id }) => id)),
      words: usefulWords(bodies.rows.map(({ body }) => body)),
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

function usefulWords(bodies: readonly string[]): string[] {
  const articles = new Map<string, number>();
  for (const body of bodies) {
    for (const word of new Set(body.match(/[a-z]{4,}/g))) articles.set(word, (articles.get(word) ?? 0) + 1);
  }
  return [...articles]
    .filter(([, count]) => count >= bodies.length / 100 && count <= (bodies.length * 5) / 100)
    .map(([word]) => word)
    .sort();
}
