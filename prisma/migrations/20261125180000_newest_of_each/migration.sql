-- DropIndex
DROP INDEX "Article_publisherId_idx";
DROP INDEX "Citation_sourceId_idx";
DROP INDEX "EntityMention_entityId_idx";
DROP INDEX "Quote_speakerId_idx";

-- AlterTable
ALTER TABLE "ArticleEntity" ADD COLUMN     "articleDate" TIMESTAMPTZ(3);
ALTER TABLE "Citation" ADD COLUMN     "articleDate" TIMESTAMPTZ(3);
ALTER TABLE "EntityMention" ADD COLUMN     "articleDate" TIMESTAMPTZ(3);
ALTER TABLE "Quote" ADD COLUMN     "articleDate" TIMESTAMPTZ(3);

-- By hand from here on.

-- Lists of what one entity or source has across articles come by the articles' dates. The date stands in each row, so that an
-- index gives the newest of any, however many there are. Whoever inserts rows sets it; a date that changes is carried over.
UPDATE "ArticleEntity" r SET "articleDate" = a."datePublished" FROM "Article" a WHERE a."id" = r."articleId" AND a."datePublished" IS NOT NULL;
UPDATE "Citation" r SET "articleDate" = a."datePublished" FROM "Article" a WHERE a."id" = r."articleId" AND a."datePublished" IS NOT NULL;
UPDATE "EntityMention" r SET "articleDate" = a."datePublished" FROM "Article" a WHERE a."id" = r."articleId" AND a."datePublished" IS NOT NULL;
UPDATE "Quote" r SET "articleDate" = a."datePublished" FROM "Article" a WHERE a."id" = r."articleId" AND a."datePublished" IS NOT NULL;
CREATE FUNCTION article_date_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE "ArticleEntity" SET "articleDate" = NEW."datePublished" WHERE "articleId" = NEW."id";
  UPDATE "Citation" SET "articleDate" = NEW."datePublished" WHERE "articleId" = NEW."id";
  UPDATE "EntityMention" SET "articleDate" = NEW."datePublished" WHERE "articleId" = NEW."id";
  UPDATE "Quote" SET "articleDate" = NEW."datePublished" WHERE "articleId" = NEW."id";
  RETURN NULL;
END $$;
CREATE TRIGGER article_date_changed AFTER UPDATE ON "Article"
  FOR EACH ROW WHEN (OLD."datePublished" IS DISTINCT FROM NEW."datePublished") EXECUTE FUNCTION article_date_changed();

-- Whoever inserts links sets this, too.
DROP TRIGGER link_visibility ON "ArticleEntity";
DROP FUNCTION link_visibility();

CREATE INDEX "Article_publisherId_newest_idx" ON "Article"("publisherId", (coalesce("datePublished", timestamptz '-infinity')) DESC, "id" DESC);
CREATE INDEX "ArticleEntity_entityId_newest_idx" ON "ArticleEntity"("entityId", (coalesce("articleDate", timestamptz '-infinity')) DESC, "articleId" DESC)
  WHERE "isVisible";
CREATE INDEX "Citation_sourceId_newest_idx"
  ON "Citation"("sourceId", (coalesce("articleDate", timestamptz '-infinity')) DESC, "articleId" DESC, "start", "id");
CREATE INDEX "EntityMention_entityId_newest_idx"
  ON "EntityMention"("entityId", (coalesce("articleDate", timestamptz '-infinity')) DESC, "articleId" DESC, "start", "id");
CREATE INDEX "Quote_speakerId_newest_idx"
  ON "Quote"("speakerId", (coalesce("articleDate", timestamptz '-infinity')) DESC, "articleId" DESC, "start", "id");
CREATE INDEX "Quote_newest_idx"
  ON "Quote"((coalesce("articleDate", timestamptz '-infinity')) DESC, "articleId" DESC, "start", "id") WHERE NOT "isRejected";
