import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '../../src/storage/database.ts';
import { openEmbedded, openServer } from '../../src/storage/database.ts';
import { KeepAliveClient } from '../support/keep-alive.ts';
import { bring } from '../support/numbered-stories.ts';
import type { PostgresCluster } from '../support/postgres-clusters.ts';
import { startPrimary, startStandby } from '../support/postgres-clusters.ts';
import { randomOf } from '../support/random.ts';
import { TcpProxy } from '../support/tcp-proxy.ts';
import { KeptGateway } from './kept-gateway.ts';
import type { Story } from './ledger.ts';
import { Ledger } from './ledger.ts';
import { MixedLoad } from './mixed-load.ts';
import { LOAD_SETTINGS } from './settings.ts';

/** What a fault may break. */
export interface Stand {
  readonly gateway: KeptGateway;
  /** The server that is written to; null where the database is embedded. */
  cluster: PostgresCluster | null;
  /** The standby that is to take over. */
  standby: PostgresCluster | null;
  /** Between the gateway and the cluster. */
  readonly proxy: TcpProxy | null;
  readonly random: (end: number) => number;
}

/** Breaks something; resolves when what does not come back by itself has been started again. */
export interface Fault {
  /** What has to be there before. */
  prepare?(stand: Stand): Promise<void>;
  strike(stand: Stand): Promise<void> | void;
}

const needed = <T>(part: T | null): T => {
  if (part === null) throw new Error('this fault needs a server');
  return part;
};

/** What can be done to a gateway of one process on the embedded database. */
export const EMBEDDED_FAULTS: Readonly<Record<string, Fault>> = {
  'SIGKILL of the gateway': { strike: ({ gateway }) => gateway.killAll() },
};

/** What can be done to a gateway of several workers on a server. */
export const SERVER_FAULTS: Readonly<Record<string, Fault>> = {
  ...EMBEDDED_FAULTS,
  'SIGKILL of a worker': { strike: ({ gateway, random }) => gateway.killWorker(random) },
  'SIGKILL of the first process': { strike: ({ gateway }) => gateway.killFirst() },
  'SIGKILL of the database server': {
    async strike({ cluster }) {
      await needed(cluster).kill();
      await needed(cluster).start();
    },
  },
  // All other connections are broken with it, and the server goes through recovery.
  'SIGKILL of one of its connections': { strike: ({ cluster }) => needed(cluster).killBackend() },
};

/** What else befalls a server, and the way to it. */
export const OTHER_SERVER_FAULTS: Readonly<Record<string, Fault>> = {
  'restart of the database server': {
    async strike({ cluster, random }) {
      await needed(cluster).stop(random(2) === 0 ? 'fast' : 'immediate');
      await needed(cluster).start();
    },
  },
  'connections ended by the server': {
    async strike({ cluster }) {
      await needed(cluster).query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    },
  },
  'connections cut': { strike: ({ proxy }) => needed(proxy).cut() },
  'connections lost': { strike: ({ proxy }) => needed(proxy).loseConnections() },
  'network away for two seconds': {
    async strike({ proxy }) {
      needed(proxy).isStopped = true;
      await sleep(2_000);
      needed(proxy).isStopped = false;
    },
  },
  // Where commits wait for it, a standby has all that was acknowledged.
  'standby takes over': {
    async prepare(stand) {
      const primary = needed(stand.cluster);
      const standby = await startStandby(primary);
      await primary.set('synchronous_standby_names', '*');
      await standby.catchUp(primary);
      stand.standby = standby;
    },
    async strike(stand) {
      const [primary, standby] = [needed(stand.cluster), needed(stand.standby)];
      await primary.kill();
      await standby.promote();
      needed(stand.proxy).leadTo(standby.port);
      needed(stand.proxy).cut();
      stand.cluster = standby;
      stand.standby = null;
      await primary.remove();
    },
  },
};

export interface RunOptions {
  readonly onServer: boolean;
  readonly faults: Readonly<Record<string, Fault>>;
  /** How many times something is broken. */
  readonly times: number;
  readonly seed: number;
  /** It is over before, when so many minutes have passed. */
  readonly minutes?: number;
  readonly workers?: number;
  readonly writers?: number;
  readonly readers?: number;
  /** Of the command line; its source unless told. */
  readonly file?: string;
  readonly onBroken?: (broken: Broken) => void;
}

/** How long it took after a fault, in milliseconds, until a question that was asked after it was answered, and until a document was taken in. */
export interface Broken {
  readonly fault: string;
  readonly read: number;
  readonly write: number;
}

export interface RunReport {
  readonly broken: readonly Broken[];
  /** What is wrong, a sentence each. */
  readonly faults: readonly string[];
  readonly stories: number;
  readonly answered: number;
  /** The longest that a client had to try until it was acknowledged, in milliseconds. */
  readonly slowest: number;
}

/** So long the load has the system for itself before the next fault. */
const MOST_QUIET_MS = 1_500;
const PROBE_MS = 20;
/** A probe that is not answered by then is sent anew. */
const PATIENCE_MS = 5_000;
const GIVE_UP_MS = 60_000;

