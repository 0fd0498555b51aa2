import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { examine } from '../../src/storage/doctor/doctor.ts';
import { openDatabase } from '../support/database.ts';
import type { Answer } from '../support/graph.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';

const sha256 = (key: string) => createHash('sha256').update(key).digest('hex');
const KEYS = { read: 'read', ingest: 'ingest', other: 'ingest', admin: 'admin' };
const API_KEYS = Object.entries(KEYS)
  .map(([name, scope]) => `${name}er:${scope}:${sha256(`${name}-key`)}`)
  .join(',');
/** Two tries, a second or two between them. */
const QUICK = { API_KEYS, INGEST_TRIES: '2', INGEST_RETRY_SECONDS: '1' };
const story = (name: string) => `${name} opens\n\n"It holds," said Ada Quill, the engineer, in Port Vella.\n`;

/** A database that takes no article of this headline, as if its disk were full. */
const breakFor = (db: Database, headline: string) =>
  db.prisma.$executeRawUnsafe(
    `ALTER TABLE "Article" ADD CONSTRAINT "full" CHECK ("headline" <> '${headline}') NOT VALID`,
  );
const mend = (db: Database) => db.prisma.$executeRawUnsafe('ALTER TABLE "Article" DROP CONSTRAINT "full"');

describe('documents that are queued', () => {
  describe('are taken in later', () => {
    let db: Database;
    let gateway: RunningGateway;
    beforeAll(async () => {
      db = await openDatabase();
      gateway = await startGateway(db, QUICK, { closeAfterTest: false });
    });
    afterAll(async () => {
      await gateway?.close();
      await db?.close();
    });

    const bearer = (key: string) => ({ authorization: `Bearer ${key}-key`, 'x-graphql-yoga-csrf': '1' });
    const send = (query: string, body: string, headers: Record<string, string> = {}, key = 'ingest', to = gateway) =>
      to.send(`/ingest${query}`, {
        method: 'POST',
        headers: { 'content-type': 'text/plain', ...bearer(key), ...headers },
        body,
      });
    const look = (path: string, key = 'ingest', to = gateway) => to.send(path, { headers: bearer(key) });
    const graphql = async (query: string, variables: object = {}, key = 'ingest', to = gateway): Promise<Answer> =>
      (await to.post({ query, variables }, bearer(key))).json;
    /** The job, once it is in one of the states. */
    async function until(id: string, ...states: string[]): Promise<Answer> {
      let job: Answer;
      await expect
        .poll(
          async () => {
            job = (await look(`/ingest/jobs/${id}`, 'admin')).json;
            return job.state;
          },
          { timeout: 60_000, interval: 50 },
        )
        .toSatisfy((state: string) => states.includes(state));
      return job;
    }
    const queue = async (name: string, headers: Record<string, string> = {}, to = gateway): Promise<string> => {
      const answer = await send(`?queue=true&uri=/queued/${name}.txt`, story(name), headers, 'ingest', to);
      expect(answer.status).toBe(202);
      return answer.json.id;
    };
    const soundness = async () => {
      const wrong: string[] = [];
      for await (const { check, wrong: rows, isNotice } of examine(db.prisma, { mend: false })) {
        if (rows > 0 && !isNotice) wrong.push(check);
      }
      return wrong;
    };

    it('by POST /ingest with Prefer: respond-async, which says where to look', async () => {
      const answer = await send('?uri=/queued/bridge.txt', story('Bridge'), { prefer: 'wait=5, respond-async' });
      expect(answer.status).toBe(202);
      const { id, ...job } = answer.json;
      expect(job).toMatchObject({
        state: 'QUEUED',
        uri: '/queued/bridge.txt',
        by: 'ingester',
        attempts: 0,
        receipts: null,
      });
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        location: `/ingest/jobs/${id}`,
        'preference-applied': 'respond-async',
        'retry-after': '1',
        'cache-control': 'no-store',
      });
      await until(id, 'DONE');
      const looked = await look(answer.headers.get('location') ?? '');
      expect([looked.status, looked.headers.get('retry-after')]).toEqual([200, null]);
      expect(looked.json).toMatchObject({
        id,
        state: 'DONE',
        attempts: 1,
        error: null,
        finishedAt: expect.any(String),
        receipts: [{ uri: '/queued/bridge.txt', outcome: 'CREATED', quoteCount: 1, problems: [] }],
      });
      const [{ articleId }] = looked.json.receipts;
      const article = 'query ($id: ID!) { article(id: $id) { headline } }';
      expect((await graphql(article, { id: articleId })).data.article).toEqual({ headline: 'Bridge opens' });
      // Nobody needs the bytes any more.
      expect(await db.prisma.ingestJob.findUniqueOrThrow({ where: { id } })).toMatchObject({ bytes: null });
      expect(await db.prisma.ingestBacklog.findFirst()).toMatchObject({ jobs: 0, bytes: 0n });
    });

    it('by ?queue=true, which is no preference; what is only tried is never queued', async () => {
      const answer = await send('?queue=true&uri=/queued/quay.txt', story('Quay'));
      expect([answer.status, answer.headers.get('preference-applied')]).toEqual([202, null]);
      await until(answer.json.id, 'DONE');
      const tried = await send('?dryRun=true', story('Tried'), { prefer: 'respond-async' });
      expect([tried.status, tried.headers.get('preference-applied')]).toEqual([200, null]);
      expect((await send('?dryRun=true&queue=true', story('Tried'))).codes).toEqual(['BAD_USER_INPUT']);
      expect((await send('?queue=maybe', story('Tried'))).codes).toEqual(['BAD_USER_INPUT']);
      expect((await send('?queue=true&uri=bridge.txt', story('Tried'))).codes).toEqual(['BAD_USER_INPUT']);
    });

    it('by the mutation queueDocument, of which ingestJob tells with articles', async () => {
      const { data } = await graphql(
        'mutation ($input: QueueDocumentInput!) { queueDocument(input: $input) { job { id state uri format size by } } }',
        { input: { content: story('Tower'), format: 'TEXT', uri: '/queued/tower.txt' } },
      );
      const { id, ...job } = data.queueDocument.job;
      expect(job).toMatchObject({
        uri: '/queued/tower.txt',
        format: 'TEXT',
        size: story('Tower').length,
        by: 'ingester',
      });
      await until(id, 'DONE');
      const query =
        'query ($id: ID!) { ingestJob(id: $id) { state attempts receipts { outcome article { headline } } } }';
      expect((await graphql(query, { id })).data.ingestJob).toEqual({
        state: 'DONE',
        attempts: 1,
        receipts: [{ outcome: 'CREATED', article: { headline: 'Tower opens' } }],
      });
    });

    it('and are done at once when their receipts reject them: nothing is tried again', async () => {
      const { id } = (await send('?queue=true&format=ninjs', '<p>Words</p>')).json;
      expect(await until(id, 'DONE', 'RETRYING', 'DEAD')).toMatchObject({
        state: 'DONE',
        attempts: 1,
        receipts: [{ outcome: 'REJECTED', problems: [{ code: 'UNREADABLE' }] }],
      });
    });

    it('once for each Idempotency-Key', async () => {
      const key = { 'idempotency-key': 'pier-1' };
      const [first, second] = await Promise.all([queue('Pier', key), queue('Pier', key)]);
      expect(second).toBe(first);
      await until(first, 'DONE');
      expect(await queue('Pier', key)).toBe(first);
      const other = await send('?queue=true&uri=/queued/Pier.txt', story('Other'), key);
      expect([other.status, other.codes]).toEqual([422, ['IDEMPOTENCY_KEY_REUSED']]);
      // Whose key it is, makes it another.
      expect((await send('?queue=true&uri=/queued/Pier.txt', story('Pier'), key, 'other')).json.id).not.toBe(first);
    });

    it('for whoever may bring documents, who sees his own; an admin sees all', async () => {
      const id = await queue('Ferry');
      await until(id, 'DONE');
      const path = `/ingest/jobs/${id}`;
      expect((await gateway.send(path)).codes).toEqual(['UNAUTHENTICATED']);
      expect((await look(path, 'read')).codes).toEqual(['FORBIDDEN']);
      expect((await send('?queue=true', story('Ferry'), {}, 'read')).codes).toEqual(['FORBIDDEN']);
      const theirs = await look(path, 'other');
      expect([theirs.status, theirs.codes]).toEqual([404, ['NOT_FOUND']]);
      expect((await look('/ingest/jobs/none')).status).toBe(404);
      expect((await gateway.send(path, { method: 'DELETE', headers: bearer('ingest') })).status).toBe(405);
      const query = 'query ($id: ID!) { ingestJob(id: $id) { uri } ingestJobs(first: 100) { nodes { by } } }';
      const of = async (key: string) => {
        const { data } = await graphql(query, { id }, key);
        return { job: data.ingestJob, by: new Set(data.ingestJobs.nodes.map((node: Answer) => node.by)) };
      };
      expect(await of('ingest')).toEqual({ job: { uri: '/queued/Ferry.txt' }, by: new Set(['ingester']) });
      expect(await of('other')).toEqual({ job: null, by: new Set(['otherer']) });
      expect(await of('admin')).toEqual({ job: { uri: '/queued/Ferry.txt' }, by: new Set(['ingester', 'otherer']) });
      expect((await graphql(query, { id }, 'read')).errors[0].extensions.code).toBe('FORBIDDEN');
      const discard = 'mutation ($id: ID!) { discardIngestJob(input: { id: $id }) { job { id } } }';
      expect((await graphql(discard, { id }, 'other')).errors[0]).toMatchObject({
        message: expect.stringContaining('no such job'),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    });

    it('again after a fault that is not theirs, and are dead after the last try, until they are replayed', async () => {
      await breakFor(db, 'Lock opens');
      const id = await queue('Lock');
      expect(await until(id, 'RETRYING')).toMatchObject({
        attempts: 1,
        retryAt: expect.any(String),
        error: expect.stringContaining('1 of 1 documents'),
        receipts: [{ outcome: 'REJECTED', problems: [{ code: 'INGEST_FAILED' }] }],
      });
      expect(await until(id, 'DEAD')).toMatchObject({ attempts: 2, retryAt: null, finishedAt: null });
      const dead = 'query { ingestJobs(states: [DEAD]) { totalCount nodes { id state attempts error } } }';
      expect((await graphql(dead)).data.ingestJobs).toMatchObject({ totalCount: 1, nodes: [{ id, state: 'DEAD' }] });
      const metrics = (await gateway.send('/metrics')).text;
      expect(metrics).toMatch(/^newsgraph_ingest_jobs\{state="dead"\} 1$/m);
      expect(metrics).toMatch(new RegExp(`^newsgraph_ingest_queue_bytes ${story('Lock').length}$`, 'm'));
      expect(metrics).toMatch(/^newsgraph_ingest_job_tries_total\{outcome="failed"\} 2$/m);
      const notices: string[] = [];
      for await (const { check, wrong, isNotice } of examine(db.prisma, { mend: false })) {
        if (isNotice && wrong > 0) notices.push(check);
      }
      expect(notices).toEqual(['dead-letters']);

      await mend(db);
      const replay = 'mutation ($id: ID!) { replayIngestJob(input: { id: $id }) { job { id attempts } } }';
      expect((await graphql(replay, { id })).data.replayIngestJob.job).toMatchObject({ id });
      expect(await until(id, 'DONE')).toMatchObject({ attempts: 1, error: null, receipts: [{ outcome: 'CREATED' }] });
      // The answer of a moment ago is not kept, though the corpus may be the same.
      expect((await graphql(dead)).data.ingestJobs).toEqual({ totalCount: 0, nodes: [] });
      expect((await graphql(replay, { id })).errors[0].message).toContain('The job is DONE');
    });

    it('or are given up', async () => {
      await breakFor(db, 'Dam opens');
      const id = await queue('Dam');
      await until(id, 'DEAD');
      await mend(db);
      const discard = 'mutation ($id: ID!) { discardIngestJob(input: { id: $id }) { job { state finishedAt error } } }';
      expect((await graphql(discard, { id })).data.discardIngestJob.job).toMatchObject({
        state: 'DISCARDED',
        finishedAt: expect.any(String),
        error: expect.stringContaining('1 of 1'),
      });
      expect((await graphql(discard, { id })).errors[0].message).toContain('The job is DISCARDED');
      expect((await graphql(discard, { id: 'none' })).errors[0].extensions.code).toBe('BAD_USER_INPUT');
      expect(await db.prisma.ingestJob.findUniqueOrThrow({ where: { id } })).toMatchObject({ bytes: null });
      expect(await db.prisma.article.count({ where: { headline: 'Dam opens' } })).toBe(0);
    });

    it('as many as there is room for, and are listed in pages, the last first', async () => {
      // A gateway that takes none in, at the same database: what it queues waits for others.
      const full = await startGateway(db, { ...QUICK, INGEST_JOBS: '0', INGEST_QUEUE_MB: '1' });
      await breakFor(db, 'Big opens');
      const big = `${story('Big')}${'Nobody was hurt. '.repeat(55_000)}\n`;
      const first = await send('?queue=true&uri=/queued/big.txt', big, {}, 'ingest', full);
      expect(first.status).toBe(202);
      const second = await send('?queue=true&uri=/queued/bigger.txt', big, {}, 'ingest', full);
      expect([second.status, second.codes, second.headers.get('retry-after')]).toEqual([503, ['QUEUE_FULL'], '60']);
      const mutation = 'mutation ($input: QueueDocumentInput!) { queueDocument(input: $input) { job { id } } }';
      const { errors } = await graphql(mutation, { input: { content: big, format: 'TEXT' } }, 'ingest', full);
      expect(errors[0].extensions).toMatchObject({ code: 'QUEUE_FULL', limit: 'INGEST_QUEUE_MB' });
      const third = await queue('Small', {}, full);
      await until(third, 'DONE');
      await until(first.json.id, 'DEAD');
      await mend(db);
      await graphql('mutation ($id: ID!) { discardIngestJob(input: { id: $id }) { job { id } } }', {
        id: first.json.id,
      });

      const page = `query ($after: String, $before: String) {
        ingestJobs(first: 2, after: $after, before: $before) {
          edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }`;
      const { ingestJobs: newest } = (await graphql(page)).data;
      expect(newest.edges.map(({ node }: Answer) => node.id)).toEqual([third, first.json.id]);
      expect(newest.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
      const { ingestJobs: next } = (await graphql(page, { after: newest.pageInfo.endCursor })).data;
      expect(next.pageInfo.hasPreviousPage).toBe(true);
      expect(next.edges).toHaveLength(2);
      expect(await soundness()).toEqual([]);
    });

    it('by a gateway that is told to end, before it ends; others wait for the next', async () => {
      const ending = await startGateway(db, { ...QUICK, INGEST_JOBS: '1' }, { closeAfterTest: false });
      const ids = await Promise.all(Array.from({ length: 6 }, (_, n) => queue(`Gate ${n}`, {}, ending)));
      await ending.close();
      for (const id of ids)
        expect(await until(id, 'DONE')).toMatchObject({ attempts: 1, receipts: [{ outcome: 'CREATED' }] });
      expect(await soundness()).toEqual([]);
    });
  });
});
