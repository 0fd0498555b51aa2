-- CreateEnum
CREATE TYPE "DocumentFormat" AS ENUM ('TEXT', 'HTML', 'JSON_LD', 'NINJS', 'FEED');

-- CreateEnum
CREATE TYPE "FieldBasis" AS ENUM ('STATED', 'URL', 'FIRST_SENTENCE', 'FEED', 'METADATA', 'DATELINE');

-- CreateEnum
CREATE TYPE "DatePrecision" AS ENUM ('YEAR', 'MONTH', 'DAY', 'MINUTE', 'SECOND');

-- CreateEnum
CREATE TYPE "PubStatus" AS ENUM ('USABLE', 'WITHHELD', 'CANCELED');

-- CreateEnum
CREATE TYPE "EntityType" AS ENUM ('PERSON', 'ORGANIZATION', 'PLACE', 'EVENT', 'GROUP', 'PRODUCT', 'WORK');

-- CreateEnum
CREATE TYPE "MentionType" AS ENUM ('NAME', 'NOMINAL', 'PRONOUN');

-- CreateEnum
CREATE TYPE "QuoteType" AS ENUM ('DIRECT', 'MIXED', 'INDIRECT');

-- CreateEnum
CREATE TYPE "AbstentionReason" AS ENUM ('NO_CANDIDATE', 'AMBIGUOUS', 'UNRESOLVED_PRONOUN', 'UNNAMED_SPEAKER');

-- CreateEnum
CREATE TYPE "SourceKind" AS ENUM ('NEWS_OUTLET', 'NEWS_AGENCY', 'ORGANIZATION', 'PERSON', 'GROUP', 'DOCUMENT');

