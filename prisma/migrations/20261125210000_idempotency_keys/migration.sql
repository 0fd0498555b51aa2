-- CreateTable
CREATE TABLE "IdempotencyKey" (
    "by" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request" TEXT NOT NULL,
    "receipts" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "IdempotencyKey_pkey" PRIMARY KEY ("by","key")
);

-- CreateIndex
CREATE INDEX "IdempotencyKey_at_idx" ON "IdempotencyKey"("at");
