import { Client } from 'pg';
import { describe, expect, it } from 'vitest';
import { examine } from '../../src/storage/doctor/doctor.ts';
import { createJobStore } from '../../src/storage/job-store.ts';
import { ask, commandDatabase, newsgraph } from '../support/cli.ts';
import type { Running } from '../support/command.ts';
import type { TestDatabase } from '../support/database.ts';
import { IS_SERVER, openDatabase } from '../support/database.ts';
import { INGEST_KEY } from '../support/numbered-stories.ts';

const URL_LINE = /GraphiQL\s+(http:\S+)\/graphql/;
/** Two tries, a second or two between them, and a second of silence. */
const QUICK = { ...INGEST_KEY.settings, INGEST_TRIES: '2', INGEST_RETRY_SECONDS: '1', INGEST_LEASE_MS: '1000' };
/** A process that starts beside others may be silent for longer, and is not lost for that. */
const PATIENT = { INGEST_TRIES: '20', INGEST_LEASE_MS: '10000' };
const story = (n: number) => `Bridge ${n} opens\n\n“Bridge ${n} will hold,” said Ada Quill, the mayor of Harnby.\n`;

async function start(settings: Record<string, string>): Promise<{ running: Running; url: string }> {
  const running = newsgraph(['serve'], { ...QUICK, LOG_LEVEL: 'silent', ...settings });
  const [, url = ''] = await running.output(URL_LINE);
  return { running, url };
}

async function queue(url: string, n: number): Promise<string> {
  const answer = await fetch(`${url}/ingest?uri=/stories/${n}.txt`, {
    method: 'POST',
    headers: { ...INGEST_KEY.headers, 'content-type': 'text/plain', prefer: 'respond-async' },
    body: story(n),
  });
  expect(answer.status).toBe(202);
  return answer.headers.get('location') ?? '';
}

const look = async (url: string, path: string) =>
  (await (await fetch(`${url}${path}`, { headers: INGEST_KEY.headers })).json()) as {
    state: string;
    attempts: number;
    error: string | null;
    receipts: { outcome: string }[] | null;
  };

describe('what is queued', () => {
  it('is taken in though its gateway is killed again and again', async () => {
    const database = await commandDatabase();
    const paths: string[] = [];
    const settings = { ...database.settings, INGEST_TRIES: '20' };
    for (let kill = 0; kill < 3; kill++) {
      const { running, url } = await start(settings);
      for (let n = 0; n < 8; n++) paths.push(await queue(url, paths.length));
      running.kill('SIGKILL');
      await running.finished;
    }
    const { running, url } = await start(settings);
    for (const path of paths) {
      await expect.poll(async () => (await look(url, path)).state, { timeout: 60_000 }).toBe('DONE');
    }
    expect(await ask(`${url}/graphql`, '{ corpus { articleCount } }')).toEqual({
      corpus: { articleCount: paths.length },
    });
    running.kill('SIGTERM');
    expect(await running.finished).toMatchObject({ status: 0 });
    const db = await database.open();
    // An event for each, and no revision for what was done twice.
    expect(await db.prisma.articleEvent.count()).toBe(paths.length);
    expect((await db.prisma.corpus.findFirstOrThrow()).lastEvent).toBe(BigInt(paths.length));
    const wrong: string[] = [];
    for await (const finding of examine(db.prisma, { mend: false })) if (finding.wrong > 0) wrong.push(finding.check);
    await db.close();
    expect(wrong).toEqual([]);
  });
});

