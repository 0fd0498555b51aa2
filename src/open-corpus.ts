/** How commands come by an open database. Nothing here knows GraphQL: loading it takes longer than all the rest. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { ClientError } from './domain/client-error.ts';
import { createExtractionWorkers } from './ingest/extraction-workers.ts';
import type { Ingest } from './ingest/ingest.ts';
import { createIngest } from './ingest/ingest.ts';
import { Entrance } from './server/entrance.ts';
import type { Listening } from './server/listen.ts';
import { listen } from './server/listen.ts';
import type { ArticleStore } from './storage/article-store.ts';
import { createArticleStore } from './storage/article-store.ts';
import type { CopiedTable, CopyOptions } from './storage/copy-database.ts';
import { copyDatabase } from './storage/copy-database.ts';
import type { CorrectionStore } from './storage/correction-store.ts';
import { createCorrectionStore } from './storage/correction-store.ts';
import { acquireDataDir } from './storage/data-dir-lock.ts';
import type { Database } from './storage/database.ts';
import { openEmbedded, openServer } from './storage/database.ts';
import type { KeyStore } from './storage/key-store.ts';
import { createKeyStore } from './storage/key-store.ts';

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
