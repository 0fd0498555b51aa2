import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIngest } from '../../src/ingest/ingest.ts';
import { startJobWorkers } from '../../src/ingest/job-workers.ts';
import { createArticleStore } from '../../src/storage/article-store.ts';
import type { Database } from '../../src/storage/database.ts';
import type { JobStore } from '../../src/storage/job-store.ts';
import { createJobStore } from '../../src/storage/job-store.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { receiptsOf } from '../support/documents.ts';

const LEASE_MS = 4_000;
const documentAt = (uri: string) => ({
  uri,
  bytes: new TextEncoder().encode(`Bridge ${uri} opens\n\nAda Quill said that it would hold.\n`),
  format: null,
  contentType: null,
  by: 'desk',
  idempotencyKey: null,
  request: uri,
});
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('the queue', () => {
  describe('keeps documents', () => {
    let db: Database;
    /** Two tries, and a second of silence. */
    let jobs: JobStore;
    beforeAll(async () => {
      db = await openDatabase();
      jobs = createJobStore(db.prisma, {
        tries: 2,
        retrySeconds: 1,
        leaseSeconds: LEASE_MS / 1000,
        maxBytes: 1_000_000,
      });
    });
    afterAll(() => db?.close());

    const ingestOf = () => createIngest({ store: createArticleStore(db.prisma) });
    const workers = () =>
      startJobWorkers({
        jobs,
        ingest: ingestOf(),
        most: 2,
        lease: LEASE_MS,
        onFault: (error) => {
          throw error;
        },
      });
    const stateOf = async (id: string) => (await jobs.find(id, null))?.state;

    it('and has one effect when a worker is gone between saving a document and saying so', async () => {
      const id = await jobs.add(documentAt('/saved.txt'));
      const [taken] = await jobs.take(1);
      if (!taken) throw new Error('nothing was taken');
      const receipts = await receiptsOf(ingestOf().ingest({ uri: taken.uri, bytes: taken.bytes }));
      expect(receipts).toMatchObject([{ outcome: 'CREATED' }]);
      // Here it ends, and nobody hears of it.
      const before = await db.prisma.corpus.findFirstOrThrow();
      const others = workers();
      await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('DONE');
      await others.close(1_000);
      expect(await jobs.find(id, 'desk')).toMatchObject({
        attempts: 2,
        error: null,
        receipts: [{ ...receipts[0], outcome: 'UNCHANGED' }],
      });
      expect(await db.prisma.corpus.findFirstOrThrow()).toEqual(before);
      expect(await db.prisma.article.count()).toBe(1);
      expect(await db.prisma.articleEvent.count()).toBe(1);
      // Who was taken for gone, and was not, changes nothing any more.
      expect(await jobs.finish(taken, [])).toBe(false);
      expect(await jobs.fail(taken, 'late', null)).toBe(false);
      expect(await stateOf(id)).toBe('DONE');
    });

    it('counts a try that nobody ended, and gives up a document that takes each of its processes along', async () => {
      const id = await jobs.add(documentAt('/poison.txt'));
      for (const attempt of [1, 2]) {
        let taken = await jobs.take(1);
        while (taken.length === 0) {
          await later(100);
          taken = await jobs.take(1);
        }
        expect(taken).toMatchObject([{ id, attempt }]);
        // While there are signs of life nobody else gets it.
        await later(LEASE_MS * 0.7);
        await jobs.beat(taken);
        await later(LEASE_MS * 0.7);
        expect([await jobs.failLost(), await jobs.take(1)]).toEqual([0, []]);
        await later(LEASE_MS);
        expect(await jobs.failLost()).toBe(1);
      }
      expect(await jobs.find(id, null)).toMatchObject({
        state: 'DEAD',
        attempts: 2,
        error: 'The process that worked on it has ended, or was silent for too long.',
      });
      await jobs.discard(id, null);
    });

    it('gives each job to one of many who ask, the first first', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 12; n++) ids.push(await jobs.add(documentAt(`/raced/${n}.txt`)));
      const [first, ...rest] = await Promise.all([1, 4, 4, 4, 4].map((count) => jobs.take(count)));
      const taken = [first, ...rest].flatMap((each) => each ?? []);
      expect(taken.map(({ id }) => id).sort()).toEqual([...ids].sort());
      await jobs.handBack(taken);
      expect((await jobs.take(3)).map(({ id, attempt }) => [id, attempt])).toEqual(
        ids.slice(0, 3).map((id) => [id, 1]),
      );
      for (const { id, attempt } of await jobs.take(12)) await jobs.finish({ id, attempt }, []);
      for (const id of ids.slice(0, 3)) await jobs.finish({ id, attempt: 1 }, []);
      expect(await jobs.backlog()).toEqual({
        bytes: 0,
        oldestSeconds: 0,
        jobs: { QUEUED: 0, RUNNING: 0, RETRYING: 0, DEAD: 0 },
      });
    });

    it.runIf(IS_SERVER)(
      'has others do what a worker has not done when it has to go: that try does not count',
      async () => {
        const id = await jobs.add(documentAt('/slow.txt'));
        // Somebody else writes: what is to be saved has to wait.
        let letGo = () => {};
        const held = new Promise<void>((resolve) => (letGo = resolve));
        let tell = () => {};
        const handedBack = new Promise<void>((resolve) => (tell = resolve));
        const holding = db.prisma.$transaction(
          async (tx) => {
            await tx.$executeRaw`LOCK TABLE "Article" IN EXCLUSIVE MODE`;
            const leaving = workers();
            await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('RUNNING');
            await leaving.close(100);
            expect(await jobs.find(id, null)).toMatchObject({ state: 'QUEUED', attempts: 0 });
            tell();
            await held;
          },
          { timeout: 60_000 },
        );
        await Promise.race([handedBack, holding]);
        const others = workers();
        await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('RUNNING');
        letGo();
        await holding;
        await expect.poll(() => stateOf(id), { timeout: 60_000 }).toBe('DONE');
        await others.close(1_000);
        expect(await jobs.find(id, null)).toMatchObject({ attempts: 1 });
        expect(await db.prisma.document.count({ where: { uri: '/slow.txt' } })).toBe(1);
      },
    );

    it('forgets what was done a week ago, and nothing else', async () => {
      const waiting = await jobs.add(documentAt('/waiting.txt'));
      await db.prisma.ingestJob.updateMany({ data: { queuedAt: new Date('2026-01-01') } });
      const [{ id } = { id: '' }] = await db.prisma.ingestJob.findMany({ where: { state: 'DONE' }, take: 1 });
      await db.prisma.ingestJob.update({ where: { id }, data: { finishedAt: new Date(Date.now() - 8 * 86_400_000) } });
      const before = await db.prisma.ingestJob.count();
      await jobs.forget();
      expect(await db.prisma.ingestJob.count()).toBe(before - 1);
      expect([await stateOf(id), await stateOf(waiting)]).toEqual([undefined, 'QUEUED']);
    });
  });
});
