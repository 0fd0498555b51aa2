/** Puts the pieces together: what the commands of `cli.ts` stand on. */
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { openFeedStates } from './collect/feed-states.ts';
import { findInputs } from './collect/find-inputs.ts';
import { GatewayAway, sendToGateway } from './collect/gateway-ingest.ts';
import { pollFeeds } from './collect/poll-feeds.ts';
import type { Config } from './config.ts';
import { ConfigError } from './config.ts';
import { mayDo } from './domain/api-key.ts';
import { ClientError } from './domain/client-error.ts';
import type { RawDocument } from './domain/document.ts';
import type { IngestJob } from './domain/ingest-job.ts';
import type { Receipt } from './domain/receipt.ts';
import type { ExportOptions } from './export/export-articles.ts';
import { exportArticles } from './export/export-articles.ts';
import { readQuality } from './extract/quality.ts';
import type { Fetcher } from './fetch/fetcher.ts';
import { createFetcher } from './fetch/fetcher.ts';
import { createRobots } from './fetch/robots.ts';
import { toGraphQLError } from './graphql/errors.ts';
import { EXAMPLE_QUERIES } from './graphql/examples.ts';
import { createExecutor } from './graphql/executor.ts';
import { parseGlobalId, toGlobalId } from './graphql/global-id.ts';
import { createCostOf } from './graphql/operation-cost.ts';
import { schema } from './graphql/schema.ts';
import { createExtractionWorkers } from './ingest/extraction-workers.ts';
import type { FoundDocument } from './ingest/find-documents.ts';
import { findDocuments } from './ingest/find-documents.ts';
import type { Ingest, RunOptions } from './ingest/ingest.ts';
import { createIngest } from './ingest/ingest.ts';
import { startJobWorkers } from './ingest/job-workers.ts';
import { createIngestQueue } from './ingest/queue-document.ts';
import { takeOnce } from './ingest/take-once.ts';
import { KeyRing } from './server/api-keys.ts';
import { parseWithinLimits } from './server/document-limits.ts';
import { Entrance } from './server/entrance.ts';
import { createGateway } from './server/gateway.ts';
import { createIdentify } from './server/identify.ts';
import type { Listening } from './server/listen.ts';
import { listen } from './server/listen.ts';
import { Metrics } from './server/metrics.ts';
import { RateLimit } from './server/rate-limit.ts';
import { readReadingRoom } from './server/reading-room.ts';
import { createTokenCheck } from './server/tokens.ts';
import { collectOperations, readManifest, writeManifest } from './server/trusted-documents.ts';
import { isWorker, metricsOfAll } from './server/workers.ts';
import type { ArticleStore } from './storage/article-store.ts';
import { createArticleStore } from './storage/article-store.ts';
import type { CopiedTable, CopyOptions } from './storage/copy-database.ts';
import { copyDatabase } from './storage/copy-database.ts';
import type { CorrectionStore } from './storage/correction-store.ts';
import { createCorrectionStore } from './storage/correction-store.ts';
import { measureCost } from './storage/cost.ts';
import { acquireDataDir, DataDirInUse } from './storage/data-dir-lock.ts';
import type { Database } from './storage/database.ts';
import { openEmbedded, openServer } from './storage/database.ts';
import { createEventFeed } from './storage/event-feed.ts';
import { createIdempotencyStore } from './storage/idempotency-store.ts';
import { createJobStore } from './storage/job-store.ts';
import type { KeyStore } from './storage/key-store.ts';
import { createKeyStore } from './storage/key-store.ts';
import { createRateStore } from './storage/rate-store.ts';
import { createReader } from './storage/read/reader.ts';
import { createTombstoneStore } from './storage/tombstone-store.ts';

/** The documents that an empty database is given. */
export const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url));

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
  return corpusIn(await takeDatabase(config, command), config, logger);
}

/**
 * The same, with the port of the gateway open meanwhile: a database that has to be migrated may take long, and whoever asks is told to
 * wait. What can be in the way of either is found before.
 * @throws DataDirInUse; Error with a sentence that names the variable to change
 */
export async function openCorpusAndPort(
  config: Config,
  command: string,
  logger: Logger,
): Promise<{ corpus: OpenCorpus; open: OpenPort }> {
  const taken = await takeDatabase(config, command);
  const open = await openPort(config).catch(async (error: unknown) => {
    await taken.release();
    throw error;
  });
  try {
    return { corpus: await corpusIn(taken, config, logger), open };
  } catch (error) {
    await open.close();
    throw error;
  }
}

async function corpusIn(taken: TakenDatabase, config: Config, logger: Logger): Promise<OpenCorpus> {
  const database = await taken.open();
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
      await taken.release();
    },
  };
}

/** The keys that the database holds, for whoever makes and revokes them. @throws DataDirInUse */
export async function openKeys(config: Config, command: string): Promise<{ keys: KeyStore; close(): Promise<void> }> {
  const taken = await takeDatabase(config, command);
  const database = await taken.open();
  return {
    keys: createKeyStore(database.prisma),
    async close() {
      await database.close();
      await taken.release();
    },
  };
}

