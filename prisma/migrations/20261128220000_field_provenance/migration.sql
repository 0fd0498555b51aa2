-- AlterTable
ALTER TABLE "Article" ADD COLUMN     "provenance" JSONB NOT NULL DEFAULT '[]';
