/**
 * Which rows stand for what people merged. Clients keep ids: whoever asks for, or filters by, that of a merged entity means
 * the survivor, and by that of its source the survivor's. Merged rows themselves are never visible.
 */
/** An array of ids of entities, widened by those that they were merged into, chains followed. */
const survivors = (ids: string): string =>
  `ARRAY(WITH RECURSIVE way AS (
    SELECT unnest(${ids}) AS "id"
    UNION SELECT e."mergedIntoId" FROM way JOIN "Entity" e ON e."id" = way."id" WHERE e."mergedIntoId" IS NOT NULL
  ) SELECT "id" FROM way)`;

/** An array of ids of rows, widened by those of the rows that stand for them; `ids` is an SQL expression of type uuid[]. */
export function standIns(model: string, ids: string): string {
  if (model === 'Entity') return survivors(ids);
  if (model !== 'Source') return ids;
  return `ARRAY(SELECT unnest(${ids}) UNION SELECT s."id" FROM "Source" s WHERE s."entityId" = ANY(${survivors(
    `ARRAY(SELECT o."entityId" FROM "Source" o JOIN "Entity" e ON e."id" = o."entityId"
      WHERE o."id" = ANY(${ids}) AND e."mergedIntoId" IS NOT NULL)`,
  )}))`;
}

/** Whether the id of a row is that of what stands for another one. */
export function standsFor(model: string, id: string, other: string): string {
  if (model === 'Source') return `${id} = ANY(${standIns(model, `ARRAY[${other}]`)})`;
  if (model !== 'Entity') return `${id} = ${other}`;
  // Most were merged into none: then the way is not gone.
  return `${id} = (SELECT CASE WHEN o."mergedIntoId" IS NULL THEN o."id" ELSE (
      SELECT e."id" FROM "Entity" e WHERE e."id" = ANY(${survivors('ARRAY[o."id"]')}) AND e."mergedIntoId" IS NULL) END
    FROM "Entity" o WHERE o."id" = ${other})`;
}

/** The ids of the entities that were merged into one, directly or through others. */
const mergedEntities = (id: string): string =>
  `(WITH RECURSIVE merged AS (
    SELECT e."id" FROM "Entity" e WHERE e."mergedIntoId" = ${id}
    UNION SELECT e."id" FROM merged m JOIN "Entity" e ON e."mergedIntoId" = m."id"
  ) SELECT m."id" FROM merged m)`;

/** What a row stands for, by model, as an array of ids: the other way round. */
export const MERGED_IDS = {
  Entity: (t: string): string => `ARRAY(SELECT x::text FROM ${mergedEntities(`${t}."id"`)} AS x(x) ORDER BY 1)`,
  Source: (t: string): string =>
    `ARRAY(SELECT s."id"::text FROM "Source" s WHERE s."entityId" IN ${mergedEntities(`${t}."entityId"`)} ORDER BY 1)`,
};
