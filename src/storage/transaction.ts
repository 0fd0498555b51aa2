import type { Prisma, PrismaClient } from './generated/client.ts';

/** A transaction in progress. */
export type Transaction = Prisma.TransactionClient;

/** How long one document's transaction may wait and run: a 5 MB article with 100,000 mentions takes seconds. */
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

/**
 * Runs a transaction that changes what readers can see: afterwards the corpus has another revision. It is run again when
 * another writer got in its way: PostgreSQL breaks a deadlock by failing one of the two.
 */
export async function inNewRevision<T>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<T>,
  { alone = false, attempts = 5 }: RevisionOptions = {},
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await prisma.$transaction(
        async (tx) => {
          // First, so that nobody waits here while holding anything that another waits for.
          if (alone) await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('writers', 0))`;
          else await tx.$executeRaw`SELECT pg_advisory_xact_lock_shared(hashtextextended('writers', 0))`;
          const done = await work(tx);
          // Last, since its row lock keeps every other writer waiting from here to the commit.
          await tx.$executeRaw`UPDATE "Corpus" SET "revision" = "revision" + 1`;
          return done;
        },
        alone ? TIMES_ALONE : TIMES,
      );
    } catch (error) {
      if (attempt === attempts || !/\b(?:40P01|40001|P2034|deadlock detected)\b/.test(errorText(error))) throw error;
    }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : String(error);
}
