import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import type { Pool, PoolClient } from 'pg';
import { Client } from 'pg';
import type { Stop } from '../../domain/stop.ts';
import { firstRowBy } from '../driver.ts';
import { ServerLost } from '../loss.ts';
import type { Sighting } from './sighting.ts';
import { lookAt } from './sighting.ts';

/** How often a server is looked at, and one that others wait for. */
const LOOK_MS = 250;
const LOOK_CLOSELY_MS = 20;
/** A server that says nothing for so long is not there. */
const ANSWER_MS = 2_000;
/** After it was lost a server is tried again after the first of these, then after twice as long each time. */
const RETRY_MS = 250;
const MOST_RETRY_MS = 5_000;

/** Opens the pool of a server, and tells of it. */
export type Connect = (url: string, onPool: (pool: Pool) => void) => Promise<SqlDriverAdapter>;

export interface ServerWatch {
  /** It was looked at, or could not be reached. */
  onLook(server: DatabaseServer): void;
  /** Whether others wait for what it has not replayed yet. */
  isAwaited(server: DatabaseServer): boolean;
}

/** One of the PostgreSQL servers that hold the corpus: its pool, and a connection by which it is looked at again and again. */
export class DatabaseServer {
  readonly url: string;
  /** In the settings: 0 for DATABASE_URL, then those of DATABASE_REPLICA_URLS. */
  readonly index: number;
  /** For the log. */
  readonly name: string;
  /** What it said last; null before it was ever reached. */
  seen: Sighting | null = null;
  /** When it said so, as `performance.now()` has it. */
  seenAt = Number.NEGATIVE_INFINITY;
  /** Since when it is known to be behind; null while it is not. */
  behindSince: number | null = null;
  /** Why it cannot be reached; null when it can. */
  fault: unknown = new Error('it was not looked at yet');
  /** How many statements it has answered. */
  answered = 0;
  readonly #connect: Connect;
  readonly #reading = new Set<(error: Error) => void>();
  readonly #clients = new Set<PoolClient>();
  #adapter: Promise<SqlDriverAdapter> | null = null;
  #probe: Client | null = null;
  #looking: Promise<void> | null = null;
  #retryAfter = RETRY_MS;
  #isClosed = false;
  #wake = () => {};

  constructor(url: string, index: number, connect: Connect) {
    this.url = url;
    this.index = index;
    this.#connect = connect;
    const { hostname, port } = new URL(url);
    this.name = `${hostname || 'localhost'}:${port || '5432'}`;
  }

  get isUp(): boolean {
    return this.fault === null;
  }

  /** How many statements it is at. */
  get busy(): number {
    return this.#reading.size;
  }

  /** Connected to its pool; opened when it is needed. */
  adapter(): Promise<SqlDriverAdapter> {
    if (this.#adapter) return this.#adapter;
    const opening = this.#connect(this.url, (pool) => {
      pool.on('connect', (client) => this.#clients.add(client));
      pool.on('remove', (client) => this.#clients.delete(client));
    });
    this.#adapter = opening;
    opening.catch(() => {
      if (this.#adapter === opening) this.#adapter = null;
    });
    return opening;
  }

  /**
   * Runs a statement that changes nothing. Fails as soon as the server is lost.
   * @returns its first row
   */
  read(sql: string, values: readonly unknown[], stop: Stop | undefined): Promise<readonly unknown[] | undefined> {
    return new Promise((resolve, reject) => {
      this.#reading.add(reject);
      this.adapter()
        .then((adapter) => firstRowBy(adapter, sql, values, stop))
        .then(
          (row) => {
            this.#reading.delete(reject);
            this.answered += 1;
            resolve(row);
          },
          (error: unknown) => {
            this.#reading.delete(reject);
            reject(error);
          },
        );
    });
  }

  /** Looks at it, once for all that want to know now. */
  look(watch: ServerWatch): Promise<void> {
    this.#looking ??= this.#look(watch).finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(watch: ServerWatch): Promise<void> {
    try {
      this.#probe ??= await this.#openProbe();
      this.seen = await lookAt(this.#probe);
      this.seenAt = performance.now();
      this.fault = null;
      this.#retryAfter = RETRY_MS;
    } catch (error) {
      this.lost(error);
    }
    if (!this.#isClosed) watch.onLook(this);
  }

  /** Looks at it from now on, until it is closed. */
  async keepLooking(watch: ServerWatch): Promise<void> {
    while (!this.#isClosed) {
      await this.#pause(this.isUp ? (watch.isAwaited(this) ? LOOK_CLOSELY_MS : LOOK_MS) : this.#nextRetry());
      if (!this.#isClosed) await this.look(watch);
    }
  }

  /** Looks at it now, unless it has just been done. */
  hurry(): void {
    if (this.isUp && performance.now() - this.seenAt > LOOK_CLOSELY_MS) this.#wake();
  }

  /** It cannot be reached: what it is asked fails now, and it is left alone for a while. */
  lost(error: unknown): void {
    this.fault = error;
    const probe = this.#probe;
    this.#probe = null;
    probe?.end().catch(() => {});
    const lost = new ServerLost(this.name, error);
    for (const fail of this.#reading) fail(lost);
    this.#reading.clear();
  }

  /** Breaks the connections of its pool, in whatever they are. */
  abandon(): void {
    const opened = this.#adapter;
    this.#adapter = null;
    for (const client of this.#clients) client.end().catch(() => {});
    this.#clients.clear();
    opened?.then((adapter) => adapter.dispose()).catch(() => {});
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#wake();
    const [probe, opened] = [this.#probe, this.#adapter];
    this.#probe = null;
    this.#adapter = null;
    await probe?.end().catch(() => {});
    // One that never connected has nothing to close.
    await opened?.then(
      (adapter) => (this.isUp ? adapter.dispose() : void adapter.dispose().catch(() => {})),
      () => {},
    );
  }

  #nextRetry(): number {
    const now = this.#retryAfter;
    this.#retryAfter = Math.min(2 * now, MOST_RETRY_MS);
    return now;
  }

  #pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #openProbe(): Promise<Client> {
    const probe = new Client({
      connectionString: this.url,
      application_name: 'newsgraph probe',
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    // Heard of by the next look.
    probe.on('error', () => {});
    try {
      await probe.connect();
    } catch (error) {
      probe.end().catch(() => {});
      throw error;
    }
    return probe;
  }
}
