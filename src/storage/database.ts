import { mkdir } from 'node:fs/promises';
import type { PGlite } from '@electric-sql/pglite';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Pool } from 'pg';
import type { PrismaPGlite } from 'pglite-prisma-adapter';
import { cancellable } from './cancel.ts';
import type { CorpusWatch } from './corpus-watch.ts';
import { watchOwnChanges, watchServer } from './corpus-watch.ts';
import type { StatementListener } from './cost.ts';
import { withCost } from './cost.ts';
import { breakDeadConnections, PooledClient, SERVER_KEEPALIVE } from './dead-connections.ts';
import { clientWithDriver } from './driver.ts';
import type { PrismaClient } from './generated/client.ts';
import { KnownRevision, revisionNow } from './known-revision.ts';
import { PreparedStatements } from './prepared-statements.ts';
import { applyMigrations } from './schema-engine.ts';
import { DatabaseServers } from './servers/database-servers.ts';
import { primaryAdapter } from './servers/primary-adapter.ts';
import { onNewRevision } from './transaction.ts';

/** An open, migrated database. PGlite and a PostgreSQL server differ in how they are opened, and in nothing else. */
export interface Database {
  readonly prisma: PrismaClient;
  /** What a person would call it: a folder, or a server without its password. */
  readonly label: string;
  /** The migrations that opening it applied. */
  readonly migrated: readonly string[];
  /** Calls `listener` after every statement, those that begin and end transactions left out. */
  onStatement(listener: StatementListener): void;
  /** The servers that it is spread over; null where there is one only. */
  readonly servers: DatabaseServers | null;
  /** The revision of the corpus, by the server that is written to. */
  revisionNow(): Promise<bigint>;
  /** Starts to watch for changes of the corpus; whoever watches closes the watch. */
  watch(): CorpusWatch;
  /** Rejects when no database answers. */
  isAlive(): Promise<boolean>;
  /**
   * All of it at one moment, as a tar file that `openEmbedded` takes as a template; statements wait meanwhile, and it is held
   * in memory. Null on a server, which has ways of its own.
   */
  readonly backUp: (() => Promise<Blob>) | null;
  close(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Where PGlite keeps its files; left out, the database lives in memory. */
  readonly dataDir?: string;
  /** The dump of a database to start from (`PGlite.dumpDataDir`). */
  readonly template?: Blob;
}

/**
 * Opens PGlite, PostgreSQL in this process.
 * Two processes on one folder lose rows: take `acquireDataDir` first.
 */
export async function openEmbedded({ dataDir, template }: EmbeddedOptions): Promise<Database> {
  if (dataDir) await mkdir(dataDir, { recursive: true });
  const pglite = await createPGlite({ dataDir, template });
  return open(
    await embeddedAdapter(pglite),
    dataDir ? `embedded PostgreSQL (PGlite) in ${dataDir}` : 'embedded PostgreSQL (PGlite) in memory',
    pglite,
  );
}

/** @param template see {@link EmbeddedOptions} */
export async function createPGlite({ dataDir, template }: EmbeddedOptions = {}): Promise<PGlite> {
  // PostgreSQL is only loaded where it is not a server.
  const [{ PGlite }, { pg_trgm }, { unaccent }] = await Promise.all([
    import('@electric-sql/pglite'),
    import('@electric-sql/pglite/contrib/pg_trgm'),
    import('@electric-sql/pglite/contrib/unaccent'),
  ]);
  const pglite = await PGlite.create({
    ...(dataDir ? { dataDir } : {}),
    ...(template ? { loadDataDir: template } : {}),
    extensions: { pg_trgm, unaccent },
  });
  // The adapters write timestamps without a zone and mean UTC.
  await pglite.exec("SET TIME ZONE 'UTC'");
  return pglite;
}

/** Prisma's driver adapter on an open PGlite. */
export async function embeddedAdapter(pglite: PGlite): Promise<SqlMigrationAwareDriverAdapterFactory> {
  const { PrismaPGlite } = await import('pglite-prisma-adapter');
  return adapterOf(new PrismaPGlite(pglite), pglite);
}

function adapterOf(factory: PrismaPGlite, pglite: PGlite): SqlMigrationAwareDriverAdapterFactory {
  const connect = async () => {
    const adapter = await factory.connect();
    // The adapter neither waits for a script nor reports its error: a broken migration would pass for applied.
    adapter.executeScript = async (script) => {
      await pglite.exec(script);
    };
    return adapter;
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: async () => {
      const shadow = await createPGlite();
      const adapter = await (await embeddedAdapter(shadow)).connect();
      adapter.dispose = async () => {
        if (!shadow.closed) await shadow.close();
      };
      return adapter;
    },
  };
}

export interface ServerOptions {
  readonly url: string;
  /** Of its streaming standbys, which are read from. */
  readonly replicaUrls?: readonly string[];
  /** Of each server. */
  readonly poolSize?: number;
  /** How long a statement may take that is in no transaction, in milliseconds; 0: as long as it likes. */
  readonly statementTimeout?: number;
  /** Whether statements that come again are prepared. */
  readonly prepares?: boolean;
}

/**
 * Opens a PostgreSQL server, 15 or later, by its URL, with its standbys if it has some.
 * @throws Error with a sentence for the operator when none of them can be written to
 */
export async function openServer({
  url,
  replicaUrls = [],
  poolSize = 10,
  statementTimeout = 0,
  prepares = true,
}: ServerOptions): Promise<Database> {
  const options = { poolSize, statementTimeout, prepares };
  const known = new KnownRevision();
  const listeners = new Set<StatementListener>();
  if (replicaUrls.length === 0) {
    return opened({
      migrated: await migrate(url),
      adapter: withCost(serverAdapter({ url, ...options }), listeners),
      label: labelOf(url),
      watch: (prisma) => watchServer({ urlNow: () => url, known, prisma }),
      known,
      listeners,
    });
  }
  const servers = await DatabaseServers.open(
    [url, ...replicaUrls],
    (of, onPool) => withCost(serverAdapter({ url: of, ...options }, onPool), listeners).connect(),
    known,
  );
  try {
    return opened({
      migrated: await migrate(servers.primary.url),
      adapter: primaryAdapter(servers),
      label: `${labelOf(servers.primary.url)} and ${replicaUrls.length} more`,
      watch: (prisma) =>
        watchServer({
          urlNow: () => servers.primary.url,
          onSwitch: (listener) => servers.onSwitch(listener),
          known,
          prisma,
        }),
      known,
      listeners,
      servers,
      closeConnection: () => servers.close(),
    });
  } catch (error) {
    await servers.close();
    throw error;
  }
}

/** Migrations take the time that they take. */
function migrate(url: string): Promise<string[]> {
  return applyMigrations(serverAdapter({ url, poolSize: 1, statementTimeout: 0, prepares: false }));
}

function labelOf(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `PostgreSQL at ${hostname || 'localhost'}:${port || '5432'}${pathname}`;
}

/**
 * Prisma's driver adapter on a PostgreSQL server.
 * @param onPool is told of the pool that is opened
 */
export function serverAdapter(
  { url, poolSize, statementTimeout, prepares }: Required<Omit<ServerOptions, 'replicaUrls'>>,
  onPool: (pool: Pool) => void = () => {},
): SqlMigrationAwareDriverAdapterFactory {
  const prepared = new PreparedStatements();
  const factory = new PrismaPg(
    {
      connectionString: url,
      max: poolSize,
      // What a connection has prepared goes with it.
      maxLifetimeSeconds: PreparedStatements.LIFETIME_SECONDS,
      // The adapter writes timestamps without a zone and means UTC. Compiling a statement of many subselects takes
      // longer than running it: of 824 articles the page of all sources took 1.9 s with, 0.5 s without.
      options: `-c TimeZone=UTC -c jit=off -c statement_timeout=${statementTimeout} ${SERVER_KEEPALIVE}`,
      Client: PooledClient,
    },
    prepares ? { statementNameGenerator: ({ sql }) => prepared.nameOf(sql) } : {},
  );
  const connect = async () => {
    const adapter = await factory.connect();
    onPool(adapter.underlyingDriver());
    // The adapter cuts a script at every semicolon, those in functions and comments included.
    adapter.executeScript = async (script) => {
      await adapter.underlyingDriver().query(script);
    };
    return cancellable(adapter, url, breakDeadConnections(adapter.underlyingDriver(), url));
  };
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect,
    connectToShadowDb: () => factory.connectToShadowDb(),
  };
}

