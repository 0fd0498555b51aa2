import { Prisma } from '../generated/client.ts';
import { IS_ORPHAN_ENTITY, IS_ORPHAN_SOURCE } from '../orphans.ts';

/** Something that holds for every row of a sound database. */
export interface Check {
  readonly name: string;
  /** What holds, a sentence. */
  readonly rule: string;
  /** The rows for which it does not: one column `"id"`, a text that leads to the row. */
  readonly sql: Prisma.Sql;
  /** True: nothing is wrong with the database, but somebody should look. */
  readonly isNotice?: boolean;
  /** Statements that put them right, one after the other; null where only a person can tell what is right. */
  readonly mend: readonly Prisma.Sql[] | null;
}

/**
 * A text in which each character beyond U+FFFF stands twice, so that it has as many characters as UTF-16 code units: offsets
 * count those.
 */
const inUnits = (text: Prisma.Sql) => Prisma.sql`regexp_replace(${text}, '[\\U00010000-\\U0010FFFF]', '\\&\\&', 'g')`;

/** Anchors that do not give their text. @param anchors of the article `a`: `"id", "start", "end", "exact"` */
const falseAnchors = (anchors: Prisma.Sql) => Prisma.sql`
  SELECT p."id"::text AS "id" FROM "Article" a
  CROSS JOIN LATERAL (SELECT ${inUnits(Prisma.sql`a."body"`)} AS "text" OFFSET 0) b
  CROSS JOIN LATERAL (${anchors}) p
  WHERE p."start" < 0 OR p."end" <= p."start"
    OR substr(b."text", p."start" + 1, greatest(p."end" - p."start", 0)) IS DISTINCT FROM ${inUnits(Prisma.sql`p."exact"`)}`;

/** @param table of rows that are anchors themselves */
const anchorRows = (table: Prisma.Sql) => Prisma.sql`
  SELECT r."id", r."start", r."end", r."exact" FROM ${table} r WHERE r."articleId" = a."id"`;

/** @param anchors `"id"` and `"anchor"`, a TextAnchor as JSON */
const anchorsInJson = (anchors: Prisma.Sql) => Prisma.sql`
  SELECT j."id", (j."anchor"->>'start')::int AS "start", (j."anchor"->>'end')::int AS "end", j."anchor"->>'exact' AS "exact"
  FROM (${anchors}) j WHERE jsonb_typeof(j."anchor") = 'object'`;

const DATED = [
  Prisma.sql`"ArticleEntity"`,
  Prisma.sql`"EntityMention"`,
  Prisma.sql`"Quote"`,
  Prisma.sql`"Citation"`,
] as const;

/** What the triggers of ArticleEntity count. */
const VISIBLE_LINKS = Prisma.sql`
  SELECT e."id", count(l."entityId")::int AS "articles", coalesce(sum(l."mentionCount"), 0)::int AS "mentions"
  FROM "Entity" e LEFT JOIN "ArticleEntity" l ON l."entityId" = e."id" AND l."isVisible" GROUP BY e."id"`;

const MENTIONS_OF_LINKS = Prisma.sql`
  SELECT l."articleId", l."entityId", count(m."id")::int AS "mentions"
  FROM "ArticleEntity" l LEFT JOIN "EntityMention" m ON m."articleId" = l."articleId" AND m."entityId" = l."entityId"
  GROUP BY l."articleId", l."entityId"`;

/** Of a link that is gone the mentions would go with their entity. */
const ORPHAN_ENTITIES = Prisma.sql`
  FROM "Entity" e WHERE ${IS_ORPHAN_ENTITY} AND NOT EXISTS (SELECT FROM "EntityMention" WHERE "entityId" = e."id")`;
const ORPHAN_SOURCES = Prisma.sql`FROM "Source" s WHERE ${IS_ORPHAN_SOURCE}`;

const UNLINKED_NAMES = Prisma.sql`
  FROM "EntityName" n WHERE NOT EXISTS (
    SELECT FROM "ArticleEntity" l WHERE l."articleId" = n."articleId" AND l."entityId" = n."entityId")`;

