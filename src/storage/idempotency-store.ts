import { ClientError } from '../domain/client-error.ts';
import type { Receipt } from '../domain/receipt.ts';
import { isPassing } from '../domain/receipt.ts';
import type { PrismaClient } from './generated/client.ts';
import { checkIdempotencyKey, KeptReceipts, reusedKey } from './kept-receipts.ts';

/** A request that brings documents, as its client names it. */
export interface NamedRequest {
  /** The name of the client's key. */
  readonly by: string;
  /** What the client called the request. */
  readonly key: string;
  /** A hash of all that it asks. */
  readonly request: string;
}

/** Requests that are done once, however often they are sent (draft-ietf-httpapi-idempotency-key-header). */
export interface IdempotencyStore {
  /**
   * Does the work, or gives what it gave before: for a day. Work that fails has not been done, nor has that which failed for a
   * document by a fault that may pass.
   * @throws ClientError IDEMPOTENCY_KEY_REUSED when the key stands for another request, IDEMPOTENCY_KEY_IN_USE while the same
   * is being done
   */
  once(request: NamedRequest, work: () => Promise<readonly Receipt[]>): Promise<readonly Receipt[]>;
}

/** How often work that goes on says so. */
const BEAT_MS = 1_000;
/**
 * Work that has not said so for that long was cut off with its process, and may be begun again at once. Should it only have been held
 * up, the document is stored once all the same.
 */
const ABANDONED_SECONDS = 5;

export function createIdempotencyStore(prisma: PrismaClient): IdempotencyStore {
  /** @returns what it gave before; null when it is to be done now */
  async function begin({ by, key, request }: NamedRequest): Promise<readonly Receipt[] | null> {
    // By the clock of the database: those of two gateways may differ by more than a beat, and be set.
    await prisma.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "at" < now() - interval '1 day'`;
    const begun = await prisma.$executeRaw`
      INSERT INTO "IdempotencyKey" ("by", "key", "request", "at") VALUES (${by}, ${key}, ${request}, now()) ON CONFLICT DO NOTHING`;
    if (begun > 0) return null;
    const known = await prisma.idempotencyKey.findUnique({ where: { by_key: { by, key } } });
    // Dropped in between: the work failed.
    if (!known) return begin({ by, key, request });
    if (known.request !== request) {
      throw reusedKey();
    }
    if (known.receipts !== null) return KeptReceipts.parse(known.receipts);
    const takenOver = await prisma.$executeRaw`
      UPDATE "IdempotencyKey" SET "at" = now()
      WHERE "by" = ${by} AND "key" = ${key} AND "receipts" IS NULL AND "at" < now() - make_interval(secs => ${ABANDONED_SECONDS})`;
    if (takenOver > 0) return null;
    throw new ClientError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The request of this Idempotency-Key is being done: send it again in a moment for its receipts.',
    );
  }

  /** Says again and again that the work goes on. @returns what ends that */
  function beat({ by, key }: NamedRequest): () => void {
    const timer = setInterval(() => {
      // A database that fails is heard of by the work.
      prisma.$executeRaw`
        UPDATE "IdempotencyKey" SET "at" = now() WHERE "by" = ${by} AND "key" = ${key} AND "receipts" IS NULL`.catch(
        () => {},
      );
    }, BEAT_MS);
    return () => clearInterval(timer);
  }

  return {
    async once(request, work) {
      const { by, key } = request;
      checkIdempotencyKey(key);
      const before = await begin(request);
      if (before) return before;
      const endBeat = beat(request);
      try {
        const receipts = await work();
        if (receipts.some(isPassing)) {
          await prisma.idempotencyKey.deleteMany({ where: { by, key } });
          return receipts;
        }
        const kept = receipts.map((receipt) => ({
          ...receipt,
          problems: receipt.problems.map((each) => ({ ...each })),
        }));
        await prisma.idempotencyKey.update({ where: { by_key: { by, key } }, data: { receipts: kept } });
        return receipts;
      } catch (error) {
        await prisma.idempotencyKey.deleteMany({ where: { by, key } });
        throw error;
      } finally {
        endBeat();
      }
    },
  };
}
