import { executeByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/**
 * Locks names until the end of the transaction, all in one order so that no two transactions wait for each other here.
 * A name is any text, of a thing that may not have a row yet.
 */
export async function lockNames(tx: Transaction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await executeByDriver(
    tx,
    Prisma.sql`
    SELECT pg_advisory_xact_lock(k) FROM (
      SELECT DISTINCT hashtextextended(name, 0) AS k FROM unnest(${names}::text[]) AS name ORDER BY k
    ) keys`,
  );
}
