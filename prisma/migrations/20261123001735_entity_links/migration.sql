-- CreateEnum
CREATE TYPE "LinkRule" AS ENUM ('KNOWN_NAME', 'FULL_NAME', 'NAME_AND_COUNTRY', 'TITLE_AND_COUNTRY', 'NAME_AND_FIELD', 'ARTICLE_ONLY');

-- CreateEnum
CREATE TYPE "CorrectionAction" AS ENUM ('UNLINK');

-- AlterTable
ALTER TABLE "ArticleEntity" ADD COLUMN     "correctionId" UUID,
ADD COLUMN     "linkAnchor" JSONB,
ADD COLUMN     "linkKey" TEXT,
ADD COLUMN     "linkReason" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "linkRule" "LinkRule" NOT NULL DEFAULT 'FULL_NAME',
ADD COLUMN     "name" TEXT;

-- By hand: rows of the version before were linked by name, or by name and country where the key has one. The new version of
-- the extractor writes them anew (`newsgraph reextract`).
UPDATE "ArticleEntity" a SET
  "linkKey" = e."key",
  "name" = e."name",
  "linkRule" = (CASE WHEN e."key" ~ ':[A-Z]{2}(-[A-Z0-9]+)?$' THEN 'NAME_AND_COUNTRY' ELSE 'FULL_NAME' END)::"LinkRule",
  "linkReason" = 'Linked by an earlier version of the extractor, which kept no reasons.'
FROM "Entity" e WHERE e."id" = a."entityId";
ALTER TABLE "ArticleEntity" ALTER COLUMN "linkKey" SET NOT NULL, ALTER COLUMN "name" SET NOT NULL;

-- CreateTable
CREATE TABLE "Correction" (
    "id" UUID NOT NULL,
    "action" "CorrectionAction" NOT NULL,
    "by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "revertedAt" TIMESTAMPTZ(3),
    "articleId" UUID,
    "entityId" UUID,

    CONSTRAINT "Correction_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Correction_articleId_idx" ON "Correction"("articleId");

-- CreateIndex
CREATE INDEX "Correction_entityId_idx" ON "Correction"("entityId");

-- CreateIndex
CREATE INDEX "ArticleEntity_correctionId_idx" ON "ArticleEntity"("correctionId");

-- AddForeignKey
ALTER TABLE "ArticleEntity" ADD CONSTRAINT "ArticleEntity_correctionId_fkey" FOREIGN KEY ("correctionId") REFERENCES "Correction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- By hand: names are compared with more letters made plain.
CREATE FUNCTION plain_letters(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT translate(replace(replace(replace(replace(name, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), 'øłđðı', 'olddi')
$$;
UPDATE "EntityName" SET "normalized" = plain_letters("normalized") WHERE "normalized" ~ '[ßæœøłđðþı]';
UPDATE "Source" SET
  "normalizedNames" = ARRAY(SELECT DISTINCT plain_letters(name) FROM unnest("normalizedNames") AS name),
  "label" = plain_letters("label")
WHERE "label" ~ '[ßæœøłđðþı]' OR array_to_string("normalizedNames", ' ') ~ '[ßæœøłđðþı]';
DROP FUNCTION plain_letters(text);
