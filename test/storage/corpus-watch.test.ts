import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CorpusWatch } from '../../src/storage/corpus-watch.ts';
import type { Database } from '../../src/storage/database.ts';
import { createEventFeed } from '../../src/storage/event-feed.ts';
import { EVERYTHING } from '../../src/storage/read/condition.ts';
import { createReader } from '../../src/storage/read/reader.ts';
import { emptySelection } from '../../src/storage/read/selection.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { contextOf, fill } from '../support/graph.ts';

describe('a watch', () => {
  it('knows of a change of its own process as soon as it is acknowledged', async () => {
    const db = await openDatabase();
    const watch = db.watch();
    await expect.poll(() => watch.state).not.toBeNull();
    const before = watch.state;
    await fill(contextOf(db), 1);
    expect(watch.state).not.toBe(before);
    await watch.close();
    expect(watch.state).toBeNull();
    await db.close();
  });
});

describe.runIf(IS_SERVER)('a watch on a server', () => {
  let db: Database;
  let watch: CorpusWatch;
  beforeAll(async () => {
    db = await openDatabase();
    watch = db.watch();
    await vi.waitUntil(() => watch.state !== null, { timeout: 10_000 });
  });
  afterAll(async () => {
    await watch.close();
    await db.close();
  });

  it('hears of what others change', async () => {
    const before = watch.state;
    let calls = 0;
    const silence = watch.onChange(() => (calls += 1));
    // Not by a store: as another process would.
    await db.prisma.$executeRaw`UPDATE "Corpus" SET "revision" = "revision" + 1`;
    await expect.poll(() => watch.state, { timeout: 5_000 }).not.toBe(before);
    silence();
    expect(calls).toBe(1);
  });

  it('wakes subscribers for what others store', async () => {
    const feed = createEventFeed(db.prisma, createReader(db.prisma), watch.onChange);
    const events = await feed.follow({ after: null, selection: emptySelection(), condition: EVERYTHING });
    const next = events.next();
    const articleId = '00000000-0000-7000-8000-000000000001';
    await db.prisma.$transaction([
      db.prisma
        .$executeRaw`INSERT INTO "ArticleEvent" ("position", "articleId") SELECT "lastEvent" + 1, ${articleId}::uuid FROM "Corpus"`,
      db.prisma.$executeRaw`UPDATE "Corpus" SET "revision" = "revision" + 1, "lastEvent" = "lastEvent" + 1`,
    ]);
    expect((await next).value).toMatchObject({ kind: 'event', event: { articleId, outcome: null } });
    feed.close();
  });

  it('knows nothing while its connection is lost, and another state afterwards', async () => {
    const before = watch.state;
    const states: (number | null)[] = [];
    const silence = watch.onChange(() => states.push(watch.state));
    await db.prisma.$executeRaw`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'newsgraph watch' AND datname = current_database()`;
    await expect.poll(() => states.length, { timeout: 5_000 }).toBe(2);
    silence();
    expect(states[0]).toBeNull();
    expect(states[1]).not.toBe(before);
  });
});
