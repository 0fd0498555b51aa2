/** The gateway, put together of its pieces. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { mayDo } from './domain/api-key.ts';
import type { IngestJob } from './domain/ingest-job.ts';
import type { Receipt } from './domain/receipt.ts';
import type { ExportOptions } from './export/export-articles.ts';
import { exportArticles } from './export/export-articles.ts';
import { readQuality } from './extract/quality.ts';
import { toGraphQLError } from './graphql/errors.ts';
import { EXAMPLE_QUERIES } from './graphql/examples.ts';
import { createExecutor } from './graphql/executor.ts';
import { toGlobalId } from './graphql/global-id.ts';
import { createCostOf } from './graphql/operation-cost.ts';
import { schema } from './graphql/schema.ts';
import type { Ingest } from './ingest/ingest.ts';
import { startJobWorkers } from './ingest/job-workers.ts';
import { createIngestQueue } from './ingest/queue-document.ts';
import { takeOnce } from './ingest/take-once.ts';
import type { OpenCorpus, OpenPort } from './open-corpus.ts';
import { openPort } from './open-corpus.ts';
import { KeyRing } from './server/api-keys.ts';
import { parseWithinLimits } from './server/document-limits.ts';
import { createGateway } from './server/gateway.ts';
import { createIdentify } from './server/identify.ts';
import type { Listening } from './server/listen.ts';
import { Metrics } from './server/metrics.ts';
import { RateLimit } from './server/rate-limit.ts';
import { readReadingRoom } from './server/reading-room.ts';
import { createTokenCheck } from './server/tokens.ts';
import { collectOperations, readManifest, writeManifest } from './server/trusted-documents.ts';
import { isWorker, metricsOfAll } from './server/workers.ts';
import { measureCost } from './storage/cost.ts';
import { createEventFeed } from './storage/event-feed.ts';
import { createIdempotencyStore } from './storage/idempotency-store.ts';
import { createJobStore } from './storage/job-store.ts';
import { createKeyStore } from './storage/key-store.ts';
import { createRateStore } from './storage/rate-store.ts';
import { createReader } from './storage/read/reader.ts';
import { createTombstoneStore } from './storage/tombstone-store.ts';

/** Where the reading room is built, for this file and for what is compiled of it. */
const READING_ROOM = fileURLToPath(new URL('../dist/web', import.meta.url));

/** How late a key that was made or revoked is heard of. */
const KEYS_CHECK_MS = 2_000;

/** How long whoever has opened a socket may take to say who he is, as long as the header of a request may take. */
const MOST_INIT_MS = 10_000;

/** How long a job may still be worked on when the process was told to end: then another does it again. */
const JOBS_GRACE_MS = 10_000;

/** How late an article may come when its embargo is over. */
const EMBARGO_CHECK_MS = 1_000;

/** The articles of an open corpus as text, one piece after the other. @throws as `exportArticles` */
export async function* exportCorpus({ database }: OpenCorpus, options: ExportOptions): AsyncGenerator<string> {
  yield* exportArticles(createReader(database.prisma), options);
}

/** @throws Error that names the file and says what is wrong with it */
async function readTrusted(path: string | null): Promise<ReadonlyMap<string, string>> {
  if (path === null) return new Map();
  try {
    return readManifest(await readFile(path, 'utf8'));
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(`TRUSTED_DOCUMENTS names ${path}, which cannot be used. ${message}`, { cause: error });
  }
}

/** Suffixes of files that hold operations. */
const OPERATION_FILE = /\.(?:graphql|gql)$/;

/**
 * The manifest of the operations in files and folders, and what is wrong with them.
 * @returns the manifest as text; problems, a sentence each
 */
export async function makeManifest(paths: readonly string[], config: Config) {
  const files = (await Promise.all(paths.map(operationFilesIn))).flat().sort();
  const read = await Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
  const { operations, problems } = collectOperations(read, schema, (text) => parseWithinLimits(text, config.limits));
  return { manifest: writeManifest(operations), count: operations.length, problems };
}

async function operationFilesIn(path: string): Promise<string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path, { recursive: true });
  return names.filter((name) => OPERATION_FILE.test(name)).map((name) => join(path, name));
}

/**
 * Serves an open corpus over HTTP; closing stops the server first, then leaves the corpus to its owner.
 * @param open where; left out: the port is opened when all else is ready
 */
