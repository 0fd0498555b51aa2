/** What documents come by: the pieces behind the commands that bring them. */
import { mkdtemp, rm } from 'node:fs/promises';
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
import type { RawDocument } from './domain/document.ts';
import type { Receipt } from './domain/receipt.ts';
import type { Fetcher } from './fetch/fetcher.ts';
import { createFetcher } from './fetch/fetcher.ts';
import { createRobots } from './fetch/robots.ts';
import { parseGlobalId } from './graphql/global-id.ts';
import type { FoundDocument } from './ingest/find-documents.ts';
import { findDocuments } from './ingest/find-documents.ts';
import type { RunOptions } from './ingest/ingest.ts';
import type { OpenCorpus } from './open-corpus.ts';
import { openCorpus } from './open-corpus.ts';
import { DataDirInUse } from './storage/data-dir-lock.ts';

/** The documents that an empty database is given. */
export const SEEDS = fileURLToPath(new URL('../seeds', import.meta.url));

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
