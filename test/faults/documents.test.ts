import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { Receipt } from '../../src/domain/receipt.ts';
import { extract } from '../../src/extract/pipeline.ts';
import { createIngest } from '../../src/ingest/ingest.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import { openServer } from '../../src/storage/database.ts';
import type { TestDatabase } from '../support/database.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { rawText, receiptsOf } from '../support/documents.ts';
import { contextOf } from '../support/graph.ts';
import { startGateway } from '../support/running-gateway.ts';
import { unsoundness } from '../support/soundness.ts';
import { CHIEF_HEADERS, LOAD_SETTINGS } from './settings.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await openDatabase();
});
afterAll(() => db.close());
afterEach(async () => {
  vi.useRealTimers();
  expect(await unsoundness(db)).toEqual([]);
});

const story = (what: string) =>
  `${what} opens\n\n“It holds,” said Ada Quill, the mayor of Harnby. Tom Tull doubted it.\n`;
const outcomes = (receipts: readonly Receipt[]) => receipts.map(({ outcome }) => outcome).sort();

it('two who bring the same document at once: it is there once, and so is each of its editions', async () => {
  // Where there is a server, each has connections of his own, as in another process.
  const other = db.url === undefined ? null : await openServer({ url: db.url });
  const ingesters = [contextOf(db).ingest, contextOf(other ?? db).ingest];
  const bringBoth = async (texts: readonly [string, string], uri: string) => {
    const receipts = ingesters.map(({ ingest }, i) => receiptsOf(ingest(rawText(uri, texts[i] ?? ''))));
    return (await Promise.all(receipts)).flat();
  };
  try {
    for (let i = 0; i < 12; i++) {
      const uri = `/both/${i}.txt`;
      const same = await bringBoth([story(`Bridge ${i}`), story(`Bridge ${i}`)], uri);
      expect(outcomes(same)).toEqual(['CREATED', 'UNCHANGED']);
      expect(new Set(same.map(({ articleId }) => articleId)).size).toBe(1);
      // Of two different ones the later is in force, the other a former version.
      const different = await bringBoth([story(`Ferry ${i}`), story(`Tunnel ${i}`)], uri);
      expect(outcomes(different)).toEqual(['UPDATED', 'UPDATED']);
      const [article, ...more] = await db.prisma.article.findMany({
        where: { documents: { some: { uri } } },
        include: { versions: true, documents: true, mentions: true },
      });
      expect(more).toEqual([]);
      expect(article?.headline).toMatch(new RegExp(`^(?:Ferry|Tunnel) ${i} opens$`));
      expect(article?.versions).toHaveLength(2);
      expect(article?.documents).toHaveLength(1);
      expect(article?.mentions).toHaveLength(same[0]?.mentionCount ?? -1);
    }
  } finally {
    await other?.close();
  }
});

it('those who bring, change and delete stories of the same people at once wait for each other, and none is turned back', async () => {
  const other = db.url === undefined ? null : await openServer({ url: db.url });
  const people = ['Wren Tolliver', 'Ada Quill', 'Ruth Mabey', 'Tom Tull', 'Jo Marsh', 'Cal Orme'];
  const about = (i: number, edition: number) => {
    const [a, b, c] = [0, 1, 2].map((n) => people[(i + n * (edition + 1)) % people.length]);
    return `Weir ${i}, edition ${edition}\n\n${c} met ${a} at weir ${i}. “It holds,” said ${b}, the mayor of Harnby.\n`;
  };
  const deadlocks = async () => {
    const [row] = await db.prisma.$queryRaw<{ deadlocks: bigint }[]>`
      SELECT "deadlocks" FROM pg_stat_database WHERE "datname" = current_database()`;
    return row?.deadlocks;
  };
  const before = await deadlocks();
  const writer = async (number: number) => {
    const from = number % 2 === 0 ? db : (other ?? db);
    const { ingest, tombstones } = contextOf(from);
    for (let i = number; i < 60; i += 6) {
      const bring = (edition: number) => receiptsOf(ingest.ingest(rawText(`/weir/${i}.txt`, about(i, edition))));
      const [created] = await bring(1);
      expect(created?.outcome).toBe('CREATED');
      expect(outcomes(await bring(2))).toEqual(['UPDATED']);
      if (i % 3 === 0) await tombstones.remove({ articleId: created?.articleId ?? '', reason: '', by: 'desk' });
    }
  };
  try {
    await Promise.all([0, 1, 2, 3, 4, 5].map(writer));
    expect(await db.prisma.article.count({ where: { headline: { startsWith: 'Weir' } } })).toBe(40);
  } finally {
    await other?.close();
  }
  // The server counts what a connection met when that has been idle for a second.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(await deadlocks()).toBe(before);
});