describe.runIf(IS_SERVER)('several gateways at one PostgreSQL server', () => {
  /** Holds a table while the work is done: whoever wants to write there waits. */
  async function holding(url: string, table: string, work: () => Promise<void>): Promise<void> {
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(`LOCK TABLE "${table}" IN EXCLUSIVE MODE`);
      await work();
      await client.query('ROLLBACK');
    } finally {
      await client.end();
    }
  }

  /** Resolves when somebody waits to write there. */
  async function waitedFor(db: TestDatabase, table: string): Promise<void> {
    const waiting = async () => {
      const [{ count } = { count: 0 }] = await db.prisma.$queryRaw<{ count: number }[]>`
        SELECT count(*)::int AS "count" FROM pg_locks WHERE NOT "granted" AND "relation" = ${`"${table}"`}::regclass`;
      return count;
    };
    await expect.poll(waiting, { timeout: 60_000, interval: 20 }).toBeGreaterThan(0);
  }

  it('start at once on an empty database: one migrates, and all serve', async () => {
    const client = new Client({ connectionString: process.env['TEST_DATABASE_URL'] });
    await client.connect();
    const name = `newsgraph_test_empty_${process.pid}`;
    await client.query(`CREATE DATABASE ${name}`);
    try {
      const url = new URL(process.env['TEST_DATABASE_URL'] ?? '');
      url.pathname = `/${name}`;
      const started = await Promise.all(Array.from({ length: 4 }, () => start({ DATABASE_URL: url.href, ...PATIENT })));
      const paths = await Promise.all(started.map((each, n) => queue(each.url, n)));
      const [first] = started;
      for (const path of paths) {
        // Whoever took it in, all tell of it.
        await expect.poll(async () => (await look(first?.url ?? '', path)).state, { timeout: 60_000 }).toBe('DONE');
      }
      for (const { running } of started) running.kill('SIGTERM');
      for (const { running } of started) expect(await running.finished).toMatchObject({ status: 0 });
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await client.end();
    }
  });

  it('take a document in once, when one of them is killed between saving it and saying so', async () => {
    const db = await openDatabase();
    try {
      const url = db.url ?? '';
      const jobs = createJobStore(db.prisma, { tries: 20, retrySeconds: 1, leaseSeconds: 10, maxBytes: 1_000_000 });
      const bytes = new TextEncoder().encode(story(1));
      const document = { uri: '/saved.txt', bytes, format: null, contentType: 'text/plain', by: 'desk', request: '1' };
      const id = await jobs.add({ ...document, idempotencyKey: null });
      await holding(url, 'IngestBacklog', async () => {
        const { running } = await start({ DATABASE_URL: url });
        await waitedFor(db, 'IngestBacklog');
        running.kill('SIGKILL');
        await running.finished;
      });
      expect(await db.prisma.article.count()).toBe(1);
      const before = await db.prisma.corpus.findFirstOrThrow();
      expect(before).toMatchObject({ revision: 1n, lastEvent: 1n });

      const settings = { DATABASE_URL: url, ...PATIENT };
      const others = await Promise.all([start(settings), start(settings)]);
      await expect.poll(async () => (await jobs.find(id, null))?.state, { timeout: 60_000 }).toBe('DONE');
      expect(await jobs.find(id, null)).toMatchObject({ attempts: 2, receipts: [{ outcome: 'UNCHANGED' }] });
      expect(await db.prisma.article.count()).toBe(1);
      expect(await db.prisma.corpus.findFirstOrThrow()).toEqual(before);
      expect(await db.prisma.articleEvent.count()).toBe(1);
      for (const { running } of others) running.kill('SIGTERM');
      for (const { running } of others) expect(await running.finished).toMatchObject({ status: 0 });
    } finally {
      await db.close();
    }
  });

  it('give up a document that has taken each process along that worked on it, and go on with the others', async () => {
    const db = await openDatabase();
    try {
      const settings = { DATABASE_URL: db.url ?? '' };
      const front = await start({ ...settings, INGEST_JOBS: '0' });
      const path = await queue(front.url, 1);
      await holding(db.url ?? '', 'Article', async () => {
        for (let kill = 0; kill < 2; kill++) {
          const { running } = await start(settings);
          const isAtWork = async () => {
            const { state, attempts } = await look(front.url, path);
            return state === 'RUNNING' && attempts === kill + 1;
          };
          await expect.poll(isAtWork, { timeout: 60_000, interval: 20 }).toBe(true);
          running.kill('SIGKILL');
          await running.finished;
        }
      });
      const healthy = await start(settings);
      await expect.poll(async () => (await look(front.url, path)).state, { timeout: 60_000 }).toBe('DEAD');
      expect(await look(front.url, path)).toMatchObject({ attempts: 2, error: expect.stringContaining('has ended') });
      const other = await queue(front.url, 2);
      await expect.poll(async () => (await look(front.url, other)).state, { timeout: 60_000 }).toBe('DONE');
      // Not unsound, but something to look at.
      const doctor = await newsgraph(['doctor'], settings).finished;
      expect(doctor).toMatchObject({ status: 0, stderr: '' });
      expect(doctor.stdout).toMatch(/^LOOK +1 dead-letters: .*replayIngestJob/m);
      for (const { running } of [front, healthy]) running.kill('SIGTERM');
      for (const { running } of [front, healthy]) expect(await running.finished).toMatchObject({ status: 0 });
    } finally {
      await db.close();
    }
  });
});
