import PgBoss from 'pg-boss';
import { z } from 'zod';
import { rowsOfText } from './driver.ts';
import type { Transaction } from './transaction.ts';

/*
 * The queue itself is pg-boss: who gets a job, how often it is tried and when again. What it does is done in transactions of ours,
 * through the driver that the database was opened with, so that it is the same on both databases, and one with what is written
 * of the job elsewhere. Its tables are made by a migration; none of its timers run, and its archive stays empty.
 */

/** The schema in which it has its tables. */
const SCHEMA = 'newsgraph_jobs';
const QUEUE = 'ingest';
const JOB = `${SCHEMA}.job`;

export interface QueueOptions {
  /** After so many a job that failed is dead. */
  readonly tries: number;
  /** Until it is tried again at first; twice as long each time after, and up to as long again, by chance. */
  readonly retrySeconds: number;
  /** So long who works on a job may be silent: then the try has failed. */
  readonly leaseSeconds: number;
}

/** A try of a job: of one that has been lost nothing counts any more. */
export interface Held {
  readonly id: string;
  /** 1 for the first. */
  readonly attempt: number;
}

/** All in a transaction of the caller's. Rows of jobs are locked here first, and by the caller elsewhere afterwards. */
export interface JobQueue {
  add(tx: Transaction, id: string): Promise<void>;
  /** The jobs that have waited longest, which nobody else gets until they are failed or handed back. */
  take(tx: Transaction, count: number): Promise<Held[]>;
  /** Says that they are being worked on. */
  beat(tx: Transaction, held: readonly Held[]): Promise<void>;
  /** Locks a job until the end of the transaction; @returns whether it is still this one who works on it */
  stillHolds(tx: Transaction, held: Held): Promise<boolean>;
  /** Locks a job, whoever works on it. */
  lock(tx: Transaction, id: string): Promise<void>;
  /** The try has failed: there will be another, or none. */
  fail(tx: Transaction, ids: readonly string[]): Promise<FailedTry[]>;
  /** Has others take them, as if they had not been taken. @returns those that were still held */
  handBack(tx: Transaction, held: readonly Held[]): Promise<string[]>;
  /** Locks those on which nobody works any more. */
  lost(tx: Transaction): Promise<string[]>;
  /** It is done, or not to be done. */
  remove(tx: Transaction, ids: readonly string[]): Promise<void>;
}

export interface FailedTry {
  readonly id: string;
  /** Null: it is dead. */
  readonly retryAt: Date | null;
}

const Ids = z.array(z.object({ id: z.string() }));
const HeldRows = z.array(z.object({ id: z.string(), attempt: z.number() }));
const FailedRows = z.array(z.object({ id: z.string(), retryAt: z.coerce.date().nullable() }));

/** Jobs by their tries, as `$1` and `$2`. */
const HELD = `unnest($1::uuid[], $2::int[]) AS held("id", "attempt")`;
const IS_HELD = `j."name" = '${QUEUE}' AND j."id" = held."id" AND j."state" = 'active' AND j."retry_count" + 1 = held."attempt"`;
const valuesOf = (held: readonly Held[]) => [held.map(({ id }) => id), held.map(({ attempt }) => String(attempt))];

export function createJobQueue({ tries, retrySeconds, leaseSeconds }: QueueOptions): JobQueue {
  const boss = new PgBoss({
    schema: SCHEMA,
    supervise: false,
    schedule: false,
    migrate: false,
    db: {
      executeSql: () => Promise.reject(new Error('pg-boss is to be called in a transaction of ours only')),
    },
  });

  return {
    async add(tx, id) {
      const options = { retryLimit: tries - 1, retryDelay: retrySeconds, retryBackoff: true };
      const added = await boss.send(QUEUE, {}, { id, ...options, expireInSeconds: leaseSeconds, db: dbIn(tx) });
      if (added !== id) throw new Error(`the job ${id} is queued already`);
    },

    async take(tx, count) {
      const jobs = await boss.fetch(QUEUE, { batchSize: count, priority: false, db: dbIn(tx) });
      if (jobs.length === 0) return [];
      return HeldRows.parse(
        await rowsOfText(
          tx,
          `SELECT "id", "retry_count" + 1 AS "attempt" FROM ${JOB} WHERE "name" = '${QUEUE}' AND "id" = ANY($1::uuid[])`,
          [jobs.map(({ id }) => id)],
        ),
      );
    },

    async beat(tx, held) {
      await rowsOfText(tx, `UPDATE ${JOB} j SET "started_on" = now() FROM ${HELD} WHERE ${IS_HELD}`, valuesOf(held));
    },

    async stillHolds(tx, held) {
      const sql = `SELECT j."id" FROM ${JOB} j, ${HELD} WHERE ${IS_HELD} FOR UPDATE OF j`;
      return (await rowsOfText(tx, sql, valuesOf([held]))).length > 0;
    },

    async lock(tx, id) {
      await rowsOfText(tx, `SELECT "id" FROM ${JOB} WHERE "name" = '${QUEUE}' AND "id" = $1::uuid FOR UPDATE`, [id]);
    },

    async fail(tx, ids) {
      // Why, is written where clients see it.
      for (const id of ids) await boss.fail(QUEUE, id, {}, { db: dbIn(tx) });
      return FailedRows.parse(
        await rowsOfText(
          tx,
          `SELECT "id", CASE WHEN "state" = 'failed' THEN NULL ELSE "start_after" END AS "retryAt"
           FROM ${JOB} WHERE "name" = '${QUEUE}' AND "id" = ANY($1::uuid[])`,
          [ids],
        ),
      );
    },

    async handBack(tx, held) {
      // Without a time at which it was begun, the next try is not counted as one more.
      const state = `CASE WHEN j."retry_count" > 0 THEN 'retry' ELSE 'created' END::${SCHEMA}.job_state`;
      const sql = `UPDATE ${JOB} j SET "state" = ${state}, "started_on" = NULL, "start_after" = now() - interval '1 ms'
        FROM ${HELD} WHERE ${IS_HELD} RETURNING j."id"`;
      return Ids.parse(await rowsOfText(tx, sql, valuesOf(held))).map(({ id }) => id);
    },

    async lost(tx) {
      const sql = `SELECT "id" FROM ${JOB} WHERE "name" = '${QUEUE}' AND "state" = 'active' AND "started_on" + "expire_in" < now()
        FOR UPDATE SKIP LOCKED`;
      return Ids.parse(await rowsOfText(tx, sql, [])).map(({ id }) => id);
    },

    async remove(tx, ids) {
      for (const id of ids) await boss.deleteJob(QUEUE, id, { db: dbIn(tx) });
    },
  };
}

/** The transaction as pg-boss asks for it. */
function dbIn(tx: Transaction): PgBoss.Db {
  return {
    executeSql: async (text, values) => ({ rows: await rowsOfText(tx, text, values.map(asDriverTakesIt)) }),
  };
}

/** Its parameters are typed by the statement alone: the driver of PGlite takes no number for a text, neither an object for JSON. */
function asDriverTakesIt(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return String(value);
  return typeof value === 'object' && !Array.isArray(value) ? JSON.stringify(value) : value;
}