/**
 * Copies a corpus into an empty database; each is named by its URL or its data folder, the source also by a file that `/backup` gave.
 * @throws DataDirInUse; ClientError and Error with a sentence that says what is in the way
 */
export async function copyCorpus(
  { from, to }: { from: string; to: string },
  config: Config,
  options: CopyOptions,
): Promise<CopiedTable[]> {
  const target = placeOf(to);
  const opened: { database: Database; release(): Promise<void> }[] = [];
  const open = async (place: Place) => {
    // How long a statement may take is for those who ask; each connection here has one task.
    const settings = { ...config, ...place, databaseReplicaUrls: [], statementTimeout: 0, databasePoolSize: 1 };
    const taken = await takeDatabase(settings, 'newsgraph copy');
    const database = await taken.open();
    opened.push({ database, release: () => taken.release() });
    return database;
  };
  const openSource = async () => {
    const source = placeOf(from);
    if (source.databaseUrl !== null || existsSync(join(from, 'pg', 'PG_VERSION'))) return open(source);
    const backup = await readBackup(from);
    const database = await openEmbedded({ template: backup });
    opened.push({ database, release: async () => {} });
    return database;
  };
  try {
    return await copyDatabase(await openSource(), await open(target), options);
  } finally {
    for (const { database, release } of opened) {
      await database.close();
      await release();
    }
  }
}

/** @throws ClientError BAD_USER_INPUT */
async function readBackup(path: string): Promise<Blob> {
  const bytes = await readFile(path).catch(() => new Uint8Array());
  // What every gzipped file begins with.
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return new Blob([new Uint8Array(bytes)], { type: 'application/gzip' });
  throw new ClientError(
    'BAD_USER_INPUT',
    `There is no embedded database in '${path}'. Name the folder that DATA_DIR names, a file that /backup gave, or the URL of a PostgreSQL server.`,
  );
}

type Place = Pick<Config, 'databaseUrl' | 'dataDir'>;