const MISSING_SEARCH_NAMES = Prisma.sql`
  SELECT e."id", fresh."names" FROM "Entity" e
  JOIN (SELECT "entityId", array_agg(DISTINCT "normalized") AS "names" FROM "EntityName" GROUP BY "entityId") fresh
    ON fresh."entityId" = e."id"
  WHERE NOT string_to_array(e."searchNames", E'\n') @> fresh."names"`;

const WRONGLY_VISIBLE = Prisma.sql`
  FROM "Article" WHERE CASE WHEN "isVisible"
    THEN "pubStatus" <> 'USABLE' OR "embargoedUntil" > now()
    -- One whose embargo has ended waits for a gateway to show it.
    ELSE "pubStatus" = 'USABLE' AND "embargoedUntil" IS NULL END`;

const HASHES_OF_SKETCHES = Prisma.sql`SELECT h AS "hash", k."articleId" FROM "Sketch" k CROSS JOIN unnest(k."hashes") AS h`;

const WAITING = Prisma.sql`
  SELECT count(*)::int AS "jobs", coalesce(sum("size"), 0)::bigint AS "bytes" FROM "IngestJob"
  WHERE "state" NOT IN ('DONE', 'DISCARDED')`;

/** Receipts that are kept, of articles that neither are there nor were taken out, by a person or with the document that moved away. */
const LOST_RECEIPTS = Prisma.sql`
  FROM "IdempotencyKey" k WHERE jsonb_typeof(k."receipts") = 'array' AND EXISTS (
    SELECT FROM jsonb_array_elements(k."receipts") r WHERE r->>'articleId' IS NOT NULL
      AND NOT EXISTS (SELECT FROM "Article" a WHERE a."id" = (r->>'articleId')::uuid)
      AND NOT EXISTS (SELECT FROM "Tombstone" t WHERE t."articleId" = (r->>'articleId')::uuid)
      AND NOT EXISTS (SELECT FROM "Document" d WHERE d."uri" = r->>'uri'))`;

/** Each pair both ways; of two similarities the lesser one. */
const PAIRS_BOTH_WAYS = Prisma.sql`
  SELECT "articleId", "copyId", min("similarity") AS "similarity" FROM (
    SELECT "articleId", "copyId", "similarity" FROM "CopyPair"
    UNION ALL SELECT "copyId", "articleId", "similarity" FROM "CopyPair") p
  GROUP BY "articleId", "copyId"`;

