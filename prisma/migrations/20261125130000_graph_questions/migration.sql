-- DropIndex
DROP INDEX "ArticleEntity_entityId_idx";

-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "copyGroupId" UUID;

-- CreateIndex
CREATE INDEX "Article_copyGroupId_idx" ON "Article"("copyGroupId");

-- CreateIndex
CREATE INDEX "ArticleEntity_entityId_isVisible_articleId_idx" ON "ArticleEntity"("entityId", "isVisible", "articleId");