function placeOf(text: string): Place {
  if (!/^[a-z][a-z\d+.-]+:\/\//i.test(text)) return { databaseUrl: null, dataDir: text };
  if (/^postgres(?:ql)?:/.test(text) && URL.canParse(text)) return { databaseUrl: text, dataDir: '' };
  throw new ClientError(
    'BAD_USER_INPUT',
    'A database is named by postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or by the folder of an embedded one.',
  );
}

/** A database that this process may open. */
interface TakenDatabase {
  /** Opens and migrates it; one that cannot be opened is released. */
  open(): Promise<Database>;
  release(): Promise<void>;
}

/** @throws DataDirInUse */
async function takeDatabase(
  config: Pick<
    Config,
    | 'databaseUrl'
    | 'databaseReplicaUrls'
    | 'dataDir'
    | 'databasePoolSize'
    | 'statementTimeout'
    | 'hasPreparedStatements'
  >,
  command: string,
): Promise<TakenDatabase> {
  const { databaseUrl: url } = config;
  if (url !== null) {
    return {
      open: () =>
        openServer({
          url,
          replicaUrls: config.databaseReplicaUrls,
          poolSize: config.databasePoolSize,
          statementTimeout: config.statementTimeout,
          prepares: config.hasPreparedStatements,
        }),
      release: async () => {},
    };
  }
  const lock = await acquireDataDir(config.dataDir, { command });
  return {
    async open() {
      try {
        return await openEmbedded({ dataDir: join(config.dataDir, 'pg') });
      } catch (error) {
        await lock.release();
        throw error;
      }
    },
    release: () => lock.release(),
  };
}

/** Takes in all that the paths hold; what cannot be read gets its receipt, too. */
export function ingestPaths(
  { ingest }: OpenCorpus,
  paths: readonly string[],
  { dryRun }: { dryRun: boolean },
): AsyncGenerator<Receipt> {
  return ingest.ingestAll(findDocuments(paths), { dryRun });
}

/** What takes documents in: the corpus, or a gateway that has it. */
export interface Intake {
  /** Names the graph that documents come into, for whoever remembers what is in it. */
  readonly graph: string;
  take(inputs: AsyncIterable<RawDocument | FoundDocument>, options: RunOptions): AsyncGenerator<Receipt>;
  close(): Promise<void>;
}

/**
 * Opens the corpus, or, when a process owns the embedded database and a key is at hand, the way to the gateway that it is. The key is a
 * setting alone: what stands in a command line is seen by all on the machine.
 * @param wanted the gateway to which documents go in any case; null: only if need be
 * @throws DataDirInUse when there is no key; ConfigError when a gateway is wanted without one
 */
export async function openIntake(
  config: Config,
  command: string,
  logger: Logger,
  wanted: string | null,
): Promise<Intake> {
  const { gatewayKey: key } = config;
  const url = wanted ?? config.gatewayUrl ?? `http://127.0.0.1:${config.port}`;
  const graph = config.databaseUrl === null ? `embedded in ${resolve(config.dataDir)}` : nameOf(config.databaseUrl);
  const gateway: Intake = {
    graph: wanted !== null ? `of the gateway at ${url}` : graph,
    async *take(inputs, options) {
      const access = { url, key: key ?? '', maxBytes: config.maxDocumentBytes };
      const rowId = (id: string) => parseGlobalId(id, 'Article').id;
      for await (const { articleId, copyOf, ...receipt } of sendToGateway(inputs, access, options)) {
        yield { ...receipt, articleId: articleId && rowId(articleId), copyOf: copyOf.map(rowId) };
      }
    },
    close: async () => {},
  };
  if (wanted !== null && key === null) {
    throw new ConfigError([
      'NEWSGRAPH_KEY is not set; expected: a key of the scope ingest that the gateway knows (newsgraph keys create NAME --scope ingest).',
    ]);
  }
  if (wanted !== null) return gateway;
  const opened = await openCorpus(config, command, logger).catch((error: unknown) => {
    if (!(error instanceof DataDirInUse)) throw error;
    if (key !== null) return null;
    throw new DataDirInUse(
      config.dataDir,
      error.owner,
      `If that is a gateway, it takes the documents from here: set NEWSGRAPH_KEY to a key of the scope ingest that it knows, and NEWSGRAPH_URL unless it answers at ${url}. To make a key, stop it, run 'newsgraph keys create NAME --scope ingest', and start it again. If it is anything else, wait for its end or stop it.`,
    );
  });
  if (opened === null) return gateway;
  return { graph, take: (inputs, options) => opened.ingest.ingestAll(inputs, options), close: opened.close };
}

/** A database on a server, without who asks for it. */
function nameOf(databaseUrl: string): string {
  const { host, pathname, searchParams } = new URL(databaseUrl);
  return `on the server ${host || searchParams.get('host')}${pathname}`;
}

/** What the places name, as `findInputs` has it; closing removes what was kept of standard input. */
export async function openInputs(
  places: readonly string[],
  config: Config,
  userAgent: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<{ inputs: AsyncGenerator<RawDocument | FoundDocument>; close(): Promise<void> }> {
  const spool = await mkdtemp(join(tmpdir(), 'newsgraph-'));
  const fetcher = openFetcher(config, userAgent);
  return {
    inputs: findInputs(places, { fetcher, stdin, spool }),
    async close() {
      await fetcher.close();
      await rm(spool, { recursive: true, force: true });
    },
  };
}

/** How feeds are asked. */
export interface PollSettings {
  readonly userAgent: string;
  /** In milliseconds. */
  readonly interval: number;
  readonly isOnce: boolean;
  /** What is remembered of feeds; null: a file in the data folder. */
  readonly stateFile: string | null;
  readonly stop: AbortSignal;
}

/** A gateway that is away is tried again after so long. */
const AWAY_MS = 10_000;

/** Asks feeds, and has an open intake take what they hold; a gateway that goes away is waited for. @throws as `pollFeeds` */
export async function* pollInto(
  intake: Intake,
  urls: readonly string[],
  config: Config,
  logger: Logger,
  { userAgent, stateFile, interval, isOnce, stop }: PollSettings,
): AsyncGenerator<Receipt> {
  const states = await openFeedStates(stateFile ?? join(config.dataDir, 'feeds.json'), intake.graph);
  const fetcher = openFetcher(config, userAgent, stop);
  const options = {
    ...{ fetcher, robots: createRobots(fetcher), states, interval, isOnce, stop },
    take: intake.take,
    onAsked: (url: string, receipts: number) => logger.info({ url, receipts }, 'feed asked'),
  };
  try {
    for (;;) {
      try {
        yield* pollFeeds(urls, options);
        return;
      } catch (error) {
        if (isOnce || !(error instanceof GatewayAway)) throw error;
        logger.warn(error.message);
        await setTimeout(AWAY_MS, undefined, { signal: stop }).catch(() => {});
        if (stop.aborted) return;
      }
    }
  } finally {
    await fetcher.close();
  }
}

function openFetcher(
  { maxDocumentBytes, fetchAllow, fetchContact }: Config,
  name: string,
  stop?: AbortSignal,
): Fetcher {
  return createFetcher({
    userAgent: fetchContact === null ? name : `${name} (+${fetchContact})`,
    maxBytes: maxDocumentBytes,
    allow: fetchAllow,
    ...(stop ? { stop } : {}),
  });
}

/** Applies the migrations that the database lacks. @returns what it is, and their names @throws DataDirInUse */
export async function migrate(
  config: Config,
  command: string,
): Promise<{ label: string; migrated: readonly string[] }> {
  const taken = await takeDatabase(config, command);
  const { label, migrated, close } = await taken.open();
  await close();
  await taken.release();
  return { label, migrated };
}

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

/** The port of the gateway, open before there is one. */
export interface OpenPort extends Listening {
  readonly entrance: Entrance;
}

/**
 * Opens the port: until `serve` is given it, whoever asks is told to wait, and `/ready` says no.
 * @throws Error with a sentence that names the variable to change
 */
export async function openPort({ port, host, bodyTimeout }: Config): Promise<OpenPort> {
  const entrance = new Entrance();
  return { ...(await listen(entrance, { port, host, bodyTimeout })), entrance };
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