async function open(adapter: SqlMigrationAwareDriverAdapterFactory, label: string, pglite: PGlite): Promise<Database> {
  const known = new KnownRevision();
  const listeners = new Set<StatementListener>();
  try {
    return opened({
      migrated: await applyMigrations(adapter),
      adapter: withCost(adapter, listeners),
      label,
      watch: (prisma) => watchOwnChanges(prisma, known),
      known,
      listeners,
      closeConnection: () => pglite.close(),
      backUp: () => pglite.dumpDataDir('none'),
    });
  } catch (error) {
    await pglite.close().catch(() => {});
    throw error;
  }
}

interface Opened {
  readonly migrated: string[];
  readonly adapter: SqlMigrationAwareDriverAdapterFactory;
  readonly label: string;
  readonly watch: (prisma: PrismaClient) => CorpusWatch;
  readonly known: KnownRevision;
  /** Those whom the adapter tells of its statements. */
  readonly listeners: Set<StatementListener>;
  readonly servers?: DatabaseServers;
  readonly closeConnection?: () => Promise<void>;
  readonly backUp?: () => Promise<Blob>;
}

function opened({
  migrated,
  adapter,
  label,
  watch,
  known,
  listeners,
  servers,
  closeConnection = async () => {},
  backUp,
}: Opened): Database {
  const prisma = clientWithDriver(adapter);
  onNewRevision(prisma, (revision) => known.commit(revision));
  return {
    prisma,
    label,
    migrated,
    servers: servers ?? null,
    onStatement(listener) {
      listeners.add(listener);
    },
    revisionNow: () => revisionNow(prisma),
    watch: () => watch(prisma),
    async isAlive() {
      if (servers?.isReadable) return true;
      await prisma.$queryRaw`SELECT 1`;
      return true;
    },
    backUp: backUp ?? null,
    async close() {
      await prisma.$disconnect();
      await closeConnection();
    },
  };
}