export async function serve(
  { database, ingest, store, corrections }: OpenCorpus,
  config: Config,
  plainLogger: Logger,
  open?: OpenPort,
): Promise<Listening> {
  // Loaded where it is asked for only: a gateway without a collector needs none of it.
  const tracing = config.tracing && (await import('./server/tracing.ts')).createTracing(config.tracing);
  const logger = tracing ? tracing.logged(plainLogger) : plainLogger;
  const served = config.isSubgraph ? (await import('./graphql/federation.ts')).subgraphSchema : schema;
  const reader = createReader(database.prisma);
  const quality = readQuality();
  const tombstones = createTombstoneStore(database.prisma);
  const keyStore = createKeyStore(database.prisma);
  const keys = new KeyRing(config.apiKeys);
  const readKeys = async () => keys.replaceStored(await keyStore.inForce());
  await readKeys();
  const watch = database.watch();
  const events = createEventFeed(database.prisma, reader, watch.onChange);
  const rates =
    config.rateLimit > 0
      ? new RateLimit({ pointsPerMinute: config.rateLimit, store: createRateStore(database.prisma), logger })
      : null;
  const metrics = new Metrics();
  database.onStatement(({ milliseconds }) => metrics.statement(milliseconds));
  if (tracing) database.onStatement(({ sql, milliseconds }) => tracing.statement(sql, milliseconds));
  const { servers } = database;
  if (servers) metrics.watchServers(() => servers.health());
  const silenceServers = servers?.onEvent(({ message, isTrouble, server, error }) =>
    logger[isTrouble ? 'warn' : 'info']({ server, ...(error === undefined ? {} : { err: error }) }, message),
  );
  const counted = withReceiptsCounted(ingest, (outcome) => metrics.document(outcome));
  const idempotency = createIdempotencyStore(database.prisma);
  const jobs = createJobStore(database.prisma, { ...config.jobs, leaseSeconds: config.jobs.lease / 1000 });
  const jobWorkers = startJobWorkers({
    ...config.jobs,
    jobs,
    ingest: counted,
    onFault: (error) => logger.error({ err: error }, 'the queue of documents failed'),
    onTried(outcome, job) {
      metrics.tried(outcome);
      logger.info({ outcome, jobId: job?.id, attempt: job?.attempt, uri: job?.uri }, 'queued document');
    },
  });
  const queue = createIngestQueue({ jobs, maxBytes: config.maxDocumentBytes, wake: jobWorkers.wake });
  metrics.watchBacklog(queue.backlog);
  let isDraining = false;
  const gateway = createGateway({
    schema: served,
    identify: createIdentify(keys, config.tokens && createTokenCheck(config.tokens, logger)),
    createContext: (caller, { stop, point, idempotencyKey }) => ({
      // Where statements cannot be cancelled, one that has not begun is not begun.
      reader: createReader(database.prisma, stop, database.servers?.reading(point)),
      ingest: counted,
      queue,
      idempotency,
      idempotencyKey,
      corrections,
      tombstones,
      events,
      key: caller,
      isReadingOpen: config.isReadingOpen,
      maxNodes: config.maxNodes,
      quality,
    }),
    takeIn: {
      maxBytes: config.maxDocumentBytes,
      async takeIn({ name }, sent) {
        const receipts = await takeOnce(counted, idempotency, { ...sent, by: name });
        return receipts.map(receiptForClients);
      },
      queue: {
        add: async ({ name }, sent) => jobForClients(await queue.add({ ...sent, by: name })),
        async find(caller, id) {
          const job = await queue.find(id, mayDo(caller, 'admin') ? null : caller.name);
          return job && jobForClients(job);
        },
      },
    },
    revisionNow: () => database.revisionNow(),
    isReady: async () => !isDraining && (await database.isAlive()),
    details: () => servers && { database: servers.health().map(({ answered, ...health }) => health) },
    logger,
    options: {
      production: config.nodeEnv === 'production',
      corsOrigins: config.corsOrigins,
      isReadingOpen: config.isReadingOpen,
      areMetricsOpen: config.areMetricsOpen,
      limits: { ...config.limits, initTimeout: Math.min(config.bodyTimeout, MOST_INIT_MS) },
      trusted: await readTrusted(config.trustedDocuments),
      isTrustedOnly: config.isTrustedOnly,
      publicUrl: config.publicUrl,
    },
    toGraphQLError,
    executorOf(otherwise) {
      const executor = createExecutor(served, otherwise, (field, ms) => metrics.resolved(`Query.${field}`, ms));
      return tracing ? tracing.traced(executor) : executor;
    },
    tracing,
    ...(database.backUp ? { backUp: database.backUp } : {}),
    metrics,
    ...(isWorker() ? { allMetrics: metricsOfAll } : {}),
    // As JSON has it: each line end and quotation mark takes a byte more.
    documentBytes: (caller) => (mayDo(caller, 'ingest') ? 2 * config.maxDocumentBytes : 0),
    cache: { maxBytes: config.responseCacheBytes, watch },
    costOf: createCostOf(served, config.limits),
    ...(rates ? { rates } : {}),
    measure: measureCost,
    readingRoom: await readReadingRoom(READING_ROOM),
    examples: EXAMPLE_QUERIES,
  });
  const listening = open ?? (await openPort(config));
  listening.entrance.openTo(gateway);
  const embargoes = setInterval(() => {
    store.releaseEmbargoes().catch((error: unknown) => logger.error({ err: error }, 'embargoes not looked at'));
  }, EMBARGO_CHECK_MS);
  const keysCheck = setInterval(() => {
    readKeys().catch((error: unknown) => logger.error({ err: error }, 'keys not looked at'));
  }, KEYS_CHECK_MS);
  return {
    ...listening,
    async close() {
      isDraining = true;
      const jobsClosed = jobWorkers.close(JOBS_GRACE_MS);
      if (config.drainTime > 0) await setTimeout(config.drainTime);
      clearInterval(embargoes);
      clearInterval(keysCheck);
      rates?.close();
      silenceServers?.();
      const closed = listening.close();
      // Streams never end by themselves. After the sockets know that they are closed, so that these tell nobody that all is said.
      events.close();
      await closed;
      await jobsClosed;
      await gateway.dispose();
      await watch.close();
      await tracing?.close();
    },
  };
}

/** A receipt with the ids of articles as GraphQL knows them. */
function receiptForClients(receipt: Receipt) {
  return {
    ...receipt,
    articleId: receipt.articleId && toGlobalId('Article', receipt.articleId),
    copyOf: receipt.copyOf.map((id) => toGlobalId('Article', id)),
  };
}

function jobForClients({ receipts, ...job }: IngestJob) {
  return { ...job, receipts: receipts?.map(receiptForClients) ?? null };
}

/** The same, with a word on each receipt of what was not tried only. */
function withReceiptsCounted(ingest: Ingest, onReceipt: (outcome: string) => void): Ingest {
  return {
    ...ingest,
    async *ingest(raw, options) {
      for await (const receipt of ingest.ingest(raw, options)) {
        if (options?.dryRun !== true) onReceipt(receipt.outcome);
        yield receipt;
      }
    },
  };
}
