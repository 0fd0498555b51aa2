-- CreateEnum
CREATE TYPE "EventOutcome" AS ENUM ('CREATED', 'UPDATED');

-- AlterTable
ALTER TABLE "Corpus" ADD COLUMN     "lastEvent" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "ArticleVersion" (
    "id" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "replacedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "headline" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "wasVisible" BOOLEAN NOT NULL,
    "quotes" JSONB NOT NULL,
    "changes" JSONB NOT NULL,

    CONSTRAINT "ArticleVersion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Tombstone" (
    "id" UUID NOT NULL,
    "articleId" UUID NOT NULL,
    "headline" TEXT NOT NULL,
    "marks" TEXT[],
    "by" TEXT NOT NULL,
    "reason" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "liftedBy" TEXT,
    "liftedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Tombstone_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleEvent" (
    "position" BIGINT NOT NULL,
    "articleId" UUID NOT NULL,
    "outcome" "EventOutcome",
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ArticleEvent_pkey" PRIMARY KEY ("position")
);

-- CreateIndex
CREATE INDEX "ArticleVersion_articleId_replacedAt_id_idx" ON "ArticleVersion"("articleId", "replacedAt", "id");

-- CreateIndex
CREATE UNIQUE INDEX "Tombstone_articleId_key" ON "Tombstone"("articleId");

-- CreateIndex
CREATE INDEX "Tombstone_marks_idx" ON "Tombstone" USING GIN ("marks");

-- AddForeignKey
ALTER TABLE "ArticleVersion" ADD CONSTRAINT "ArticleVersion_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;
