import type { Prisma, PrismaClient } from './generated/client.ts';

/** A transaction in progress. */
export type Transaction = Prisma.TransactionClient;

/** How long one document's transaction may wait and run: a 5 MB article with 100,000 mentions takes seconds. */
const TIMES = { maxWait: 60_000, timeout: 120_000 };

/**
 * Runs a transaction that changes what readers can see: afterwards the corpus has another revision. It is run again when
 * another writer got in its way: PostgreSQL breaks a deadlock by failing one of the two.
 */
export async function inNewRevision<T>(
  prisma: PrismaClient,
  work: (tx: Transaction) => Promise<T>,
  attempts = 5,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await prisma.$transaction(async (tx) => {
        const done = await work(tx);
        // Last, since its row lock keeps every other writer waiting from here to the commit.
        await tx.$executeRaw`UPDATE "Corpus" SET "revision" = "revision" + 1`;
        return done;
      }, TIMES);
    } catch (error) {
      if (attempt === attempts || !/\b(?:40P01|40001|P2034|deadlock detected)\b/.test(errorText(error))) throw error;
    }
  }
}

function errorText(error: unknown): string {
  return error instanceof Error ? `${'code' in error ? error.code : ''} ${error.message}` : String(error);
}
