-- CreateTable
CREATE UNLOGGED TABLE "ClientUse" (
    "client" TEXT NOT NULL,
    "window" BIGINT NOT NULL,
    "points" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "ClientUse_pkey" PRIMARY KEY ("client","window")
);

-- CreateIndex
CREATE INDEX "ClientUse_window_idx" ON "ClientUse"("window");
