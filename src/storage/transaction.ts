import { EventEmitter } from 'node:events';
import { clearLogs } from '@prisma/debug';
import { executeByDriver, transactionWithDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';
import { Prisma } from './generated/client.ts';

/** A transaction in progress. */
export type Transaction = Prisma.TransactionClient;

/** What a transaction did to an article, as readers see it. */
export interface ArticleChange {
  readonly articleId: string;
  /** Null: it was removed, or hidden. */
  readonly outcome: 'CREATED' | 'UPDATED' | null;
}

/** Of older events nobody is told: a subscriber that has not heard of them by now reads anew. */
export const KEPT_EVENTS = 10_000n;
/** Events are dropped this many at a time. */
const DROPPED_AT_ONCE = 100n;

/** How long a transaction of documents may wait and run: a 5 MB article with 100,000 mentions takes seconds. */
const TIMES = { maxWait: 60_000, timeout: 120_000 };

/** The same for one that waits for all others, and may have to put many articles together anew. */
const TIMES_ALONE = { maxWait: 60_000, timeout: 600_000 };

export interface RevisionOptions {
  /**
   * Whether no other such transaction may run meanwhile. Those of documents run beside each other; a correction reaches
   * into many articles and entities, and what it has to change must not grow while it looks.
   */
  readonly alone?: boolean;
  readonly attempts?: number;
}

/** Stores and readers have nothing in common but the client: so it stands for the corpus whose changes are announced. */
const signals = new WeakMap<PrismaClient, EventEmitter>();

/**
 * Runs a transaction that changes what readers can see: afterwards the corpus has another revision, and whoever waits
 * for one is told. It is run again when another writer got in its way: PostgreSQL breaks a deadlock by failing one of
 * the two.
 * @param work gets, besides the transaction, what it tells of the articles that it changes: each becomes an event
 */
export async function inNewRevision<T>(
  prisma: PrismaClient,
  work: (tx: Transaction, tell: (change: ArticleChange) => void) => Promise<T>,
  { alone = false, attempts = 5 }: RevisionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      const done = await transactionWithDriver(
        prisma,
        async (tx) => {
          // First, so that nobody waits here while holding anything that another waits for.
          if (alone) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('writers', 0))`;
          else await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('writers', 0))`;
          const changes: ArticleChange[] = [];
          const result = await work(tx, (change) => changes.push(change));
          return { result, revision: await closeRevision(tx, changes) };
        },
        alone ? TIMES_ALONE : TIMES,
      );
      signals.get(prisma)?.emit('revision', done.revision);
      return done.result;
    } catch (error) {
      if (
        attempt === attempts ||
        !/\b(?:40P01|40001|P2034|TransactionWriteConflict|deadlock detected)\b/.test(errorText(error))
      )
        throw error;
    } finally {
      // Prisma's adapters remember the last hundred statements with their values for its own error reports: all that a few batches
      // of documents wrote.
      clearLogs();
    }
  }
}

/** Calls `listener` after each commit of this process that made a new revision, until the returned function is called. */
export function onNewRevision(prisma: PrismaClient, listener: (revision: bigint) => void): () => void {
  const signal = signals.get(prisma) ?? new EventEmitter().setMaxListeners(0);
  signals.set(prisma, signal);
  signal.on('revision', listener);
  return () => signal.off('revision', listener);
}

/**
 * Last, since the lock on the row of the corpus keeps every other writer waiting from here to the commit: so events are
 * numbered in the order in which they are committed, without holes.
 */
async function closeRevision(tx: Transaction, changes: readonly ArticleChange[]): Promise<bigint> {
  const { lastEvent, revision } = await tx.corpus.update({
    where: { id: 1 },
    data: { revision: { increment: 1 }, lastEvent: { increment: changes.length } },
    select: { lastEvent: true, revision: true },
  });
  if (changes.length === 0) return revision;
  const before = lastEvent - BigInt(changes.length);
  const events = changes.map((change, i) => ({ ...change, position: String(before + BigInt(i + 1)) }));
  // What a batch writes goes past Prisma, as in write-rows.ts.
  await executeByDriver(
    tx,
    Prisma.sql`
    INSERT INTO "ArticleEvent" ("position", "articleId", "outcome")
    SELECT "position", "articleId", "outcome" FROM json_populate_recordset(NULL::"ArticleEvent", ${JSON.stringify(events)}::json)`,
  );
  if (before / DROPPED_AT_ONCE !== lastEvent / DROPPED_AT_ONCE) {
    await tx.articleEvent.deleteMany({ where: { position: { lte: lastEvent - KEPT_EVENTS } } });
  }
  return revision;
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : String(error);
}