/** Puts load on a gateway, breaks something again and again at random moments, and compares what is there with what was acknowledged. */
export async function runFaults(options: RunOptions): Promise<RunReport> {
  const { onServer, faults, times, seed, minutes = Number.POSITIVE_INFINITY, file, onBroken = () => {} } = options;
  const { workers = 2, writers = 4, readers = 4 } = options;
  const random = randomOf(seed);
  const kinds = Object.entries(faults);
  const put = await makeStand({ onServer, workers, random, file });
  try {
    const { stand } = put;
    const ledger = new Ledger();
    const load = new MixedLoad({ urls: [stand.gateway.url], writers, readers, ledger, random });
    const broken: Broken[] = [];
    const end = performance.now() + minutes * 60_000;
    for (let i = 0; i < times && performance.now() < end; i++) {
      await sleep(random(MOST_QUIET_MS));
      // Each kind in turn at first, so that a short run has them all.
      const [name, fault] = kinds[i < kinds.length ? i : random(kinds.length)] ?? [];
      if (!name || !fault) throw new Error('there is nothing to break');
      await fault.prepare?.(stand);
      const probe = ledger.newStory();
      const began = performance.now();
      const done = fault.strike(stand);
      const [read, write] = await Promise.all([
        recovered(stand.gateway.url, began, (client, attempt) => readsAnew(client, i, attempt)),
        recovered(stand.gateway.url, began, (client) => writesAgain(client, ledger, probe)),
        done,
      ]);
      broken.push({ fault: name, read, write });
      onBroken({ fault: name, read, write });
    }
    await load.stop();
    const status = await stand.gateway.stop();
    const found = await put.look((db) => ledger.faultsOf(db));
    return {
      broken,
      faults: [
        ...load.wrong,
        ...found,
        ...(status === 0 ? [] : [`the gateway ended with ${status}`]),
        ...stand.gateway.complaints.map((text) => `the gateway ended by itself: ${text}`),
      ],
      stories: ledger.size,
      answered: load.answered,
      slowest: load.slowest,
    };
  } finally {
    await put.remove();
  }
}

async function readsAnew(client: KeepAliveClient, fault: number, attempt: number): Promise<boolean> {
  // A name of its own, so that no kept answer will do.
  const { answer } = await client.query(`{ corpus { probe${fault}_${attempt}: articleCount } }`);
  return answer?.status === 200 && answer.text.startsWith('{"data":{"corpus"');
}

async function writesAgain(client: KeepAliveClient, ledger: Ledger, story: Story): Promise<boolean> {
  story.pending = 1;
  const { acknowledged } = await bring(client, story.number, null);
  if (!acknowledged) return false;
  ledger.acknowledge(story, 1, acknowledged);
  ledger.giveBack(story);
  return true;
}

/** The time from `began` until `tries` succeeds, in milliseconds. */
async function recovered(
  url: string,
  began: number,
  tries: (client: KeepAliveClient, attempt: number) => Promise<boolean>,
): Promise<number> {
  for (let attempt = 0; performance.now() - began < GIVE_UP_MS; attempt++) {
    const client = new KeepAliveClient(url, PATIENCE_MS);
    try {
      if (await tries(client, attempt)) return performance.now() - began;
    } finally {
      client.close();
    }
    await sleep(PROBE_MS);
  }
  return Number.POSITIVE_INFINITY;
}

interface MadeStand {
  readonly stand: Stand;
  /** Opens the database when the gateway has ended. */
  look<T>(at: (db: Database) => Promise<T>): Promise<T>;
  remove(): Promise<void>;
}

interface StandOptions {
  readonly onServer: boolean;
  readonly workers: number;
  readonly random: Stand['random'];
  readonly file: string | undefined;
}

async function makeStand({ onServer, workers, random, file }: StandOptions): Promise<MadeStand> {
  const folder = await mkdtemp(join(tmpdir(), 'newsgraph-faults-'));
  const first = onServer ? await startPrimary() : null;
  const proxy = first && (await TcpProxy.open(first.port));
  let stand: Stand | undefined;
  const removeParts = async () => {
    await proxy?.close();
    await (stand ? stand.cluster : first)?.remove();
    await stand?.standby?.remove();
    await rm(folder, { recursive: true, force: true });
  };
  const DATA_DIR = join(folder, 'data');
  const opened = () => {
    const cluster = stand ? stand.cluster : first;
    return cluster ? openServer({ url: cluster.url }) : openEmbedded({ dataDir: join(DATA_DIR, 'pg') });
  };
  try {
    // The first start migrates, which takes its time; what is measured here is how long others take.
    await (await opened()).close();
    const settings = {
      ...LOAD_SETTINGS,
      ...(first && proxy ? { DATABASE_URL: proxy.through(first.url) } : { DATA_DIR }),
      LOG_LEVEL: 'fatal',
    };
    const args = onServer && workers > 1 ? ['serve', '--workers', String(workers)] : ['serve'];
    const gateway = await KeptGateway.start(args, settings, file);
    stand = { gateway, cluster: first, standby: null, proxy, random };
    return {
      stand,
      async look(at) {
        const db = await opened();
        try {
          return await at(db);
        } finally {
          await db.close();
        }
      },
      async remove() {
        gateway.killAll();
        await gateway.stop();
        await removeParts();
      },
    };
  } catch (error) {
    await removeParts();
    throw error;
  }
}
