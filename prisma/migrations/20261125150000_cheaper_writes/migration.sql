-- DropForeignKey
ALTER TABLE "SketchHash" DROP CONSTRAINT "SketchHash_articleId_fkey";

-- DropIndex
DROP INDEX "SketchHash_articleId_idx";

-- CreateTable
CREATE TABLE "Sketch" (
    "articleId" UUID NOT NULL,
    "hashes" INTEGER[],

    CONSTRAINT "Sketch_pkey" PRIMARY KEY ("articleId")
);

-- AddForeignKey
ALTER TABLE "Sketch" ADD CONSTRAINT "Sketch_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on.

-- SketchHash is the index of Sketch: 48 rows an article, whose foreign key and second index cost more than they themselves.
INSERT INTO "Sketch" ("articleId", "hashes") SELECT "articleId", array_agg("hash" ORDER BY "hash") FROM "SketchHash" GROUP BY 1;
CREATE FUNCTION add_sketch_hashes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "SketchHash" ("hash", "articleId") SELECT h, a."articleId" FROM added a CROSS JOIN unnest(a."hashes") AS h;
  RETURN NULL;
END $$;
CREATE TRIGGER add_sketch_hashes AFTER INSERT ON "Sketch"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION add_sketch_hashes();
CREATE FUNCTION remove_sketch_hashes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM "SketchHash" s USING removed r CROSS JOIN unnest(r."hashes") AS h
  WHERE s."hash" = h AND s."articleId" = r."articleId";
  RETURN NULL;
END $$;
CREATE TRIGGER remove_sketch_hashes AFTER DELETE ON "Sketch"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION remove_sketch_hashes();

-- A new entity comes with its names: whichever way they come, they stand in one order, whatever the database's own.
CREATE OR REPLACE FUNCTION gather_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "Entity" e
  SET "searchNames" = (SELECT string_agg(DISTINCT n COLLATE "C", E'\n' ORDER BY n COLLATE "C")
    FROM unnest(array_remove(string_to_array(e."searchNames", E'\n'), '') || fresh.names) n)
  FROM (SELECT "entityId", array_agg(DISTINCT "normalized") AS names FROM added GROUP BY "entityId") fresh
  WHERE e."id" = fresh."entityId" AND NOT string_to_array(e."searchNames", E'\n') @> fresh.names;
  RETURN NULL;
END $$;

-- What is hardly ever there needs no entry where it is not.
DROP INDEX "ArticleEntity_correctionId_idx";
CREATE INDEX "ArticleEntity_correctionId_idx" ON "ArticleEntity"("correctionId") WHERE "correctionId" IS NOT NULL;
DROP INDEX "ArticleEntity_via_idx";
CREATE INDEX "ArticleEntity_via_idx" ON "ArticleEntity" USING GIN ("via") WHERE "via" <> '{}';
DROP INDEX "Entity_mergedIntoId_idx";
CREATE INDEX "Entity_mergedIntoId_idx" ON "Entity"("mergedIntoId") WHERE "mergedIntoId" IS NOT NULL;
DROP INDEX "Citation_viaId_idx";
CREATE INDEX "Citation_viaId_idx" ON "Citation"("viaId") WHERE "viaId" IS NOT NULL;
DROP INDEX "Quote_addresseeId_idx";
CREATE INDEX "Quote_addresseeId_idx" ON "Quote"("addresseeId") WHERE "addresseeId" IS NOT NULL;
DROP INDEX "Article_copyGroupId_idx";
CREATE INDEX "Article_copyGroupId_idx" ON "Article"("copyGroupId") WHERE "copyGroupId" IS NOT NULL;

-- Of the time that a document takes in the database a tenth went into compressing texts, by the method of old. A server that
-- was built without LZ4, as the embedded one is, goes on with it.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)) THEN
    ALTER TABLE "Article" ALTER COLUMN "body" SET COMPRESSION lz4, ALTER COLUMN "searchVector" SET COMPRESSION lz4;
    ALTER TABLE "ArticleExtraction" ALTER COLUMN "extraction" SET COMPRESSION lz4;
    ALTER TABLE "Document" ALTER COLUMN "content" SET COMPRESSION lz4;
  END IF;
END $$;
