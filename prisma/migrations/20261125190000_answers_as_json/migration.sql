-- By hand: Prisma would drop the column. Nobody asks the database for a part of an answer: as it came it is cheaper to store than
-- taken apart, and the copy that is parsed is this process's.
ALTER TABLE "ArticleExtraction" ALTER COLUMN "extraction" SET DATA TYPE JSON USING "extraction"::json;
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_settings WHERE name = 'default_toast_compression' AND 'lz4' = ANY(enumvals)) THEN
    ALTER TABLE "ArticleExtraction" ALTER COLUMN "extraction" SET COMPRESSION lz4;
  END IF;
END $$;
