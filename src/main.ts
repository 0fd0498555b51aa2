/** Puts the pieces together: what the commands of `cli.ts` stand on. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import type { Receipt } from './domain/receipt.ts';
import { readQuality } from './extract/quality.ts';
import { toGraphQLError } from './graphql/errors.ts';
import { EXAMPLE_QUERIES } from './graphql/examples.ts';
import { createExecutor } from './graphql/executor.ts';
import { schema } from './graphql/schema.ts';
import { createExtractionWorkers } from './ingest/extraction-workers.ts';
import { findDocuments } from './ingest/find-documents.ts';
import type { Ingest } from './ingest/ingest.ts';
import { createIngest } from './ingest/ingest.ts';
import { createKeyCheck } from './server/api-keys.ts';
import { createGateway } from './server/gateway.ts';
import type { Listening } from './server/listen.ts';
import { listen } from './server/listen.ts';
import type { ArticleStore } from './storage/article-store.ts';
import { createArticleStore } from './storage/article-store.ts';
import type { CorrectionStore } from './storage/correction-store.ts';
import { createCorrectionStore } from './storage/correction-store.ts';
import { measureCost } from './storage/cost.ts';
import { acquireDataDir } from './storage/data-dir-lock.ts';
import type { Database } from './storage/database.ts';
import { openEmbedded, openServer } from './storage/database.ts';
import { createEventFeed } from './storage/event-feed.ts';
import { createReader } from './storage/read/reader.ts';
import { createTombstoneStore } from './storage/tombstone-store.ts';

/** The documents that an empty database is given. */
export const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url));

/** How late an article may come when its embargo is over. */
const EMBARGO_CHECK_MS = 1_000;

/** An open corpus, embedded or on a server, and the way into it. */
export interface OpenCorpus {
  readonly database: Database;
  readonly store: ArticleStore;
  readonly ingest: Ingest;
  readonly corrections: CorrectionStore;
  close(): Promise<void>;
}

/**
 * Opens the corpus that the configuration names, and applies the migrations it lacks.
 * @param command what the process is doing, for whoever finds the data folder taken
 * @throws DataDirInUse when another process owns the embedded database
 */
export async function openCorpus(config: Config, command: string, logger: Logger): Promise<OpenCorpus> {
  const { database, release } = await openDatabase(config, command);
  const store = createArticleStore(database.prisma);
  const workers = createExtractionWorkers();
  const ingest = createIngest({
    store,
    workers,
    maxBytes: config.maxDocumentBytes,
    onFault: (uri, error) => logger.error({ uri, err: error }, 'document not taken in'),
  });
  return {
    database,
    store,
    ingest,
    corrections: createCorrectionStore(database.prisma),
    async close() {
      await workers.close();
      await database.close();
      await release();
    },
  };
}

async function openDatabase(
  config: Config,
  command: string,
): Promise<{ database: Database; release: () => Promise<void> }> {
  if (config.databaseUrl !== null) {
    return {
      database: await openServer({ url: config.databaseUrl, poolSize: config.databasePoolSize }),
      release: async () => {},
    };
  }
  const lock = await acquireDataDir(config.dataDir, { command });
  try {
    const database = await openEmbedded({ dataDir: join(config.dataDir, 'pg') });
    return { database, release: () => lock.release() };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

/** Takes in all that the paths hold; what cannot be read gets its receipt, too. */
export function ingestPaths(
  { ingest }: OpenCorpus,
  paths: readonly string[],
  { dryRun }: { dryRun: boolean; maxBytes?: number },
): AsyncGenerator<Receipt> {
  return ingest.ingestAll(findDocuments(paths), { dryRun });
}

/** Serves an open corpus over HTTP; closing stops the server first, then leaves the corpus to its owner. */
export async function serve(
  { database, ingest, store, corrections }: OpenCorpus,
  config: Config,
  logger: Logger,
): Promise<Listening> {
  const reader = createReader(database.prisma);
  const quality = readQuality();
  const tombstones = createTombstoneStore(database.prisma);
  const callerOf = createKeyCheck(config.apiKeys);
  const watch = database.watch();
  const events = createEventFeed(database.prisma, reader, watch.onChange);
  let isDraining = false;
  const gateway = createGateway({
    schema,
    createContext: (authorization) => ({
      reader,
      ingest,
      corrections,
      tombstones,
      events,
      key: callerOf(authorization),
      maxNodes: config.maxNodes,
      quality,
    }),
    isReady: async () => !isDraining && (await database.isAlive()),
    logger,
    options: {
      production: config.nodeEnv === 'production',
      corsOrigins: config.corsOrigins,
      maxDepth: config.maxDepth,
      publicUrl: config.publicUrl,
    },
    toGraphQLError,
    executorOf: (otherwise) => createExecutor(schema, otherwise),
    // As JSON has it: each line end and quotation mark takes a byte more.
    documentBytes: (request) =>
      callerOf(request.headers.get('authorization')) === null ? 0 : 2 * config.maxDocumentBytes,
    cache: {
      maxBytes: config.responseCacheBytes,
      watch,
      scopeOf: (authorization) => callerOf(authorization)?.scope ?? '',
    },
    measure: measureCost,
    examples: EXAMPLE_QUERIES,
  });
  const listening = await listen(gateway, { port: config.port, host: config.host });
  const embargoes = setInterval(() => {
    store.releaseEmbargoes().catch((error: unknown) => logger.error({ err: error }, 'embargoes not looked at'));
  }, EMBARGO_CHECK_MS);
  return {
    ...listening,
    async close() {
      isDraining = true;
      clearInterval(embargoes);
      // They never end by themselves.
      events.close();
      await listening.close();
      await gateway.dispose();
      await watch.close();
    },
  };
}
