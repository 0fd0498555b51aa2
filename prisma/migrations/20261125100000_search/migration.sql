-- By hand: what search is made of. Both extensions come with PostgreSQL, are trusted since 13, and are built into PGlite.
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- English word stems, accents ignored: 'Élysée' is found by 'elysee'. Other languages are found by whole words.
CREATE TEXT SEARCH CONFIGURATION newsgraph (COPY = pg_catalog.english);
ALTER TEXT SEARCH CONFIGURATION newsgraph ALTER MAPPING FOR hword, hword_part, word WITH unaccent, english_stem;

-- PostgreSQL refuses a tsvector of more than 1 MB. A text of 200,000 bytes (35,000 words) cannot reach that, whatever stands in
-- it; of a longer one the first 50,000 characters are searched.
CREATE FUNCTION searchable(document text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN CASE WHEN octet_length(document) <= 200000 THEN document ELSE left(document, 50000) END;

-- DropIndex
DROP INDEX "EntityName_entityId_idx";

-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "isVisible" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "searchVector" tsvector
  GENERATED ALWAYS AS (setweight(to_tsvector('newsgraph', searchable("headline")), 'A') ||
    setweight(to_tsvector('newsgraph', searchable("body")), 'C')) STORED;

-- AlterTable
ALTER TABLE "ArticleEntity" ADD COLUMN     "isVisible" BOOLEAN NOT NULL DEFAULT true;

-- AlterTable
ALTER TABLE "Entity" ADD COLUMN     "articleCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "mentionCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "searchNames" TEXT NOT NULL DEFAULT '';

-- AlterTable
ALTER TABLE "Quote" ADD COLUMN     "isRejected" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "searchVector" tsvector
  GENERATED ALWAYS AS (to_tsvector('newsgraph', searchable("content"))) STORED;

-- CreateIndex
CREATE INDEX "Article_datePublished_idx" ON "Article"("datePublished");

-- CreateIndex
CREATE INDEX "Article_url_idx" ON "Article" USING HASH ("url");

-- CreateIndex
CREATE INDEX "Article_embargoedUntil_idx" ON "Article"("embargoedUntil");

-- CreateIndex
CREATE INDEX "Article_ingestedAt_id_idx" ON "Article"("ingestedAt", "id");

-- CreateIndex
CREATE INDEX "Article_wordCount_id_idx" ON "Article"("wordCount", "id");

-- CreateIndex
CREATE INDEX "Article_articleSection_idx" ON "Article"("articleSection");

-- CreateIndex
CREATE INDEX "Article_inLanguage_idx" ON "Article"("inLanguage");

-- CreateIndex
CREATE INDEX "Article_searchVector_idx" ON "Article" USING GIN ("searchVector");

-- CreateIndex
CREATE INDEX "Article_headline_trgm_idx" ON "Article" USING GIN ("headline" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Entity_articleCount_id_idx" ON "Entity"("articleCount", "id");

-- CreateIndex
CREATE INDEX "Entity_mentionCount_id_idx" ON "Entity"("mentionCount", "id");

-- CreateIndex
CREATE INDEX "Entity_countryCode_idx" ON "Entity"("countryCode");

-- CreateIndex
CREATE INDEX "Entity_name_trgm_idx" ON "Entity" USING GIN ("name" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "Entity_searchNames_trgm_idx" ON "Entity" USING GIN ("searchNames" gin_trgm_ops);

-- CreateIndex
CREATE INDEX "EntityName_entityId_normalized_idx" ON "EntityName"("entityId", "normalized");

-- CreateIndex
CREATE INDEX "Quote_searchVector_idx" ON "Quote" USING GIN ("searchVector");

-- CreateIndex
CREATE INDEX "Source_name_trgm_idx" ON "Source" USING GIN ("name" gin_trgm_ops);

-- By hand from here on.

-- Orders of articles that readers see. Undated articles come last, whichever way the dates run.
DROP INDEX "Article_newest_idx";
CREATE INDEX "Article_newest_idx" ON "Article" ((coalesce("datePublished", timestamptz '-infinity')) DESC, "id" DESC) WHERE "isVisible";
CREATE INDEX "Article_oldest_idx" ON "Article" ((coalesce("datePublished", timestamptz 'infinity')), "id") WHERE "isVisible";
CREATE INDEX "Article_headline_idx" ON "Article" ((lower(left("headline", 200))), "id") WHERE "isVisible";

-- Whether readers see an article: usable, and under no embargo in force. The clock is asked when the row is written, so that
-- counts, caches and indexes can rely on it; what lifts an embargo writes the row.
CREATE FUNCTION article_visibility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."isVisible" := NEW."pubStatus" = 'USABLE' AND (NEW."embargoedUntil" IS NULL OR NEW."embargoedUntil" <= now());
  RETURN NEW;
END $$;
CREATE TRIGGER article_visibility BEFORE INSERT OR UPDATE ON "Article"
  FOR EACH ROW EXECUTE FUNCTION article_visibility();

CREATE FUNCTION article_visibility_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ArticleEntity" SET "isVisible" = NEW."isVisible" WHERE "articleId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER article_visibility_changed AFTER UPDATE ON "Article"
  FOR EACH ROW WHEN (OLD."isVisible" IS DISTINCT FROM NEW."isVisible") EXECUTE FUNCTION article_visibility_changed();

CREATE FUNCTION link_visibility() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."isVisible" := (SELECT "isVisible" FROM "Article" WHERE "id" = NEW."articleId");
  RETURN NEW;
END $$;
CREATE TRIGGER link_visibility BEFORE INSERT ON "ArticleEntity" FOR EACH ROW EXECUTE FUNCTION link_visibility();

-- Entity.articleCount and mentionCount. Readers order by them and filter on them; counting at each read would read all links.
CREATE FUNCTION count_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Entity" e
  SET "articleCount" = e."articleCount" + d.articles, "mentionCount" = e."mentionCount" + d.mentions
  FROM (SELECT "entityId", count(*) AS articles, sum("mentionCount") AS mentions
    FROM added WHERE "isVisible" GROUP BY "entityId") d
  WHERE e."id" = d."entityId";
  RETURN NULL;
END $$;
CREATE FUNCTION uncount_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Entity" e
  SET "articleCount" = e."articleCount" - d.articles, "mentionCount" = e."mentionCount" - d.mentions
  FROM (SELECT "entityId", count(*) AS articles, sum("mentionCount") AS mentions
    FROM removed WHERE "isVisible" GROUP BY "entityId") d
  WHERE e."id" = d."entityId";
  RETURN NULL;
END $$;
CREATE FUNCTION recount_links() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Entity" e
  SET "articleCount" = e."articleCount" + d.articles, "mentionCount" = e."mentionCount" + d.mentions
  FROM (SELECT "entityId", sum(articles) AS articles, sum(mentions) AS mentions FROM (
      SELECT "entityId", 1 AS articles, "mentionCount" AS mentions FROM added WHERE "isVisible"
      UNION ALL SELECT "entityId", -1, -"mentionCount" FROM removed WHERE "isVisible") changed
    GROUP BY "entityId" HAVING sum(articles) <> 0 OR sum(mentions) <> 0) d
  WHERE e."id" = d."entityId";
  RETURN NULL;
END $$;
CREATE TRIGGER count_links AFTER INSERT ON "ArticleEntity"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION count_links();
CREATE TRIGGER uncount_links AFTER DELETE ON "ArticleEntity"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION uncount_links();
CREATE TRIGGER recount_links AFTER UPDATE ON "ArticleEntity"
  REFERENCING OLD TABLE AS removed NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION recount_links();

-- Entity.searchNames only ever grows: a name that has gone leads to a candidate that is then turned down.
CREATE FUNCTION gather_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Entity" e
  SET "searchNames" = (SELECT string_agg(DISTINCT n, E'\n' ORDER BY n)
    FROM unnest(array_remove(string_to_array(e."searchNames", E'\n'), '') || fresh.names) n)
  FROM (SELECT "entityId", array_agg(DISTINCT "normalized") AS names FROM added GROUP BY "entityId") fresh
  WHERE e."id" = fresh."entityId" AND NOT string_to_array(e."searchNames", E'\n') @> fresh.names;
  RETURN NULL;
END $$;
CREATE TRIGGER gather_names AFTER INSERT ON "EntityName"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gather_names();
CREATE TRIGGER gather_moved_names AFTER UPDATE ON "EntityName"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION gather_names();

-- Names that resemble what somebody typed, half of it or with a slip: 'baghd', 'fabuis'. `typed` is as `normalizeName` gives
-- it. The threshold belongs to the statement: pg_trgm's own, 0.6, passes over slips ('fabuis' and 'laurent fabius' have 0.43).
CREATE FUNCTION entities_called(typed text) RETURNS TABLE ("entityId" uuid, "score" float8)
LANGUAGE sql STABLE ROWS 50 SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  SELECT e."id", max(word_similarity(typed, n.name))::float8
  FROM "Entity" e CROSS JOIN unnest(string_to_array(e."searchNames", E'\n')) AS n(name)
  WHERE typed <% e."searchNames" AND e."articleCount" > 0 AND word_similarity(typed, n.name) >= 0.4
    AND EXISTS (SELECT FROM "EntityName" v JOIN "Article" a ON a."id" = v."articleId"
      WHERE v."entityId" = e."id" AND v."normalized" = n.name AND a."isVisible")
  GROUP BY e."id"
$$;

CREATE FUNCTION lines_of(names text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_string(names, E'\n');
CREATE INDEX "Source_names_trgm_idx" ON "Source" USING gin (lines_of("normalizedNames") gin_trgm_ops);
CREATE FUNCTION sources_called(typed text) RETURNS TABLE ("sourceId" uuid, "score" float8)
LANGUAGE sql STABLE ROWS 50 SET pg_trgm.word_similarity_threshold = 0.4 AS $$
  SELECT s."id", max(word_similarity(typed, n.name))::float8
  FROM "Source" s CROSS JOIN unnest(s."normalizedNames") AS n(name)
  WHERE typed <% lines_of(s."normalizedNames") AND word_similarity(typed, n.name) >= 0.4
  GROUP BY s."id"
$$;

-- What is stored already.
UPDATE "Article" SET "isVisible" = true WHERE "pubStatus" <> 'USABLE' OR "embargoedUntil" IS NOT NULL;
UPDATE "Entity" e SET "articleCount" = d.articles, "mentionCount" = d.mentions
FROM (SELECT "entityId", count(*) AS articles, sum("mentionCount") AS mentions
  FROM "ArticleEntity" WHERE "isVisible" GROUP BY "entityId") d
WHERE e."id" = d."entityId";
UPDATE "Entity" e SET "searchNames" = d.names
FROM (SELECT "entityId", string_agg(DISTINCT "normalized", E'\n') AS names FROM "EntityName" GROUP BY "entityId") d
WHERE e."id" = d."entityId";
