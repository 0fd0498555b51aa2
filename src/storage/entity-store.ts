import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import type { ExtractedEntity } from '../domain/extraction.ts';
import type { Transaction } from './transaction.ts';

/** The row of an entity, as an article needs it. */
export interface SavedEntity {
  readonly id: string;
  /** Of the row. */
  readonly key: string;
  /** Whether no other article can be linked to it. */
  readonly isOwn: boolean;
  /** The correction that decided so; null where the extractor did. */
  readonly correctionId: string | null;
}

/** The article that entities are saved for. */
export interface LinkingArticle {
  readonly key: string;
  /** Of the keys that people took from it, the correction in force. */
  readonly unlinked: ReadonlyMap<string, string>;
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

function scopeOf(articleKey: string): string {
  if (articleKey.length <= LONGEST_ARTICLE_KEY) return articleKey;
  return `sha256:${createHash('sha256').update(articleKey).digest('hex')}`;
}

/** The keys that people took from an article, with the correction that did; an article that is not stored has none. */
export async function unlinkedKeys(tx: Transaction, articleId: string): Promise<Map<string, string>> {
  const corrections = await tx.correction.findMany({
    where: { articleId, action: 'UNLINK', revertedAt: null, entity: { isNot: null } },
    select: { id: true, entity: { select: { key: true } } },
  });
  return new Map(corrections.flatMap(({ id, entity }) => (entity ? [[entity.key, id] as const] : [])));
}

/**
 * Finds or makes the entities by key. What two writers tell of one entity is put together so that it does not matter who
 * came first: of two spellings the greater one stays, code point by code point (small letters before capitals, accents
 * before none); of two countries or places, should it come to that, the lesser.
 * @returns their rows, in the order given
 */
export async function saveEntities(
  tx: Transaction,
  entities: readonly ExtractedEntity[],
  { key: articleKey, unlinked }: LinkingArticle,
): Promise<SavedEntity[]> {
  const links = entities.map((entity) => {
    const correctionId = unlinked.get(entity.key) ?? null;
    const isOwn = correctionId !== null || entity.link?.rule === 'ARTICLE_ONLY';
    return { key: isOwn ? ownKey(entity.key, articleKey) : entity.key, isOwn, correctionId };
  });
  const rows = entities.map((entity, i) => ({
    id: uuid(),
    key: links[i]?.key,
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
  const idOf = new Map(saved.map(({ id, key }) => [key, id]));
  return links.map((link) => {
    const id = idOf.get(link.key);
    if (id === undefined) throw new Error(`the entity ${link.key} was not stored`);
    return { id, ...link };
  });
}

/**
 * Gives entities the greatest of the names that articles have for them, after a link has gone. They are locked first, so
 * that a writer that has just linked one is waited for; one that no article names any more keeps its name.
 */
export async function renewNames(tx: Transaction, entityIds: readonly string[]): Promise<void> {
  if (entityIds.length === 0) return;
  await tx.$executeRaw`SELECT 1 FROM "Entity" WHERE "id" = ANY(${entityIds}::uuid[]) ORDER BY "id" FOR UPDATE`;
  await tx.$executeRaw`
    UPDATE "Entity" e SET "name" = names."greatest" FROM (
      SELECT "entityId", max("name" COLLATE "C") AS "greatest" FROM "ArticleEntity"
      WHERE "entityId" = ANY(${entityIds}::uuid[]) GROUP BY "entityId"
    ) names WHERE names."entityId" = e."id" AND names."greatest" <> e."name"`;
}

/** After an article has got another key: what is its alone keeps its rows. */
export async function moveOwnKeys(tx: Transaction, articleId: string, from: string, to: string): Promise<void> {
  const [old, now] = [`@${scopeOf(from)}`, `@${scopeOf(to)}`];
  await tx.$executeRaw`
    UPDATE "Source" s SET "key" = left(s."key", -length(${old}::text)) || ${now}::text
    FROM "ArticleEntity" a
    WHERE a."articleId" = ${articleId}::uuid AND s."entityId" = a."entityId" AND right(s."key", length(${old}::text)) = ${old}`;
  await tx.$executeRaw`
    UPDATE "Entity" e SET "key" = left(e."key", -length(${old}::text)) || ${now}::text
    FROM "ArticleEntity" a
    WHERE a."articleId" = ${articleId}::uuid AND e."id" = a."entityId" AND right(e."key", length(${old}::text)) = ${old}`;
}
