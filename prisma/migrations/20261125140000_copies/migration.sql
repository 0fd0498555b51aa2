-- AlterTable
ALTER TABLE "Article" ADD COLUMN IF NOT EXISTS "copyGroupId" UUID,
ADD COLUMN     "shingleCount" INTEGER;

-- CreateTable
CREATE TABLE "SketchHash" (
    "hash" INTEGER NOT NULL,
    "articleId" UUID NOT NULL,

    CONSTRAINT "SketchHash_pkey" PRIMARY KEY ("hash","articleId")
);

-- CreateTable
CREATE TABLE "CopyPair" (
    "articleId" UUID NOT NULL,
    "copyId" UUID NOT NULL,
    "similarity" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "CopyPair_pkey" PRIMARY KEY ("articleId","copyId")
);

-- CreateIndex
CREATE INDEX "SketchHash_articleId_idx" ON "SketchHash"("articleId");

-- CreateIndex
CREATE INDEX "CopyPair_copyId_idx" ON "CopyPair"("copyId");

-- CreateIndex
CREATE INDEX IF NOT EXISTS "Article_copyGroupId_idx" ON "Article"("copyGroupId");

-- AddForeignKey
ALTER TABLE "SketchHash" ADD CONSTRAINT "SketchHash_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CopyPair" ADD CONSTRAINT "CopyPair_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "CopyPair" ADD CONSTRAINT "CopyPair_copyId_fkey" FOREIGN KEY ("copyId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By hand from here on.

-- Groups are the connected components of the pairs, each called by its least article. A pair that comes joins two of them: what
-- changes is the article that is new to a group, hardly ever all of it.
CREATE FUNCTION join_copies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pair record;
  one uuid;
  other uuid;
BEGIN
  FOR pair IN SELECT "articleId", "copyId" FROM added WHERE "articleId" < "copyId" ORDER BY 1, 2 LOOP
    SELECT coalesce("copyGroupId", "id") INTO one FROM "Article" WHERE "id" = pair."articleId";
    SELECT coalesce("copyGroupId", "id") INTO other FROM "Article" WHERE "id" = pair."copyId";
    CONTINUE WHEN one = other;
    UPDATE "Article" SET "copyGroupId" = least(one, other)
    WHERE ("id" IN (pair."articleId", pair."copyId") OR "copyGroupId" IN (one, other))
      AND "copyGroupId" IS DISTINCT FROM least(one, other);
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER join_copies AFTER INSERT ON "CopyPair"
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION join_copies();

-- A pair that goes, with its article or by itself, may part a group: what can still be reached from each end is one.
CREATE FUNCTION part_copies() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  pending uuid[] := ARRAY(SELECT "articleId" FROM removed UNION SELECT "copyId" FROM removed);
  members uuid[];
  least_member uuid;
BEGIN
  IF cardinality(pending) = 0 THEN RETURN NULL; END IF;
  -- The lock of those who look for copies: what is reached must not change meanwhile.
  PERFORM pg_advisory_xact_lock(hashtextextended('copies', 0));
  WHILE cardinality(pending) > 0 LOOP
    members := ARRAY(
      WITH RECURSIVE reached(id) AS (
        SELECT pending[1] UNION SELECT p."copyId" FROM reached r JOIN "CopyPair" p ON p."articleId" = r.id)
      SELECT a."id" FROM reached r JOIN "Article" a ON a."id" = r.id ORDER BY 1);
    least_member := CASE WHEN cardinality(members) > 1 THEN members[1] END;
    UPDATE "Article" SET "copyGroupId" = least_member
    WHERE "id" = ANY(members) AND "copyGroupId" IS DISTINCT FROM least_member;
    pending := ARRAY(SELECT unnest(pending[2:]) EXCEPT SELECT unnest(members));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER part_copies AFTER DELETE ON "CopyPair"
  REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION part_copies();