it('a poison document costs nobody else anything, each time that it comes, and is taken in when the fault is mended', async () => {
  const poison = story('Poison');
  const others = Array.from({ length: 8 }, (_, i) => rawText(`/beside/${i}.txt`, story(`Quay ${i}`)));
  async function* all() {
    yield* [...others.slice(0, 4), rawText('/poison.txt', poison), ...others.slice(4)];
  }
  const store = createArticleStore(db.prisma);
  const faults: string[] = [];
  const failing = createIngest({
    store,
    extractor: {
      version: 'failing',
      extract(document) {
        if (document.content === poison) throw new RangeError('Maximum call stack size exceeded');
        return extract(document);
      },
    },
    onFault: (uri) => faults.push(uri),
  });
  for (const time of [1, 2, 3]) {
    const receipts = await receiptsOf(failing.ingestAll(all()));
    expect(receipts.filter(({ outcome }) => outcome === 'REJECTED')).toMatchObject([
      { uri: '/poison.txt', problems: [{ code: 'INGEST_FAILED' }] },
    ]);
    expect(receipts.filter(({ outcome }) => outcome === (time === 1 ? 'CREATED' : 'UNCHANGED'))).toHaveLength(8);
    expect(await db.prisma.document.count({ where: { uri: '/poison.txt' } })).toBe(0);
  }
  expect(faults).toEqual(['/poison.txt', '/poison.txt', '/poison.txt']);
  const mended = createIngest({ store, extractor: { version: 'failing', extract } });
  expect(await receiptsOf(mended.ingest(rawText('/poison.txt', poison)))).toMatchObject([{ outcome: 'CREATED' }]);
});

it('what a client was told under an Idempotency-Key is kept, unless it was of a fault that may pass', async () => {
  const { idempotency } = contextOf(db);
  const request = { by: 'desk', key: 'once', request: 'the same' };
  const told = (outcome: 'CREATED' | 'REJECTED', problems: Receipt['problems'] = []): Receipt => ({
    ...{
      uri: '/once.txt',
      outcome,
      articleId: null,
      mentionCount: 0,
      quoteCount: 0,
      citationCount: 0,
      copyOf: [],
      problems,
    },
  });
  const failed = told('REJECTED', [{ code: 'INGEST_FAILED', message: 'The database was away.' }]);
  expect(await idempotency.once(request, async () => [failed])).toEqual([failed]);
  expect(await idempotency.once(request, async () => [told('CREATED')])).toEqual([told('CREATED')]);
  expect(await idempotency.once(request, async () => [failed])).toEqual([told('CREATED')]);
});

it('a clock that is set forward by days and back again: all comes in its order, once', async () => {
  const gateway = await startGateway(db, LOAD_SETTINGS);
  const before = await db.prisma.corpus.findUniqueOrThrow({ where: { id: 1 } });
  const bring = async (name: string, text: string, more: Record<string, string> = {}) => {
    const { status, json } = await gateway.send(`/ingest?uri=/clock/${name}`, {
      method: 'POST',
      body: text,
      headers: { 'content-type': 'text/plain', ...CHIEF_HEADERS, ...more },
    });
    expect(status).toBe(200);
    return json;
  };
  const now = Date.now();
  const withheld = { uri: 'urn:clock:1', body_text: story('Secret'), headline: 'Secret', type: 'text', embargoed: '' };
  withheld.embargoed = new Date(now + 86_400_000).toISOString();
  vi.useFakeTimers({ toFake: ['Date'] });
  const ids: string[] = [];
  for (const [step, days] of [0, 2, -3, 1].entries()) {
    vi.setSystemTime(now + days * 86_400_000);
    const first = await bring(`${step}.txt`, story(`Lock ${step}`), { 'idempotency-key': `clock-${step}` });
    expect(first.outcome).toBe('CREATED');
    ids.push(first.articleId);
    expect((await bring(`${step}.txt`, story(`Weir ${step}`))).outcome).toBe('UPDATED');
    // The embedded database has the clock of its process. By that of a server, what was promised for a day is kept for a day, and
    // what is withheld until tomorrow is withheld today.
    if (IS_SERVER) {
      for (let i = 0; i <= step; i++) {
        const again = await bring(`${i}.txt`, story(`Lock ${i}`), { 'idempotency-key': `clock-${i}` });
        expect(again).toMatchObject({ outcome: 'CREATED', articleId: ids[i] });
      }
      await bring('secret.json', JSON.stringify(withheld), { 'content-type': 'application/json' });
      await contextOf(db).store.releaseEmbargoes();
    }
    const { json } = await gateway.post({ query: '{ articles(first: 100) { nodes { headline } } }' });
    const headlines = json.data.articles.nodes.map(({ headline }: { headline: string }) => headline);
    expect(headlines).toEqual(expect.arrayContaining(Array.from({ length: step + 1 }, (_, i) => `Weir ${i} opens`)));
    expect(headlines).not.toContain('Secret');
  }
  vi.useRealTimers();
  const events = await db.prisma.articleEvent.findMany({
    where: { position: { gt: before.lastEvent } },
    orderBy: { position: 'asc' },
  });
  // One for each article that came and one for its edition; none of what nobody may see.
  expect(events.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 4 }, () => ['CREATED', 'UPDATED']).flat());
  expect(events.map(({ position }) => Number(position - before.lastEvent))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
