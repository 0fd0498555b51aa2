import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { ExtractedEntity } from '../domain/extraction.ts';
import type { Transaction } from './transaction.ts';

/** The row of an entity, and where people say that it leads. */
export interface EntityRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly mergedIntoId: string | null;
  /** The correction that says so. */
  readonly mergedById: string | null;
}

/** Rows of entities, each with all that its merges lead to. */
export interface EntityRows {
  readonly byId: ReadonlyMap<string, EntityRow>;
  readonly byKey: ReadonlyMap<string, EntityRow>;
}

/** Longer article keys are told apart by their hash: an index holds no longer ones beside a name. */
const LONGEST_ARTICLE_KEY = 1_000;

/** The key of an entity that is one article's alone. */
export function ownKey(key: string, articleKey: string): string {
  return `${key}@${scopeOf(articleKey)}`;
}

/** Whether the key of an entity, or of the source that stands for it, is one article's alone. No other key has an '@'. */
export function isOwnKey(key: string): boolean {
  return key.includes('@');
}

/** The key under which other articles could be linked, of any. */
export function sharedKey(key: string): string {
  return key.split('@', 1)[0] ?? key;
}

function scopeOf(articleKey: string): string {
  if (articleKey.length <= LONGEST_ARTICLE_KEY) return articleKey;
  return `sha256:${createHash('sha256').update(articleKey).digest('hex')}`;
}

/** The entities of those keys and ids that are stored, and those that they were merged into, chains followed. */
export async function entityRows(
  tx: Transaction,
  { keys = [], ids = [] }: { keys?: readonly string[]; ids?: readonly string[] },
): Promise<EntityRows> {
  const rows = await tx.$queryRaw<EntityRow[]>`
    WITH RECURSIVE way AS (
      SELECT "id", "key", "name", "mergedIntoId" FROM "Entity" WHERE "key" = ANY(${keys}::text[]) OR "id" = ANY(${ids}::uuid[])
      UNION
      SELECT e."id", e."key", e."name", e."mergedIntoId" FROM way JOIN "Entity" e ON e."id" = way."mergedIntoId"
    )
    SELECT w."id"::text AS "id", w."key", w."name", w."mergedIntoId"::text AS "mergedIntoId", c."id"::text AS "mergedById"
    FROM way w LEFT JOIN "Correction" c ON w."mergedIntoId" IS NOT NULL
      AND c."entityId" = w."id" AND c."action" = 'MERGE_ENTITIES' AND c."revertedAt" IS NULL`;
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    byKey: new Map(rows.map((row) => [row.key, row])),
  };
}

/** The entity that one stands for, merges followed to the end. */
export function survivorOf(row: EntityRow, { byId }: EntityRows): EntityRow {
  let at = row;
  for (let next: EntityRow | undefined = at; next; next = byId.get(at.mergedIntoId ?? '')) at = next;
  return at;
}

/**
 * Finds or makes the entities by key. What two writers tell of one entity is put together so that it does not matter who
 * came first: of two spellings the greater one stays, code point by code point (small letters before capitals, accents
 * before none); of two countries or places, should it come to that, the lesser. What kind of thing it is stays.
 * @returns the ids of their rows
 */
export async function saveEntities(
  tx: Transaction,
  entities: ReadonlyMap<string, ExtractedEntity>,
): Promise<ReadonlyMap<string, string>> {
  const rows = [...entities].map(([key, entity]) => ({
    id: uuid(),
    key,
    name: entity.name,
    type: entity.type,
    countryCode: entity.countryCode,
    latitude: entity.location?.latitude ?? null,
    longitude: entity.location?.longitude ?? null,
    sameAs: entity.sameAs,
  }));
  const saved = await tx.$queryRaw<{ id: string; key: string }[]>`
    INSERT INTO "Entity" AS e ("id", "key", "name", "type", "countryCode", "latitude", "longitude", "sameAs")
    SELECT * FROM (
      SELECT r."id", r."key", r."name", r."type"::"EntityType", r."countryCode", r."latitude", r."longitude", r."sameAs"
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" uuid, "key" text, "name" text, "type" text,
        "countryCode" text, "latitude" float8, "longitude" float8, "sameAs" text[])
      ORDER BY r."key" -- every writer locks in the same order
    ) r
    ON CONFLICT ("key") DO UPDATE SET
      "name" = greatest(e."name" COLLATE "C", excluded."name" COLLATE "C"),
      "countryCode" = least(e."countryCode", excluded."countryCode"),
      "latitude" = CASE WHEN e."latitude" IS NULL OR (excluded."latitude", excluded."longitude") < (e."latitude", e."longitude")
        THEN excluded."latitude" ELSE e."latitude" END,
      "longitude" = CASE WHEN e."latitude" IS NULL OR (excluded."latitude", excluded."longitude") < (e."latitude", e."longitude")
        THEN excluded."longitude" ELSE e."longitude" END
    RETURNING "id"::text AS "id", "key"`;
  return new Map(saved.map(({ id, key }) => [key, id]));
}

/**
 * Gives entities the greatest of the names that articles have for them, after a link has gone. They are locked first, so
 * that a writer that has just linked one is waited for; one that no article names any more keeps its name. What people
 * merged into one, or split off, has its name from them: only articles that name it by its own key count.
 */
export async function renewNames(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  if (entityIds.length === 0) return;
  await tx.$executeRaw`SELECT 1 FROM "Entity" WHERE "id" = ANY(${entityIds}::uuid[]) ORDER BY "id" FOR UPDATE`;
  await tx.$executeRaw`
    UPDATE "Entity" e SET "name" = names."greatest" FROM (
      SELECT a."entityId", max(a."name" COLLATE "C") AS "greatest" FROM "ArticleEntity" a JOIN "Entity" o ON o."id" = a."entityId"
      WHERE a."entityId" = ANY(${entityIds}::uuid[]) AND (o."key" = a."linkKey" OR starts_with(o."key", a."linkKey" || '@'))
      GROUP BY a."entityId"
    ) names WHERE names."entityId" = e."id" AND names."greatest" <> e."name"`;
}

/** After an article has got another key: what is its alone keeps its rows. */
export async function moveOwnKeys(tx: Transaction, articleId: string, from: string, to: string): Promise<void> {
  const [old, now] = [`@${scopeOf(from)}`, `@${scopeOf(to)}`];
  await tx.$executeRaw`
    UPDATE "Source" s SET "key" = left(s."key", -length(${old}::text)) || ${now}::text
    FROM "ArticleEntity" a
    WHERE a."articleId" = ${articleId}::uuid AND (s."entityId" = a."entityId" OR s."entityId" = ANY(a."via"))
      AND right(s."key", length(${old}::text)) = ${old}`;
  await tx.$executeRaw`
    UPDATE "Entity" e SET "key" = left(e."key", -length(${old}::text)) || ${now}::text
    FROM "ArticleEntity" a
    WHERE a."articleId" = ${articleId}::uuid AND (e."id" = a."entityId" OR e."id" = ANY(a."via"))
      AND right(e."key", length(${old}::text)) = ${old}`;
}
