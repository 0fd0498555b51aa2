import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ExtractedEntity } from '../domain/extraction.ts';
import { normalizeName } from '../domain/name.ts';
import { executeByDriver, rowsByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import { lockNames } from './lock-names.ts';
import { newId } from './new-ids.ts';
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
  // One condition a statement: of `key … OR id …`, or joined with merges, the planner reads all entities.
  const named = await rowsByDriver<EntityRow>(
    tx,
    Prisma.sql`
    SELECT "id", "key", "name", "mergedIntoId", NULL AS "mergedById" FROM "Entity" WHERE "key" = ANY(${keys}::text[])`,
  );
  const merged = [...ids, ...named.flatMap(({ id, mergedIntoId }) => (mergedIntoId === null ? [] : id))];
  const led = merged.length === 0 ? [] : await waysFrom(tx, merged);
  const rows = [...named, ...led];
  return {
    byId: new Map(rows.map((row) => [row.id, row])),
    byKey: new Map(rows.map((row) => [row.key, row])),
  };
}

/** The entities of those ids, and those that they were merged into, chains followed. */
async function waysFrom(tx: Transaction, ids: readonly string[]): Promise<EntityRow[]> {
  return tx.$queryRaw<EntityRow[]>`
    WITH RECURSIVE way AS (
      SELECT "id", "key", "name", "mergedIntoId" FROM "Entity" WHERE "id" = ANY(${ids}::uuid[])
      UNION
      SELECT e."id", e."key", e."name", e."mergedIntoId" FROM way JOIN "Entity" e ON e."id" = way."mergedIntoId"
    )
    SELECT w."id"::text AS "id", w."key", w."name", w."mergedIntoId"::text AS "mergedIntoId", c."id"::text AS "mergedById"
    FROM way w LEFT JOIN "Correction" c ON w."mergedIntoId" IS NOT NULL
      AND c."entityId" = w."id" AND c."action" = 'MERGE_ENTITIES' AND c."revertedAt" IS NULL`;
}

/** The entity that one stands for, merges followed to the end. */
export function survivorOf(row: EntityRow, { byId }: EntityRows): EntityRow {
  let at = row;
  for (let next: EntityRow | undefined = at; next; next = byId.get(at.mergedIntoId ?? '')) at = next;
  return at;
}

/** A lock for each key would be more than the server has room for. */
const KEY_PARTS = 1_024;

/**
 * Locks the stored entities that a transaction will change, in the order in which `saveEntities` makes new ones: those of the keys, what
 * they were merged into, and those that articles are linked to now, whose counts go down before others go up. Whoever locked them as
 * they come would sooner or later wait for somebody who waits for him, which PostgreSQL finds out after a second.
 */
export async function lockEntities(
  tx: Transaction,
  { keys = [], articleIds }: { keys?: readonly string[]; articleIds: readonly string[] },
): Promise<void> {
  if (keys.length + articleIds.length === 0) return;
  // Of one that has no row yet there is none to lock: whoever makes it has its part of all keys for himself.
  const parts = new Set(keys.map((key) => crc32(key) % KEY_PARTS));
  await lockNames(
    tx,
    [...parts].map((part) => `entities ${part} of ${KEY_PARTS}`),
  );
  await executeByDriver(
    tx,
    Prisma.sql`
    SELECT 1 FROM "Entity" WHERE "id" = ANY(
      ARRAY(SELECT unnest(ARRAY["id", "mergedIntoId"]) FROM "Entity" WHERE "key" = ANY(${keys}::text[]))
      || ARRAY(SELECT "entityId" FROM "ArticleEntity" WHERE "articleId" = ANY(${articleIds}::uuid[]))
    ) ORDER BY "key" FOR UPDATE`,
  );
}

/** What an article tells of an entity. */
export interface ToldEntity {
  readonly key: string;
  readonly entity: ExtractedEntity;
}

/**
 * Finds or makes the entities by key. What articles tell of one entity is put together so that it does not matter which
 * came first: of two spellings the greater one stays, code point by code point (small letters before capitals, accents
 * before none); of two countries or places, should it come to that, the lesser. What kind of thing it is stays. All of them are
 * locked, whether something changes or not, so that nobody removes one until the end of the transaction.
 * @returns the ids of their rows
 */
export async function saveEntities(tx: Transaction, told: readonly ToldEntity[]): Promise<ReadonlyMap<string, string>> {
  if (told.length === 0) return new Map();
  const names = new Map<string, Set<string>>();
  for (const { key, entity } of told) {
    const known = names.get(key) ?? new Set();
    for (const name of [entity.name, ...entity.aliases]) known.add(normalizeName(name));
    names.set(key, known);
  }
  const rows = told.map(({ key, entity }) => ({
    id: newId(),
    key,
    name: entity.name,
    type: entity.type,
    countryCode: entity.countryCode,
    latitude: entity.location?.latitude ?? null,
    longitude: entity.location?.longitude ?? null,
    sameAs: entity.sameAs,
    // A trigger would add them one by one.
    searchNames: [...(names.get(key) ?? [])].sort().join('\n'),
  }));
  await executeByDriver(
    tx,
    Prisma.sql`
    INSERT INTO "Entity" AS e ("id", "key", "name", "type", "sameAs", "searchNames", "countryCode", "latitude", "longitude")
    SELECT min(r."id"::text)::uuid, r."key", max(r."name" COLLATE "C"), min(r."type"), min(r."sameAs"), min(r."searchNames"),
      min(r."countryCode"), (min(ARRAY[r."latitude", r."longitude"]) FILTER (WHERE r."latitude" IS NOT NULL))[1],
      (min(ARRAY[r."latitude", r."longitude"]) FILTER (WHERE r."latitude" IS NOT NULL))[2]
    FROM json_populate_recordset(NULL::"Entity", ${JSON.stringify(rows)}::json) r
    GROUP BY r."key" ORDER BY r."key" -- every writer locks in the same order
    ON CONFLICT ("key") DO UPDATE SET
      "name" = greatest(e."name" COLLATE "C", excluded."name" COLLATE "C"),
      "countryCode" = least(e."countryCode", excluded."countryCode"),
      "latitude" = CASE WHEN e."latitude" IS NULL OR (excluded."latitude", excluded."longitude") < (e."latitude", e."longitude")
        THEN excluded."latitude" ELSE e."latitude" END,
      "longitude" = CASE WHEN e."latitude" IS NULL OR (excluded."latitude", excluded."longitude") < (e."latitude", e."longitude")
        THEN excluded."longitude" ELSE e."longitude" END
    WHERE e."name" COLLATE "C" < excluded."name" COLLATE "C"
      OR excluded."countryCode" < e."countryCode" OR (e."countryCode" IS NULL AND excluded."countryCode" IS NOT NULL)
      OR excluded."latitude" IS NOT NULL AND (e."latitude" IS NULL
        OR (excluded."latitude", excluded."longitude") < (e."latitude", e."longitude"))`,
  );
  const saved = await rowsByDriver<{ id: string; key: string }>(
    tx,
    Prisma.sql`SELECT "id", "key" FROM "Entity" WHERE "key" = ANY(${[...names.keys()]}::text[])`,
  );
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
