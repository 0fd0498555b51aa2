import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/storage/doctor/doctor.ts';
import { examine } from '../../src/storage/doctor/doctor.ts';
import { ask, childrenOf, commandDatabase, newsgraph, SERVED_BY } from '../support/cli.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import type { Acknowledged } from '../support/numbered-stories.ts';
import { bring, INGEST_KEY, uriOf } from '../support/numbered-stories.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)/;
const WRITERS = 4;
/** The same moments in each run, as far as another run can have them. */
const SEED = 20261128;

/** Numbers from 0 to 1 that look random (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('SIGKILL while documents come', () => {
  it.each(SERVED_BY.filter(({ isMissing }) => !isMissing))(
    'loses none that was acknowledged: $how',
    async ({ args, onServer }) => {
      const database = await commandDatabase({ onServer });
      const start = async () => {
        const running = newsgraph(args, { ...database.settings, ...INGEST_KEY.settings });
        const [, url = ''] = await running.output(URL_LINE);
        return { running, url };
      };
      const random = randomNumbers(SEED);
      const ledger = new Map<string, Acknowledged>();
      /** Sent, and never answered. */
      let inDoubt: number[] = [];
      let nextStory = 0;
      // Every other pair of documents, so that both ways of bringing them have keys and do without.
      const keyOf = (number: number) => (number % 4 < 2 ? `key-${number}` : null);

      // Two workers take longer to start.
      const kills = args.length > 1 ? 3 : 5;
      for (let kill = 0; kill < kills; kill++) {
        const { running, url } = await start();
        let toCome = 1 + Math.floor(random() * 25);
        const delay = random() * 40;
        let tellEnough = () => {};
        const enough = new Promise<void>((resolve) => (tellEnough = resolve));
        const writers = Array.from({ length: WRITERS }, async () => {
          const client = new KeepAliveClient(url);
          for (;;) {
            const number = nextStory++;
            const { acknowledged, exchange } = await bring(client, number, keyOf(number));
            if (acknowledged) {
              ledger.set(acknowledged.uri, acknowledged);
              toCome -= 1;
              if (toCome === 0) tellEnough();
            } else if (exchange.answer === null) {
              inDoubt.push(number);
              break;
            }
          }
          client.close();
        });
        await enough;
        await new Promise((resolve) => setTimeout(resolve, delay));
        for (const pid of [running.pid, ...(args.length > 1 ? childrenOf(running.pid) : [])])
          process.kill(pid, 'SIGKILL');
        await Promise.all([running.finished, ...writers]);
      }

      const { running, url } = await start();
      const client = new KeepAliveClient(url);
      const retried = inDoubt.filter((number) => keyOf(number) !== null);
      expect(retried.length).toBeGreaterThan(0);
      for (const number of retried) {
        // Until the one that was cut off is known to be.
        const again = async () => {
          const { acknowledged } = await bring(client, number, keyOf(number));
          if (acknowledged) ledger.set(acknowledged.uri, acknowledged);
          return acknowledged !== null;
        };
        await expect.poll(again, { timeout: 30_000, interval: 200 }).toBe(true);
      }
      client.close();
      inDoubt = inDoubt.filter((number) => keyOf(number) === null);
      running.kill('SIGTERM');
      expect((await running.finished).status).toBe(0);

      const db = await database.open();
      const stored = await db.prisma.$queryRaw<(Acknowledged & { found: number; articles: number })[]>`
      SELECT d."uri", (SELECT count(*)::int FROM "Article" a WHERE a."id" = d."articleId" OR a."key" = d."uri") AS "articles",
        (SELECT count(*)::int FROM "EntityMention" m WHERE m."articleId" = d."articleId") AS "mentionCount",
        (SELECT count(*)::int FROM "Quote" q WHERE q."articleId" = d."articleId") AS "quoteCount",
        (SELECT count(*)::int FROM "Citation" c WHERE c."articleId" = d."articleId") AS "citationCount",
        (SELECT json_array_length(x."extraction"->'mentions') + json_array_length(x."extraction"->'quotes')
          + json_array_length(x."extraction"->'citations') FROM "ArticleExtraction" x WHERE x."articleId" = d."articleId") AS "found"
      FROM "Document" d`;
      const articles = await db.prisma.article.count();
      const unsound: Finding[] = [];
      for await (const finding of examine(db.prisma, { mend: false })) if (finding.wrong > 0) unsound.push(finding);
      await db.close();
      const byUri = new Map(stored.map((row) => [row.uri, row]));
      expect(unsound).toEqual([]);
      expect(articles).toBe(stored.length);
      expect(ledger.size).toBeGreaterThanOrEqual(kills);
      for (const { uri, mentionCount, quoteCount, citationCount } of ledger.values()) {
        expect(quoteCount).toBeGreaterThan(0);
        expect(byUri.get(uri)).toMatchObject({ uri, mentionCount, quoteCount, citationCount, articles: 1 });
      }
      // Whatever else is there was in doubt, and is there whole.
      const others = stored.filter(({ uri }) => !ledger.has(uri));
      expect(inDoubt.map(uriOf)).toEqual(expect.arrayContaining(others.map(({ uri }) => uri)));
      for (const { mentionCount, quoteCount, citationCount, found } of stored) {
        expect(mentionCount + quoteCount + citationCount).toBe(found);
      }
    },
  );

  const workers = SERVED_BY.filter(({ args, isMissing }) => args.length > 1 && !isMissing);
  it.each(workers)('of a worker leaves the other at work, and it is replaced: $how', async ({ args, onServer }) => {
    const database = await commandDatabase({ onServer });
    const running = newsgraph(args, { ...database.settings, LOG_LEVEL: 'silent' });
    const [, url = ''] = await running.output(URL_LINE);
    const [killed = 0, survivor = 0] = childrenOf(running.pid);
    let isOver = false;
    let answered = 0;
    /** Reads on and on; a connection that breaks is opened anew, as clients do. @returns answers that were no good */
    const readers = Array.from({ length: 8 }, async () => {
      const wrong: unknown[] = [];
      while (!isOver) {
        const client = new KeepAliveClient(url);
        while (!isOver) {
          const { answer } = await client.query('{ corpus { articleCount } }');
          if (answer === null) break;
          answered += 1;
          if (answer.status !== 200 || !answer.text.startsWith('{"data":')) wrong.push(answer);
        }
        client.close();
      }
      return wrong;
    });
    const goesOn = async (count: number) => {
      const before = answered;
      await expect.poll(() => answered - before, { timeout: 20_000 }).toBeGreaterThan(count);
    };
    await goesOn(50);
    process.kill(killed, 'SIGKILL');
    await goesOn(50);
    expect(childrenOf(running.pid)).toContain(survivor);

    // The one in its place is killed before it serves: another comes, and nothing ends.
    const newcomer = () => childrenOf(running.pid).find((pid) => pid !== survivor && pid !== killed) ?? 0;
    await expect.poll(newcomer, { timeout: 20_000, interval: 20 }).toBeGreaterThan(0);
    const unborn = newcomer();
    process.kill(unborn, 'SIGKILL');
    const others = () => childrenOf(running.pid).filter((pid) => ![killed, unborn].includes(pid));
    await expect.poll(others, { timeout: 20_000 }).toHaveLength(2);
    expect(others()).toContain(survivor);
    await goesOn(50);
    isOver = true;
    expect((await Promise.all(readers)).flat()).toEqual([]);
    expect(await ask(url, '{ corpus { articleCount } }')).toEqual({ corpus: { articleCount: 0 } });

    // Also when one has died just now, and nobody has noticed yet.
    process.kill(survivor, 'SIGKILL');
    running.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ status: 0 });
  });
});
