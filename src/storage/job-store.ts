import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { DocumentFormat } from '../domain/document.ts';
import { DOCUMENT_FORMATS } from '../domain/document.ts';
import type { IngestBacklog, IngestJob } from '../domain/ingest-job.ts';
import type { Receipt } from '../domain/receipt.ts';
import { executeByDriver, rowsByDriver, transactionWithDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';
import { Prisma } from './generated/client.ts';
import type { Held, JobQueue, QueueOptions } from './job-queue.ts';
import { createJobQueue } from './job-queue.ts';
import { checkIdempotencyKey, KeptReceipts, reusedKey } from './kept-receipts.ts';
import { newId } from './new-ids.ts';
import type { Transaction } from './transaction.ts';

/** A document to be taken in later. */
export interface QueuedDocument {
  readonly uri: string;
  readonly bytes: Uint8Array;
  readonly format: DocumentFormat | null;
  readonly contentType: string | null;
  /** The name of the key that brings it. */
  readonly by: string;
  /** What its client calls the request, so that it is queued once; null: it is queued each time. */
  readonly idempotencyKey: string | null;
  /** A hash of all that he asks. */
  readonly request: string;
}

/** A try of a job, and what it is about. */
export interface TakenJob extends Held, Pick<QueuedDocument, 'uri' | 'bytes' | 'format' | 'contentType'> {}

/** The documents that wait to be taken in. Each way from one state to another is one transaction. */
export interface JobStore {
  /**
   * Puts a document in line: when it resolves, the document will be taken in, whatever is killed.
   * @returns the id of its job; of a request that was sent before, that of the job which it made
   * @throws ClientError QUEUE_FULL; IDEMPOTENCY_KEY_REUSED when the key stands for another request
   */
  add(document: QueuedDocument): Promise<string>;
  /** @param by null: whosever it is */
  find(id: string, by: string | null): Promise<IngestJob | null>;
  /** Gives at most so many jobs to who asks, who says by `beat` that he works on them. */
  take(count: number): Promise<TakenJob[]>;
  beat(held: readonly Held[]): Promise<void>;
  /** Of a try that was lost to another it does nothing. @returns whether it was not */
  finish(job: Held, receipts: readonly Receipt[]): Promise<boolean>;
  /**
   * The same for a try that failed by no fault of the document's: it is tried again later, or is dead.
   * @param error why, a sentence
   * @param receipts null where it did not come to its end
   */
  fail(job: Held, error: string, receipts: readonly Receipt[] | null): Promise<boolean>;
  /** Has others take them at once; the try does not count. */
  handBack(held: readonly Held[]): Promise<void>;
  /** Fails the tries of who has been silent for too long. @returns how many */
  failLost(): Promise<number>;
  /**
   * Has a dead job tried anew, as often as a new one.
   * @throws ClientError BAD_USER_INPUT when there is none
   */
  replay(id: string, by: string | null): Promise<void>;
  /**
   * Gives up a job that is not being worked on, and its bytes.
   * @throws ClientError BAD_USER_INPUT when there is none
   */
  discard(id: string, by: string | null): Promise<void>;
  backlog(): Promise<IngestBacklog>;
  /** Drops what was done or discarded a week ago. */
  forget(): Promise<void>;
}

export interface JobStoreOptions extends QueueOptions {
  /** Of all that is neither done nor discarded. */
  readonly maxBytes: number;
}

/** How long a transaction may wait for a connection, and run, in milliseconds. */
const TIMES = { maxWait: 60_000, timeout: 60_000 };
const KEPT_DAYS = 7;
/** So many are dropped at a time. */
const DROPPED_AT_ONCE = 1_000;

const LOST = 'The process that worked on it has ended, or was silent for too long.';

export function createJobStore(prisma: PrismaClient, { maxBytes, ...queueOptions }: JobStoreOptions): JobStore {
  const queue: JobQueue = createJobQueue(queueOptions);
  const within = <T>(work: (tx: Transaction) => Promise<T>) => transactionWithDriver(prisma, work, TIMES);

  /** @returns false where the same request had put it there before */
  async function insert(tx: Transaction, id: string, document: QueuedDocument): Promise<boolean> {
    const { uri, bytes, format, contentType, by, idempotencyKey, request } = document;
    const inserted = await rowsByDriver(
      tx,
      Prisma.sql`
      INSERT INTO "IngestJob" ("id", "uri", "bytes", "size", "format", "contentType", "by", "idempotencyKey", "request")
      VALUES (${id}::uuid, ${uri}, ${bytes}, ${bytes.length}::int, ${format}::"DocumentFormat", ${contentType}, ${by}, ${idempotencyKey}, ${request})
      ON CONFLICT ("by", "idempotencyKey") DO NOTHING RETURNING "id"`,
    );
    return inserted.length > 0;
  }

  /** Counts a job more; last, since whoever writes another waits from here to the commit. */
  async function count(tx: Transaction, bytes: number): Promise<void> {
    const counted = await rowsByDriver(
      tx,
      Prisma.sql`
      UPDATE "IngestBacklog" SET "jobs" = "jobs" + 1, "bytes" = "bytes" + ${bytes}::int
      WHERE "id" = 1 AND "bytes" + ${bytes}::int <= ${String(maxBytes)}::bigint RETURNING "id"`,
    );
    if (counted.length === 0) throw queueFull();
  }

  /** Turns away early what would be turned away late. */
  async function checkRoom(bytes: number): Promise<void> {
    const { bytes: waiting } = await prisma.ingestBacklog.findUniqueOrThrow({ where: { id: 1 } });
    if (Number(waiting) + bytes > maxBytes) throw queueFull();
  }

  /** Closes a job whose row in the queue is locked. */
  async function close(
    tx: Transaction,
    id: string,
    state: 'DONE' | 'DISCARDED',
    receipts: readonly Receipt[] | null,
  ): Promise<void> {
    await queue.remove(tx, [id]);
    const given = receipts && JSON.stringify(receipts);
    const isDone = state === 'DONE';
    await executeByDriver(
      tx,
      Prisma.sql`
      UPDATE "IngestJob" SET "state" = ${state}::"IngestJobState", "bytes" = NULL, "finishedAt" = now(), "retryAt" = NULL,
        "receipts" = coalesce(${given}::json, "receipts"), "error" = CASE WHEN ${isDone}::boolean THEN NULL ELSE "error" END
      WHERE "id" = ${id}::uuid`,
    );
    await executeByDriver(
      tx,
      Prisma.sql`
      UPDATE "IngestBacklog" b SET "jobs" = b."jobs" - 1, "bytes" = b."bytes" - j."size"
      FROM "IngestJob" j WHERE b."id" = 1 AND j."id" = ${id}::uuid`,
    );
  }

  async function failAll(
    tx: Transaction,
    ids: readonly string[],
    error: string,
    receipts: readonly Receipt[] | null,
  ): Promise<void> {
    const given = receipts && JSON.stringify(receipts);
    for (const { id, retryAt } of await queue.fail(tx, ids)) {
      const state = retryAt === null ? 'DEAD' : 'RETRYING';
      await executeByDriver(
        tx,
        Prisma.sql`
        UPDATE "IngestJob" SET "state" = ${state}::"IngestJobState", "retryAt" = ${retryAt?.toISOString() ?? null}::timestamptz,
          "error" = ${error}, "receipts" = coalesce(${given}::json, "receipts") WHERE "id" = ${id}::uuid`,
      );
    }
  }

  /** Locks a job, which stays in its state until the end of the transaction. */
  async function stateOf(tx: Transaction, id: string, by: string | null): Promise<string> {
    await queue.lock(tx, id);
    const [job] = await rowsByDriver<{ state: string }>(
      tx,
      Prisma.sql`
      SELECT "state"::text AS "state" FROM "IngestJob"
      WHERE "id" = ${id}::uuid AND (${by}::text IS NULL OR "by" = ${by}::text) FOR UPDATE`,
    );
    if (!job) throw new ClientError('BAD_USER_INPUT', 'There is no such job, or it was done a week ago.');
    return job.state;
  }

  return {
    async add(document) {
      const { by, bytes, idempotencyKey, request } = document;
      if (idempotencyKey === null) await checkRoom(bytes.length);
      else checkIdempotencyKey(idempotencyKey);
      const id = newId();
      return within(async (tx) => {
        if (await insert(tx, id, document)) {
          await queue.add(tx, id);
          await count(tx, bytes.length);
          return id;
        }
        const known = await tx.ingestJob.findFirstOrThrow({
          where: { by, idempotencyKey },
          select: { id: true, request: true },
        });
        if (known.request !== request) throw reusedKey();
        return known.id;
      });
    },

    async find(id, by) {
      const found = await prisma.ingestJob.findFirst({
        where: { id, ...(by === null ? {} : { by }) },
        omit: { bytes: true, contentType: true, idempotencyKey: true, request: true },
      });
      return found && { ...found, receipts: KeptReceipts.nullable().parse(found.receipts) };
    },

    take: (most) =>
      within(async (tx) => {
        const held = await queue.take(tx, most);
        if (held.length === 0) return [];
        const ids = held.map(({ id }) => id);
        const attempts = held.map(({ attempt }) => String(attempt));
        const rows = TakenRows.parse(
          await rowsByDriver(
            tx,
            Prisma.sql`
            UPDATE "IngestJob" j SET "state" = 'RUNNING', "startedAt" = now(), "retryAt" = NULL, "attempts" = held."attempt"
            FROM unnest(${ids}::uuid[], ${attempts}::int[]) AS held("id", "attempt") WHERE j."id" = held."id"
            RETURNING j."id", j."attempts" AS "attempt", j."uri", j."bytes", j."format"::text AS "format", j."contentType"`,
          ),
        );
        // Somebody has deleted its row by hand.
        const known = new Set(rows.map(({ id }) => id));
        const lost = ids.filter((id) => !known.has(id));
        if (lost.length > 0) await queue.remove(tx, lost);
        return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      }),

    beat: (held) => within((tx) => queue.beat(tx, held)),

    finish: (job, receipts) =>
      within(async (tx) => {
        if (!(await queue.stillHolds(tx, job))) return false;
        await close(tx, job.id, 'DONE', receipts);
        return true;
      }),

    fail: (job, error, receipts) =>
      within(async (tx) => {
        if (!(await queue.stillHolds(tx, job))) return false;
        await failAll(tx, [job.id], error, receipts);
        return true;
      }),

    handBack: (held) =>
      within(async (tx) => {
        const ids = await queue.handBack(tx, held);
        await executeByDriver(
          tx,
          Prisma.sql`
          UPDATE "IngestJob" SET "attempts" = "attempts" - 1,
            "state" = CASE WHEN "attempts" > 1 THEN 'RETRYING' ELSE 'QUEUED' END::"IngestJobState"
          WHERE "id" = ANY(${ids}::uuid[])`,
        );
      }),

    failLost: () =>
      within(async (tx) => {
        const ids = await queue.lost(tx);
        if (ids.length > 0) await failAll(tx, ids, LOST, null);
        return ids.length;
      }),

    replay: (id, by) =>
      within(async (tx) => {
        const state = await stateOf(tx, id, by);
        if (state !== 'DEAD') {
          throw new ClientError('BAD_USER_INPUT', `The job is ${state}: only one that is DEAD can be replayed.`);
        }
        await queue.remove(tx, [id]);
        await queue.add(tx, id);
        await executeByDriver(
          tx,
          Prisma.sql`UPDATE "IngestJob" SET "state" = 'QUEUED', "attempts" = 0, "retryAt" = NULL WHERE "id" = ${id}::uuid`,
        );
      }),

    discard: (id, by) =>
      within(async (tx) => {
        const state = await stateOf(tx, id, by);
        if (state !== 'QUEUED' && state !== 'RETRYING' && state !== 'DEAD') {
          throw new ClientError(
            'BAD_USER_INPUT',
            `The job is ${state}: only one that is QUEUED, RETRYING or DEAD can be discarded.`,
          );
        }
        await close(tx, id, 'DISCARDED', null);
      }),

    async backlog() {
      const [row] = BacklogRows.parse(
        await prisma.$queryRaw`
        SELECT (SELECT "bytes"::float8 FROM "IngestBacklog" WHERE "id" = 1) AS "bytes",
          count(*) FILTER (WHERE "state" = 'QUEUED')::int AS "QUEUED", count(*) FILTER (WHERE "state" = 'RUNNING')::int AS "RUNNING",
          count(*) FILTER (WHERE "state" = 'RETRYING')::int AS "RETRYING", count(*) FILTER (WHERE "state" = 'DEAD')::int AS "DEAD",
          coalesce(extract(epoch FROM now() - min("queuedAt") FILTER (WHERE "state" <> 'DEAD')), 0)::float8 AS "oldestSeconds"
        FROM "IngestJob" WHERE "state" IN ('QUEUED', 'RUNNING', 'RETRYING', 'DEAD')`,
      );
      if (!row) throw new Error('a count gave no row');
      const { bytes, oldestSeconds, ...jobs } = row;
      return { bytes, oldestSeconds: Math.max(0, oldestSeconds), jobs };
    },

    async forget() {
      await prisma.$executeRaw`
        DELETE FROM "IngestJob" WHERE "id" IN (
          SELECT "id" FROM "IngestJob" WHERE "finishedAt" < now() - make_interval(days => ${KEPT_DAYS}::int) LIMIT ${DROPPED_AT_ONCE}::int)`;
    },
  };
}

const TakenRows = z.array(
  z.object({
    id: z.string(),
    attempt: z.number(),
    uri: z.string(),
    bytes: z.instanceof(Uint8Array),
    format: z.enum(DOCUMENT_FORMATS).nullable(),
    contentType: z.string().nullable(),
  }),
);

const BacklogRows = z.array(
  z.object({
    bytes: z.number(),
    QUEUED: z.number(),
    RUNNING: z.number(),
    RETRYING: z.number(),
    DEAD: z.number(),
    oldestSeconds: z.number(),
  }),
);

function queueFull(): ClientError {
  return new ClientError(
    'QUEUE_FULL',
    'As many documents wait to be taken in as the gateway keeps: try again in a minute.',
    { limit: 'INGEST_QUEUE_MB' },
  );
}
