-- CreateEnum
CREATE TYPE "IngestJobState" AS ENUM ('QUEUED', 'RUNNING', 'RETRYING', 'DONE', 'DEAD', 'DISCARDED');

-- CreateTable
CREATE TABLE "IngestJob" (
    "id" UUID NOT NULL,
    "state" "IngestJobState" NOT NULL DEFAULT 'QUEUED',
    "uri" TEXT NOT NULL,
    "format" "DocumentFormat",
    "contentType" TEXT,
    "bytes" BYTEA,
    "size" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "idempotencyKey" TEXT,
    "request" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "error" TEXT,
    "receipts" JSON,
    "queuedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "retryAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "IngestJob_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "IngestBacklog" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "jobs" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,

    CONSTRAINT "IngestBacklog_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "IngestJob_queuedAt_id_idx" ON "IngestJob"("queuedAt", "id");

-- CreateIndex
CREATE INDEX "IngestJob_state_queuedAt_id_idx" ON "IngestJob"("state", "queuedAt", "id");

-- CreateIndex
CREATE INDEX "IngestJob_finishedAt_idx" ON "IngestJob"("finishedAt");

-- CreateIndex
CREATE UNIQUE INDEX "IngestJob_by_idempotencyKey_key" ON "IngestJob"("by", "idempotencyKey");

INSERT INTO "IngestBacklog" DEFAULT VALUES;

-- The tables of pg-boss 10 (its schema version 24), as `PgBoss.getConstructionPlans('newsgraph_jobs')` gives them, without the transaction
-- around them. Another version of them takes a migration, too: `PgBoss.getMigrationPlans('newsgraph_jobs', '24')`.
CREATE SCHEMA IF NOT EXISTS newsgraph_jobs;
CREATE TYPE newsgraph_jobs.job_state AS ENUM (
  'created',
  'retry',
  'active',
  'completed',
  'cancelled',
  'failed'
);
CREATE TABLE newsgraph_jobs.version (
  version int primary key,
  maintained_on timestamp with time zone,
  cron_on timestamp with time zone,
  monitored_on timestamp with time zone
);
CREATE TABLE newsgraph_jobs.queue (
  name text,
  policy text,
  retry_limit int,
  retry_delay int,
  retry_backoff bool,
  expire_seconds int,
  retention_minutes int,
  dead_letter text REFERENCES newsgraph_jobs.queue (name),
  partition_name text,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
CREATE TABLE newsgraph_jobs.schedule (
  name text REFERENCES newsgraph_jobs.queue ON DELETE CASCADE,
  cron text not null,
  timezone text,
  data jsonb,
  options jsonb,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY (name)
);
CREATE TABLE newsgraph_jobs.subscription (
  event text not null,
  name text not null REFERENCES newsgraph_jobs.queue ON DELETE CASCADE,
  created_on timestamp with time zone not null default now(),
  updated_on timestamp with time zone not null default now(),
  PRIMARY KEY(event, name)
);
CREATE TABLE newsgraph_jobs.job (
  id uuid not null default gen_random_uuid(),
  name text not null,
  priority integer not null default(0),
  data jsonb,
  state newsgraph_jobs.job_state not null default('created'),
  retry_limit integer not null default(2),
  retry_count integer not null default(0),
  retry_delay integer not null default(0),
  retry_backoff boolean not null default false,
  start_after timestamp with time zone not null default now(),
  started_on timestamp with time zone,
  singleton_key text,
  singleton_on timestamp without time zone,
  expire_in interval not null default interval '15 minutes',
  created_on timestamp with time zone not null default now(),
  completed_on timestamp with time zone,
  keep_until timestamp with time zone NOT NULL default now() + interval '14 days',
  output jsonb,
  dead_letter text,
  policy text
) PARTITION BY LIST (name);
ALTER TABLE newsgraph_jobs.job ADD PRIMARY KEY (name, id);
CREATE TABLE newsgraph_jobs.archive (LIKE newsgraph_jobs.job);
ALTER TABLE newsgraph_jobs.archive ADD PRIMARY KEY (name, id);
ALTER TABLE newsgraph_jobs.archive ADD archived_on timestamptz NOT NULL DEFAULT now();
CREATE INDEX archive_i1 ON newsgraph_jobs.archive(archived_on);
CREATE FUNCTION newsgraph_jobs.create_queue(queue_name text, options json)
RETURNS VOID AS
$$
DECLARE
  table_name varchar := 'j' || encode(sha224(queue_name::bytea), 'hex');
  queue_created_on timestamptz;
BEGIN
  WITH q as (
  INSERT INTO newsgraph_jobs.queue (
    name,
    policy,
    retry_limit,
    retry_delay,
    retry_backoff,
    expire_seconds,
    retention_minutes,
    dead_letter,
    partition_name
  )
  VALUES (
    queue_name,
    options->>'policy',
    (options->>'retryLimit')::int,
    (options->>'retryDelay')::int,
    (options->>'retryBackoff')::bool,
    (options->>'expireInSeconds')::int,
    (options->>'retentionMinutes')::int,
    options->>'deadLetter',
    table_name
  )
  ON CONFLICT DO NOTHING
  RETURNING created_on
  )
  SELECT created_on into queue_created_on from q;
  IF queue_created_on IS NULL THEN
    RETURN;
  END IF;
  EXECUTE format('CREATE TABLE newsgraph_jobs.%I (LIKE newsgraph_jobs.job INCLUDING DEFAULTS)', table_name);
  EXECUTE format('ALTER TABLE newsgraph_jobs.%1$I ADD PRIMARY KEY (name, id)', table_name);
  EXECUTE format('ALTER TABLE newsgraph_jobs.%1$I ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES newsgraph_jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('ALTER TABLE newsgraph_jobs.%1$I ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES newsgraph_jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i1 ON newsgraph_jobs.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''created'' AND policy = ''short''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i2 ON newsgraph_jobs.%1$I (name, COALESCE(singleton_key, '''')) WHERE state = ''active'' AND policy = ''singleton''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i3 ON newsgraph_jobs.%1$I (name, state, COALESCE(singleton_key, '''')) WHERE state <= ''active'' AND policy = ''stately''', table_name);
  EXECUTE format('CREATE UNIQUE INDEX %1$s_i4 ON newsgraph_jobs.%1$I (name, singleton_on, COALESCE(singleton_key, '''')) WHERE state <> ''cancelled'' AND singleton_on IS NOT NULL', table_name);
  EXECUTE format('CREATE INDEX %1$s_i5 ON newsgraph_jobs.%1$I (name, start_after) INCLUDE (priority, created_on, id) WHERE state < ''active''', table_name);
  EXECUTE format('ALTER TABLE newsgraph_jobs.%I ADD CONSTRAINT cjc CHECK (name=%L)', table_name, queue_name);
  EXECUTE format('ALTER TABLE newsgraph_jobs.job ATTACH PARTITION newsgraph_jobs.%I FOR VALUES IN (%L)', table_name, queue_name);
END;
$$
LANGUAGE plpgsql;
CREATE FUNCTION newsgraph_jobs.delete_queue(queue_name text)
RETURNS VOID AS
$$
DECLARE
  table_name varchar;
BEGIN
  WITH deleted as (
    DELETE FROM newsgraph_jobs.queue
    WHERE name = queue_name
    RETURNING partition_name
  )
  SELECT partition_name from deleted INTO table_name;
  EXECUTE format('DROP TABLE IF EXISTS newsgraph_jobs.%I', table_name);
END;
$$
LANGUAGE plpgsql;
INSERT INTO newsgraph_jobs.version(version) VALUES ('24');

SELECT newsgraph_jobs.create_queue('ingest', '{"policy": "standard"}');