/** All checks, in the order in which they are to be mended: what is counted comes before its counts. */
export const CHECKS: readonly Check[] = [
  {
    name: 'mention-anchors',
    rule: 'Each mention stands in the body of its article, where it says.',
    sql: falseAnchors(anchorRows(Prisma.sql`"EntityMention"`)),
    mend: null,
  },
  {
    name: 'citation-anchors',
    rule: 'Each citation stands in the body of its article, where it says.',
    sql: falseAnchors(anchorRows(Prisma.sql`"Citation"`)),
    mend: null,
  },
  {
    name: 'quote-anchors',
    rule: 'Each quote stands in the body of its article, with its stretches, speaker, cue and evidence.',
    sql: falseAnchors(Prisma.sql`
      ${anchorRows(Prisma.sql`"Quote"`)}
      UNION ALL ${anchorsInJson(Prisma.sql`
        SELECT q."id", t."anchor" FROM "Quote" q CROSS JOIN LATERAL (
          SELECT jsonb_array_elements(q."stretches") AS "anchor" UNION ALL SELECT jsonb_array_elements(q."evidence")
          UNION ALL SELECT q."speakerAnchor" UNION ALL SELECT q."cueAnchor") t
        WHERE q."articleId" = a."id"`)}`),
    mend: null,
  },
  {
    name: 'link-anchors',
    rule: 'The words that an entity was linked by stand in the body of the article.',
    sql: falseAnchors(
      anchorsInJson(Prisma.sql`
        SELECT concat(l."articleId", ' ', l."entityId") AS "id", l."linkAnchor" AS "anchor" FROM "ArticleEntity" l
        WHERE l."articleId" = a."id"`),
    ),
    mend: null,
  },
  {
    name: 'primary-documents',
    rule: 'Each article has exactly one document that gave its text.',
    sql: Prisma.sql`
      SELECT a."id"::text AS "id" FROM "Article" a
      WHERE (SELECT count(*) FROM "Document" d WHERE d."articleId" = a."id" AND d."isPrimary") <> 1`,
    mend: null,
  },
  {
    name: 'linked-mentions',
    rule: 'Each mention is of an entity that its article is linked to.',
    sql: Prisma.sql`
      SELECT m."id"::text AS "id" FROM "EntityMention" m WHERE NOT EXISTS (
        SELECT FROM "ArticleEntity" l WHERE l."articleId" = m."articleId" AND l."entityId" = m."entityId")`,
    mend: null,
  },
  {
    name: 'linked-names',
    rule: 'Each name is of an entity that its article is linked to.',
    sql: Prisma.sql`SELECT concat(n."articleId", ' ', n."entityId", ' ', n."name") AS "id" ${UNLINKED_NAMES}`,
    mend: [Prisma.sql`DELETE ${UNLINKED_NAMES}`],
  },
  {
    name: 'own-citations',
    rule: 'Each quote belongs to a citation of its own article, if to any.',
    sql: Prisma.sql`
      SELECT q."id"::text AS "id" FROM "Quote" q JOIN "Citation" c ON c."id" = q."citationId"
      WHERE c."articleId" <> q."articleId"`,
    mend: null,
  },
  {
    name: 'version-quotes',
    rule: 'Each quote of a former version stands in the text of that version.',
    sql: Prisma.sql`
      SELECT DISTINCT v."id"::text AS "id" FROM "ArticleVersion" v CROSS JOIN LATERAL jsonb_array_elements(v."quotes") q
      WHERE strpos(v."body", q->>'exact') = 0`,
    mend: null,
  },
  {
    name: 'events',
    rule: 'Events are numbered without holes, up to the last one that the corpus knows of.',
    sql: Prisma.sql`
      SELECT 'corpus' AS "id" FROM "Corpus" c,
        (SELECT max("position") AS "last", max("position") - min("position") + 1 AS "span", count(*) AS "count" FROM "ArticleEvent") e
      WHERE e."count" > 0 AND (e."last" <> c."lastEvent" OR e."span" <> e."count")
      UNION ALL SELECT 'corpus' WHERE (SELECT count(*) FROM "Corpus") <> 1`,
    mend: null,
  },
  {
    name: 'visible-articles',
    rule: 'Readers see the articles that are usable and under no embargo, and no other.',
    sql: Prisma.sql`SELECT "id"::text AS "id" ${WRONGLY_VISIBLE}`,
    // A trigger sets it whenever the row is written.
    mend: [
      Prisma.sql`UPDATE "Article" SET "isVisible" = NOT "isVisible" WHERE "id" IN (SELECT "id" ${WRONGLY_VISIBLE})`,
    ],
  },
  {
    name: 'visible-links',
    rule: 'A link to an entity is seen when its article is.',
    sql: Prisma.sql`
      SELECT concat(l."articleId", ' ', l."entityId") AS "id" FROM "ArticleEntity" l JOIN "Article" a ON a."id" = l."articleId"
      WHERE l."isVisible" <> a."isVisible"`,
    mend: [
      Prisma.sql`
      UPDATE "ArticleEntity" l SET "isVisible" = a."isVisible" FROM "Article" a
      WHERE a."id" = l."articleId" AND l."isVisible" <> a."isVisible"`,
    ],
  },
  {
    name: 'article-dates',
    rule: 'What was found in an article has its date.',
    sql: Prisma.join(
      DATED.map(
        (table) => Prisma.sql`
        SELECT a."id"::text AS "id" FROM ${table} r JOIN "Article" a ON a."id" = r."articleId"
        WHERE r."articleDate" IS DISTINCT FROM a."datePublished"`,
      ),
      ' UNION ALL ',
    ),
    mend: DATED.map(
      (table) => Prisma.sql`
      UPDATE ${table} r SET "articleDate" = a."datePublished" FROM "Article" a
      WHERE a."id" = r."articleId" AND r."articleDate" IS DISTINCT FROM a."datePublished"`,
    ),
  },
  {
    name: 'link-mention-counts',
    rule: 'A link to an entity knows how often its article mentions it.',
    sql: Prisma.sql`
      SELECT concat(l."articleId", ' ', l."entityId") AS "id" FROM "ArticleEntity" l
      JOIN (${MENTIONS_OF_LINKS}) c ON c."articleId" = l."articleId" AND c."entityId" = l."entityId"
      WHERE l."mentionCount" <> c."mentions"`,
    mend: [
      Prisma.sql`
      UPDATE "ArticleEntity" l SET "mentionCount" = c."mentions" FROM (${MENTIONS_OF_LINKS}) c
      WHERE c."articleId" = l."articleId" AND c."entityId" = l."entityId" AND l."mentionCount" <> c."mentions"`,
    ],
  },
  {
    name: 'orphan-sources',
    rule: 'Each source is held on to by an article, a citation or a quote.',
    sql: Prisma.sql`SELECT s."id"::text AS "id" ${ORPHAN_SOURCES}`,
    mend: [Prisma.sql`DELETE ${ORPHAN_SOURCES}`],
  },
  {
    name: 'orphan-entities',
    rule: 'Each entity is named by an article, or a correction in force refers to it.',
    sql: Prisma.sql`SELECT e."id"::text AS "id" ${ORPHAN_ENTITIES}`,
    mend: [Prisma.sql`DELETE ${ORPHAN_ENTITIES}`],
  },
  {
    name: 'entity-counts',
    rule: 'Entities know how many articles that readers see name them, and how often.',
    sql: Prisma.sql`
      SELECT e."id"::text AS "id" FROM "Entity" e JOIN (${VISIBLE_LINKS}) c ON c."id" = e."id"
      WHERE e."articleCount" <> c."articles" OR e."mentionCount" <> c."mentions"`,
    mend: [
      Prisma.sql`
      UPDATE "Entity" e SET "articleCount" = c."articles", "mentionCount" = c."mentions" FROM (${VISIBLE_LINKS}) c
      WHERE c."id" = e."id" AND (e."articleCount" <> c."articles" OR e."mentionCount" <> c."mentions")`,
    ],
  },
  {
    name: 'search-names',
    rule: 'Entities can be found by each name that an article has for them.',
    sql: Prisma.sql`SELECT w."id"::text AS "id" FROM (${MISSING_SEARCH_NAMES}) w`,
    mend: [
      Prisma.sql`
      UPDATE "Entity" e SET "searchNames" = (SELECT string_agg(DISTINCT n COLLATE "C", E'\n' ORDER BY n COLLATE "C")
        FROM unnest(array_remove(string_to_array(e."searchNames", E'\n'), '') || w."names") n)
      FROM (${MISSING_SEARCH_NAMES}) w WHERE w."id" = e."id"`,
    ],
  },
  {
    name: 'sketch-hashes',
    rule: 'Sketches can be found by each of their numbers, and by no other.',
    sql: Prisma.sql`
      SELECT coalesce(s."articleId", k."articleId")::text AS "id" FROM "SketchHash" s
      FULL JOIN (${HASHES_OF_SKETCHES}) k ON k."hash" = s."hash" AND k."articleId" = s."articleId"
      WHERE s."articleId" IS NULL OR k."articleId" IS NULL`,
    mend: [
      Prisma.sql`
      DELETE FROM "SketchHash" s WHERE NOT EXISTS (
        SELECT FROM "Sketch" k WHERE k."articleId" = s."articleId" AND s."hash" = ANY(k."hashes"))`,
      Prisma.sql`INSERT INTO "SketchHash" ("hash", "articleId") ${HASHES_OF_SKETCHES} ON CONFLICT DO NOTHING`,
    ],
  },
  {
    name: 'copy-pairs',
    rule: 'Of two copies each is a copy of the other, as similar one way as the other.',
    sql: Prisma.sql`
      SELECT concat(p."articleId", ' ', p."copyId") AS "id" FROM "CopyPair" p
      LEFT JOIN "CopyPair" o ON o."articleId" = p."copyId" AND o."copyId" = p."articleId"
      WHERE o."similarity" IS DISTINCT FROM p."similarity"`,
    mend: [
      Prisma.sql`
      INSERT INTO "CopyPair" AS p ("articleId", "copyId", "similarity") ${PAIRS_BOTH_WAYS}
      ON CONFLICT ("articleId", "copyId") DO UPDATE SET "similarity" = excluded."similarity"
      WHERE p."similarity" <> excluded."similarity"`,
    ],
  },
  {
    name: 'copy-groups',
    rule: 'Articles that are copies of each other, directly or by others, are one group, called by the least of them.',
    sql: Prisma.sql`
      WITH RECURSIVE reached("group", "id") AS (
        SELECT DISTINCT "copyGroupId", "copyGroupId" FROM "Article" WHERE "copyGroupId" IS NOT NULL
        UNION SELECT r."group", p."copyId" FROM reached r JOIN "CopyPair" p ON p."articleId" = r."id")
      SELECT a."id"::text AS "id" FROM "Article" a WHERE CASE WHEN a."copyGroupId" IS NULL
        THEN EXISTS (SELECT FROM "CopyPair" p WHERE p."articleId" = a."id")
        ELSE a."copyGroupId" > a."id"
          OR NOT EXISTS (SELECT FROM "CopyPair" p WHERE p."articleId" = a."id")
          OR NOT EXISTS (SELECT FROM reached r WHERE r."group" = a."copyGroupId" AND r."id" = a."id") END`,
    mend: [
      Prisma.sql`
      WITH RECURSIVE reached("from", "id") AS (
        SELECT "id", "id" FROM "Article" a WHERE "copyGroupId" IS NOT NULL OR EXISTS (
          SELECT FROM "CopyPair" p WHERE p."articleId" = a."id")
        UNION SELECT r."from", p."copyId" FROM reached r JOIN "CopyPair" p ON p."articleId" = r."id"),
      groups AS (
        SELECT "from", CASE WHEN count(*) > 1 THEN (array_agg("id" ORDER BY "id"))[1] END AS "group" FROM reached GROUP BY "from")
      UPDATE "Article" a SET "copyGroupId" = g."group" FROM groups g
      WHERE g."from" = a."id" AND a."copyGroupId" IS DISTINCT FROM g."group"`,
    ],
  },
  {
    name: 'kept-receipts',
    rule: 'Receipts that are kept for an Idempotency-Key are of articles that are there, or were deleted.',
    sql: Prisma.sql`SELECT concat(k."by", ' ', k."key") AS "id" ${LOST_RECEIPTS}`,
    // Sent again, the document is taken in again.
    mend: [Prisma.sql`DELETE ${LOST_RECEIPTS}`],
  },
  {
    name: 'jobs',
    rule: 'Each document that is queued has its bytes, and a job in the queue that is in the same state; no other job is there.',
    sql: Prisma.sql`
      SELECT coalesce(i."id", j."id")::text AS "id" FROM (SELECT * FROM newsgraph_jobs.job WHERE "name" = 'ingest') j
      FULL JOIN "IngestJob" i ON i."id" = j."id"
      WHERE CASE WHEN i."state" IN ('DONE', 'DISCARDED') THEN j."id" IS NOT NULL OR i."bytes" IS NOT NULL
        ELSE i."bytes" IS NULL OR i."state"::text IS DISTINCT FROM CASE j."state"::text WHEN 'created' THEN 'QUEUED'
          WHEN 'retry' THEN 'RETRYING' WHEN 'active' THEN 'RUNNING' WHEN 'failed' THEN 'DEAD' END END`,
    mend: null,
  },
  {
    name: 'backlog',
    rule: 'What waits is counted as it is: jobs and bytes of all that is neither done nor discarded.',
    sql: Prisma.sql`SELECT '1' AS "id" FROM "IngestBacklog" b, (${WAITING}) w WHERE (b."jobs", b."bytes") <> (w."jobs", w."bytes")`,
    mend: [
      // Who queues a document counts it last: what is not counted yet is not seen either.
      Prisma.sql`LOCK TABLE "IngestBacklog" IN EXCLUSIVE MODE`,
      Prisma.sql`UPDATE "IngestBacklog" b SET "jobs" = w."jobs", "bytes" = w."bytes" FROM (${WAITING}) w WHERE b."id" = 1`,
    ],
  },
  {
    name: 'dead-letters',
    rule: 'No document waits for somebody to have it tried anew or given up: replayIngestJob, discardIngestJob.',
    sql: Prisma.sql`SELECT "id"::text AS "id" FROM "IngestJob" WHERE "state" = 'DEAD' ORDER BY "queuedAt" DESC`,
    isNotice: true,
    mend: null,
  },
];