-- CreateTable
CREATE TABLE "Corpus" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "revision" BIGINT NOT NULL DEFAULT 0,
    "seeding" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Corpus_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Article" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "headline" TEXT NOT NULL,
    "headlineBasis" "FieldBasis" NOT NULL,
    "body" TEXT NOT NULL,
    "description" TEXT,
    "url" TEXT,
    "datePublished" TIMESTAMPTZ(3),
    "datePublishedPrecision" "DatePrecision",
    "datePublishedBasis" "FieldBasis",
    "dateModified" TIMESTAMPTZ(3),
    "inLanguage" TEXT NOT NULL,
    "articleSection" TEXT,
    "byline" TEXT,
    "authors" TEXT[],
    "image" TEXT,
    "wordCount" INTEGER NOT NULL,
    "isTruncated" BOOLEAN NOT NULL DEFAULT false,
    "pubStatus" "PubStatus" NOT NULL DEFAULT 'USABLE',
    "embargoedUntil" TIMESTAMPTZ(3),
    "ingestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "publisherId" UUID,

    CONSTRAINT "Article_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Document" (
    "id" UUID NOT NULL,
    "uri" TEXT NOT NULL,
    "format" "DocumentFormat" NOT NULL,
    "sha256" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "extractorVersion" TEXT NOT NULL,
    "problems" JSONB NOT NULL DEFAULT '[]',
    "ingestedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "isPrimary" BOOLEAN NOT NULL,
    "articleId" UUID NOT NULL,

    CONSTRAINT "Document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Entity" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" "EntityType" NOT NULL,
    "countryCode" TEXT,
    "latitude" DOUBLE PRECISION,
    "longitude" DOUBLE PRECISION,
    "sameAs" TEXT[],

    CONSTRAINT "Entity_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ArticleEntity" (
    "articleId" UUID NOT NULL,
    "entityId" UUID NOT NULL,
    "mentionCount" INTEGER NOT NULL,
    "salience" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "ArticleEntity_pkey" PRIMARY KEY ("articleId","entityId")
);

-- CreateTable
CREATE TABLE "EntityName" (
    "articleId" UUID NOT NULL,
    "entityId" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "normalized" TEXT NOT NULL,

    CONSTRAINT "EntityName_pkey" PRIMARY KEY ("articleId","entityId","name")
);

-- CreateTable
CREATE TABLE "EntityMention" (
    "id" UUID NOT NULL,
    "mentionType" "MentionType" NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "exact" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "suffix" TEXT NOT NULL,
    "articleId" UUID NOT NULL,
    "entityId" UUID NOT NULL,

    CONSTRAINT "EntityMention_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Quote" (
    "id" UUID NOT NULL,
    "quoteType" "QuoteType" NOT NULL,
    "content" TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "exact" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "suffix" TEXT NOT NULL,
    "stretches" JSONB NOT NULL,
    "speakerText" TEXT,
    "speakerAnchor" JSONB,
    "cue" TEXT,
    "cueAnchor" JSONB,
    "method" TEXT NOT NULL,
    "confidence" DOUBLE PRECISION NOT NULL,
    "abstained" "AbstentionReason",
    "evidence" JSONB NOT NULL,
    "articleId" UUID NOT NULL,
    "speakerId" UUID,
    "addresseeId" UUID,
    "citationId" UUID,

    CONSTRAINT "Quote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Source" (
    "id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "SourceKind" NOT NULL,
    "domain" TEXT,
    "aliases" TEXT[],
    "normalizedNames" TEXT[],
    "label" TEXT NOT NULL,
    "entityId" UUID,

    CONSTRAINT "Source_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Citation" (
    "id" UUID NOT NULL,
    "kind" "SourceKind" NOT NULL,
    "start" INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    "exact" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "suffix" TEXT NOT NULL,
    "cue" TEXT,
    "isNamed" BOOLEAN NOT NULL,
    "articleId" UUID NOT NULL,
    "sourceId" UUID,
    "viaId" UUID,

    CONSTRAINT "Citation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Article_key_key" ON "Article"("key");

-- CreateIndex
CREATE INDEX "Article_publisherId_idx" ON "Article"("publisherId");

-- CreateIndex
CREATE UNIQUE INDEX "Document_uri_key" ON "Document"("uri");

-- CreateIndex
CREATE INDEX "Document_articleId_idx" ON "Document"("articleId");

-- CreateIndex
CREATE INDEX "Document_extractorVersion_idx" ON "Document"("extractorVersion");

-- CreateIndex
CREATE UNIQUE INDEX "Entity_key_key" ON "Entity"("key");

-- CreateIndex
CREATE INDEX "Entity_name_id_idx" ON "Entity"("name", "id");

-- CreateIndex
CREATE INDEX "ArticleEntity_entityId_idx" ON "ArticleEntity"("entityId");

-- CreateIndex
CREATE INDEX "EntityName_entityId_idx" ON "EntityName"("entityId");

-- CreateIndex
CREATE INDEX "EntityName_normalized_idx" ON "EntityName"("normalized");

-- CreateIndex
CREATE INDEX "EntityMention_entityId_idx" ON "EntityMention"("entityId");

-- CreateIndex
CREATE UNIQUE INDEX "EntityMention_articleId_start_end_key" ON "EntityMention"("articleId", "start", "end");

-- CreateIndex
CREATE INDEX "Quote_speakerId_idx" ON "Quote"("speakerId");

-- CreateIndex
CREATE INDEX "Quote_addresseeId_idx" ON "Quote"("addresseeId");

-- CreateIndex
CREATE INDEX "Quote_citationId_idx" ON "Quote"("citationId");

-- CreateIndex
CREATE UNIQUE INDEX "Quote_articleId_start_end_key" ON "Quote"("articleId", "start", "end");

-- CreateIndex
CREATE UNIQUE INDEX "Source_key_key" ON "Source"("key");

-- CreateIndex
CREATE UNIQUE INDEX "Source_domain_key" ON "Source"("domain");

-- CreateIndex
CREATE INDEX "Source_entityId_idx" ON "Source"("entityId");

-- CreateIndex
CREATE INDEX "Source_name_id_idx" ON "Source"("name", "id");

-- CreateIndex
CREATE INDEX "Source_normalizedNames_idx" ON "Source" USING GIN ("normalizedNames");

-- CreateIndex
CREATE INDEX "Source_label_idx" ON "Source"("label");

-- CreateIndex
CREATE INDEX "Citation_sourceId_idx" ON "Citation"("sourceId");

-- CreateIndex
CREATE INDEX "Citation_viaId_idx" ON "Citation"("viaId");

-- CreateIndex
CREATE UNIQUE INDEX "Citation_articleId_start_end_key" ON "Citation"("articleId", "start", "end");

-- AddForeignKey
ALTER TABLE "Article" ADD CONSTRAINT "Article_publisherId_fkey" FOREIGN KEY ("publisherId") REFERENCES "Source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Document" ADD CONSTRAINT "Document_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleEntity" ADD CONSTRAINT "ArticleEntity_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArticleEntity" ADD CONSTRAINT "ArticleEntity_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntityName" ADD CONSTRAINT "EntityName_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntityName" ADD CONSTRAINT "EntityName_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntityMention" ADD CONSTRAINT "EntityMention_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "EntityMention" ADD CONSTRAINT "EntityMention_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_speakerId_fkey" FOREIGN KEY ("speakerId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_addresseeId_fkey" FOREIGN KEY ("addresseeId") REFERENCES "Source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Quote" ADD CONSTRAINT "Quote_citationId_fkey" FOREIGN KEY ("citationId") REFERENCES "Citation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Source" ADD CONSTRAINT "Source_entityId_fkey" FOREIGN KEY ("entityId") REFERENCES "Entity"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Citation" ADD CONSTRAINT "Citation_articleId_fkey" FOREIGN KEY ("articleId") REFERENCES "Article"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Citation" ADD CONSTRAINT "Citation_sourceId_fkey" FOREIGN KEY ("sourceId") REFERENCES "Source"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Citation" ADD CONSTRAINT "Citation_viaId_fkey" FOREIGN KEY ("viaId") REFERENCES "Source"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- By hand from here: Prisma's schema language has no indexes on expressions.

-- The default order of articles: newest first, undated last, ties broken by id.
CREATE INDEX "Article_newest_idx" ON "Article" ((coalesce("datePublished", timestamptz '-infinity')) DESC, "id" DESC);

-- The one row that holds the corpus revision.
INSERT INTO "Corpus" ("id", "revision") VALUES (1, 0);
