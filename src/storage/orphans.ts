import { Prisma } from './generated/client.ts';
import type { Transaction } from './transaction.ts';

/** Entities and sources by their rows. */
export interface Linked {
  readonly entityIds: readonly string[];
  readonly sourceIds: readonly string[];
}

/** The entities and sources that an article holds on to, those included that its corrections refer to. */
export async function linkedIds(tx: Transaction, articleId: string): Promise<Linked> {
  const entities = await tx.$queryRaw<{ id: string }[]>`
    SELECT "entityId"::text AS "id" FROM "ArticleEntity" WHERE "articleId" = ${articleId}::uuid
    UNION SELECT "entityId"::text FROM "Correction" WHERE "articleId" = ${articleId}::uuid AND "entityId" IS NOT NULL
    UNION SELECT "otherEntityId"::text FROM "Correction" WHERE "articleId" = ${articleId}::uuid AND "otherEntityId" IS NOT NULL`;
  const sources = await tx.$queryRaw<{ id: string }[]>`
    SELECT s."id"::text AS "id" FROM "Source" s
    WHERE s."id" IN (SELECT "publisherId" FROM "Article" WHERE "id" = ${articleId}::uuid
      UNION SELECT "sourceId" FROM "Citation" WHERE "articleId" = ${articleId}::uuid
      UNION SELECT "viaId" FROM "Citation" WHERE "articleId" = ${articleId}::uuid
      UNION SELECT "addresseeId" FROM "Quote" WHERE "articleId" = ${articleId}::uuid)`;
  return { entityIds: entities.map(({ id }) => id), sourceIds: sources.map(({ id }) => id) };
}

/** That nothing holds on to the source `s`. */
export const IS_ORPHAN_SOURCE = Prisma.sql`
  NOT EXISTS (SELECT FROM "Article" WHERE "publisherId" = s."id")
  AND NOT EXISTS (SELECT FROM "Citation" WHERE "sourceId" = s."id")
  AND NOT EXISTS (SELECT FROM "Citation" WHERE "viaId" = s."id")
  AND NOT EXISTS (SELECT FROM "Quote" WHERE "addresseeId" = s."id")
  AND NOT EXISTS (SELECT FROM "Entity" WHERE "id" = s."entityId" AND "mergedIntoId" IS NOT NULL)`;

/** That nothing holds on to the entity `e`. */
export const IS_ORPHAN_ENTITY = Prisma.sql`
  NOT EXISTS (SELECT FROM "ArticleEntity" WHERE "entityId" = e."id")
  AND NOT EXISTS (SELECT FROM "Correction" WHERE "entityId" = e."id" AND "revertedAt" IS NULL)
  AND NOT EXISTS (SELECT FROM "Correction" WHERE "otherEntityId" = e."id" AND "revertedAt" IS NULL)`;

/**
 * Removes those entities and sources that nothing holds on to any more. They are locked first, in a statement of its own:
 * a writer that has just taken one up is waited for, and the next statement sees what it wrote. An entity that a correction
 * in force refers to stays, though readers do not see it while no article names it; so does the source of a merged entity,
 * so that it has its id when the merge is taken back.
 */
export async function removeOrphans(tx: Transaction, { entityIds, sourceIds }: Linked): Promise<void> {
  if (sourceIds.length > 0) {
    await tx.$executeRaw`SELECT 1 FROM "Source" WHERE "id" = ANY(${sourceIds}::uuid[]) ORDER BY "id" FOR UPDATE`;
    await tx.$executeRaw`DELETE FROM "Source" s WHERE s."id" = ANY(${sourceIds}::uuid[]) AND ${IS_ORPHAN_SOURCE}`;
  }
  if (entityIds.length > 0) {
    await tx.$executeRaw`SELECT 1 FROM "Entity" WHERE "id" = ANY(${entityIds}::uuid[]) ORDER BY "id" FOR UPDATE`;
    await tx.$executeRaw`DELETE FROM "Entity" e WHERE e."id" = ANY(${entityIds}::uuid[]) AND ${IS_ORPHAN_ENTITY}`;
  }
}
