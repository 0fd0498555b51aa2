-- AlterEnum
ALTER TYPE "CorrectionAction" ADD VALUE 'MERGE_ENTITIES';
ALTER TYPE "CorrectionAction" ADD VALUE 'SPLIT_ENTITY';
ALTER TYPE "CorrectionAction" ADD VALUE 'SET_ENTITY_TYPE';
ALTER TYPE "CorrectionAction" ADD VALUE 'SET_QUOTE_SPEAKER';
ALTER TYPE "CorrectionAction" ADD VALUE 'REJECT_QUOTE';

-- AlterTable
ALTER TABLE "ArticleEntity" ADD COLUMN     "via" UUID[] DEFAULT ARRAY[]::UUID[];

-- AlterTable
ALTER TABLE "Correction" ADD COLUMN     "entityType" "EntityType",
ADD COLUMN     "mentionIds" UUID[] DEFAULT ARRAY[]::UUID[],
ADD COLUMN     "otherEntityId" UUID,
ADD COLUMN     "quoteId" UUID;

-- AlterTable
ALTER TABLE "Entity" ADD COLUMN     "foundType" "EntityType",
ADD COLUMN     "mergedIntoId" UUID;

-- CreateTable
CREATE TABLE "ArticleExtraction" (
    "articleId" UUID NOT NULL,
    "extraction" JSONB NOT NULL,

    CONSTRAINT "ArticleExtraction_pkey" PRIMARY KEY ("articleId")
);

-- CreateTable
CREATE TABLE "ArticleSource" (
    "articleId" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "sourceId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "aliases" TEXT[],
    "kind" "SourceKind" NOT NULL,
    "entityId" UUID,
    "isMerged" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "ArticleSource_pkey" PRIMARY KEY ("articleId","position")
);

-- CreateIndex
CREATE INDEX "ArticleSource_sourceId_idx" ON "ArticleSource"("sourceId");

-- CreateIndex
CREATE INDEX "ArticleSource_entityId_idx" ON "ArticleSource"("entityId");

-- CreateIndex
CREATE INDEX "ArticleEntity_via_idx" ON "ArticleEntity" USING GIN ("via");

-- CreateIndex
CREATE INDEX "Correction_otherEntityId_idx" ON "Correction"("otherEntityId");

-- CreateIndex
CREATE INDEX "Correction_quoteId_idx" ON "Correction"("quoteId");

-- CreateIndex
CREATE INDEX "Correction_mentionIds_idx" ON "Correction" USING GIN ("mentionIds");

-- CreateIndex
CREATE INDEX "Entity_mergedIntoId_idx" ON "Entity"("mergedIntoId");

-- AddForeignKey
ALTER TABLE "Entity" ADD CONSTRAINT "Entity_mergedIntoId_fkey" FOREIGN KEY ("mergedIntoId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Correction" ADD CONSTRAINT "Correction_otherEntityId_fkey" FOREIGN KEY ("otherEntityId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleExtraction" ADD CONSTRAINT "ArticleExtraction_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleSource" ADD CONSTRAINT "ArticleSource_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleSource" ADD CONSTRAINT "ArticleSource_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleSource" ADD CONSTRAINT "ArticleSource_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- By hand: corrections are applied to the machine's answer, which was not kept until now. What has been read is to be read
-- again (`newsgraph reextract`).
UPDATE "Document" SET "extractorVersion" = "extractorVersion" || ' (answer not kept)' WHERE "isPrimary";
