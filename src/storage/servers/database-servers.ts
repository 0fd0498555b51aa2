import { ClientError } from '../../domain/client-error.ts';
import type { ReadPoint } from '../../domain/read-point.ts';
import type { Stop } from '../../domain/stop.ts';
import { Unavailable } from '../../domain/unavailable.ts';
import type { KnownRevision } from '../known-revision.ts';
import { REVISION_SQL } from '../known-revision.ts';
import { isLoss } from '../loss.ts';
import type { Connect } from './database-server.ts';
import { DatabaseServer } from './database-server.ts';

/** Reads one expression of the corpus. @returns its value */
export type Ask = (expression: string, values: readonly unknown[], stop: Stop | undefined) => Promise<unknown>;

/**
 * `STALE`: it may be read when it has caught up, or nothing better is there. `PARTED`: it does not follow the primary (any more), or
 * holds another database, and is not read at all.
 */
export type ServerState = 'UP' | 'STALE' | 'PARTED' | 'DOWN';

export interface ServerHealth {
  /** In the settings: 0 for DATABASE_URL, then those of DATABASE_REPLICA_URLS. */
  readonly index: number;
  readonly isPrimary: boolean;
  readonly state: ServerState;
  /** Null where nobody knows; of the primary 0. */
  readonly lagRevisions: number | null;
  /** How long it has been behind, as well as can be said. */
  readonly lagSeconds: number | null;
  readonly lagBytes: number | null;
  /** How many statements it has answered to readers. */
  readonly answered: number;
}

/** Something of the servers that an operator should read of. */
export interface ServerEvent {
  readonly message: string;
  readonly server: string;
  readonly isTrouble: boolean;
  readonly error?: unknown;
}

/** A read is tried on so many servers at most. */
const MOST_TRIES = 3;
/** A replica that has been behind for longer than this is not looked at closely: it will not catch up at once. */
const HOPELESS_MS = 2_000;

/**
 * The PostgreSQL servers that hold the corpus: one is written to, the others are its streaming standbys, which are read from when
 * they are not behind what the reader may know. When a standby is promoted, it is the one that is written to from then on.
 */
export class DatabaseServers {
  readonly all: readonly DatabaseServer[];
  readonly #known: KnownRevision;
  readonly #listeners = new Set<(event: ServerEvent) => void>();
  readonly #onSwitch = new Set<() => void>();
  readonly #states = new Map<DatabaseServer, ServerState>();
  #primary: DatabaseServer;
  #timeline: number;
  #turn = 0;

  private constructor(all: readonly DatabaseServer[], primary: DatabaseServer, known: KnownRevision) {
    this.all = all;
    this.#known = known;
    this.#primary = primary;
    this.#timeline = primary.seen?.timeline ?? 0;
    for (const server of all) void server.keepLooking(this);
  }

  /**
   * Looks at the servers, and finds the one that is written to.
   * @param urls DATABASE_URL first
   * @throws Error with a sentence for the operator when there is none, or when it is not sure which one it is
   */
  static async open(urls: readonly string[], connect: Connect, known: KnownRevision): Promise<DatabaseServers> {
    const all = urls.map((url, index) => new DatabaseServer(url, index, connect));
    const silent = { onLook: () => {}, isAwaited: () => false };
    await Promise.all(all.map((server) => server.look(silent)));
    try {
      return new DatabaseServers(all, primaryOf(all), known);
    } catch (error) {
      await Promise.all(all.map((server) => server.close()));
      throw error;
    }
  }

  /** The server that is written to. */
  get primary(): DatabaseServer {
    return this.#primary;
  }

  /** What answers readers of a request. */
  reading(point: ReadPoint): Ask {
    return (expression, values, stop) => this.#read(expression, values, stop, point);
  }

  /** Calls `listener` when something happens to a server, until the returned function is called. */
  onEvent(listener: (event: ServerEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `listener` when another server is written to, until the returned function is called. */
  onSwitch(listener: () => void): () => void {
    this.#onSwitch.add(listener);
    return () => this.#onSwitch.delete(listener);
  }

  /** Whether anything can be read. */
  get isReadable(): boolean {
    return this.all.some((server) => server.isUp && this.#stateOf(server) !== 'PARTED');
  }

  health(): ServerHealth[] {
    const { latest } = this.#known;
    const written = this.#primary.seen?.position ?? 0n;
    return this.all.map((server) => {
      const { seen, index, answered } = server;
      const isPrimary = server === this.#primary;
      const behind = latest === null || seen?.revision == null ? null : Number(latest - seen.revision);
      const lagRevisions = isPrimary ? 0 : behind === null ? null : Math.max(0, behind);
      return {
        index,
        isPrimary,
        state: this.#stateOf(server),
        lagRevisions,
        lagSeconds: this.#isBehind(server) ? secondsBehind(server) : 0,
        lagBytes: isPrimary ? 0 : seen && written > seen.position ? Number(written - seen.position) : seen ? 0 : null,
        answered,
      };
    });
  }

  /** Of `ServerWatch`. */
  isAwaited(server: DatabaseServer): boolean {
    return this.#isBehind(server) && server.seen !== null && performance.now() - since(server) < HOPELESS_MS;
  }

  /** Whether it has not got the last revision; keeps account of since when. */
  #isBehind(server: DatabaseServer): boolean {
    const { latest } = this.#known;
    const isBehind = server !== this.#primary && latest !== null && revisionOf(server) < latest;
    server.behindSince = isBehind ? since(server) : null;
    return isBehind;
  }

  /** Of `ServerWatch`. */
  onLook(server: DatabaseServer): void {
    const { seen } = server;
    if (server.isUp && seen && !seen.isStandby) this.#lookedAtPrimary(server, seen.timeline, seen.revision ?? 0n);
    // What waits in its pool would wait for good. Of the primary transactions wait there, which may yet come to an end.
    if (!server.isUp && server !== this.#primary) server.abandon();
    this.#isBehind(server);
    const state = this.#stateOf(server);
    const before = this.#states.get(server);
    this.#states.set(server, state);
    if (state === before) return;
    const error = server.fault ?? undefined;
    if (state === 'DOWN') this.#tell(server, 'database server lost', true, error);
    else if (state === 'PARTED')
      this.#tell(server, 'database server does not follow the primary: it is not used', true);
    else if (before === 'DOWN' || before === 'PARTED') this.#tell(server, 'database server taken back', false);
  }

  async close(): Promise<void> {
    await Promise.all(this.all.map((server) => server.close()));
  }

  #lookedAtPrimary(server: DatabaseServer, timeline: number, revision: bigint): void {
    if (server === this.#primary && timeline === this.#timeline) {
      this.#known.hear(revision);
      return;
    }
    // One that was promoted has a higher timeline than any before it; another that can be written to has fallen behind.
    if (timeline <= this.#timeline || server.seen?.system !== this.#system) return;
    const former = this.#primary;
    this.#primary = server;
    this.#timeline = timeline;
    // What it never received is lost, and counts no more.
    this.#known.reset(revision);
    if (former !== server) former.abandon();
    this.#tell(server, 'database server was promoted: it is written to from now on', true);
    for (const listener of this.#onSwitch) listener();
  }

  get #system(): string | undefined {
    return this.#primary.seen?.system;
  }

  #stateOf(server: DatabaseServer): ServerState {
    const { seen } = server;
    if (!server.isUp || !seen) return 'DOWN';
    if (server === this.#primary) return 'UP';
    if (!seen.isStandby || seen.system !== this.#system || seen.timeline < this.#timeline) return 'PARTED';
    const { latest, needed } = this.#known;
    return latest !== null && seen.revision !== null && seen.revision >= needed ? 'UP' : 'STALE';
  }

  async #read(expression: string, values: readonly unknown[], stop: Stop | undefined, point: ReadPoint) {
    const sql = `SELECT (${expression})::text, (${REVISION_SQL})`;
    const tried = new Set<DatabaseServer>();
    let fault: unknown;
    for (let left = MOST_TRIES; left > 0; left--) {
      const server = this.#choose(point, tried);
      if (!server) break;
      tried.add(server);
      try {
        const [answer, revision] = (await server.read(sql, values, stop)) ?? [];
        const at = BigInt(String(revision));
        // Behind its address may be another server by now.
        if (server !== this.#primary && this.#isPrimaryUp && at < this.#neededBy(point)) continue;
        point.readAt(at);
        point.place = server;
        return answer;
      } catch (error) {
        stop?.throwIfStopped();
        if (error instanceof ClientError) throw error;
        fault = error;
        if (isLoss(error)) {
          // One connection may be over, or the server.
          await server.look(this);
          if (server === this.#primary && server.isUp) tried.delete(server);
        }
        // What the primary cannot answer though it is there nobody can.
        else if (server === this.#primary) throw error;
      }
    }
    throw this.#unavailable(point, fault);
  }

  #choose(point: ReadPoint, tried: ReadonlySet<DatabaseServer>): DatabaseServer | null {
    const primary = this.#isPrimaryUp && !tried.has(this.#primary) ? this.#primary : null;
    if (point.isCurrent) return primary;
    if (primary && point.place === primary) return primary;
    const standbys = this.all.filter(
      (server) => !tried.has(server) && server.seen?.isStandby && ['UP', 'STALE'].includes(this.#stateOf(server)),
    );
    const needed = this.#neededBy(point);
    const fresh = this.#known.latest === null ? [] : standbys.filter((server) => revisionOf(server) >= needed);
    const same = fresh.find((server) => server === point.place);
    if (same) return same;
    if (fresh.length > 0) return this.#leastBusy(fresh);
    if (primary) {
      for (const server of standbys) if (this.isAwaited(server)) server.hurry();
      return primary;
    }
    // Nothing is written while the primary is away: what a replica has is the newest there is, unless the client knows better.
    const [newest] = standbys.sort((a, b) => (revisionOf(a) < revisionOf(b) ? 1 : -1));
    return newest && revisionOf(newest) >= (point.atLeast ?? 0n) ? newest : null;
  }

  #neededBy({ atLeast }: ReadPoint): bigint {
    const { needed } = this.#known;
    return atLeast !== null && atLeast > needed ? atLeast : needed;
  }

  #leastBusy(servers: readonly DatabaseServer[]): DatabaseServer | null {
    this.#turn = (this.#turn + 1) % servers.length;
    const inTurn = [...servers.slice(this.#turn), ...servers.slice(0, this.#turn)];
    return inTurn.reduce<DatabaseServer | null>(
      (best, server) => (best && best.busy <= server.busy ? best : server),
      null,
    );
  }

  get #isPrimaryUp(): boolean {
    return this.#primary.isUp && this.#primary.seen?.isStandby === false;
  }

  #unavailable({ atLeast }: ReadPoint, cause: unknown): Unavailable {
    return new Unavailable(
      atLeast === null
        ? 'The database cannot be reached now: try again in a moment.'
        : `No database that can be reached now has revision ${atLeast}: try again in a moment.`,
      { cause },
    );
  }

  #tell(server: DatabaseServer, message: string, isTrouble: boolean, error?: unknown): void {
    const event = { message, server: server.name, isTrouble, ...(error === undefined ? {} : { error }) };
    for (const listener of this.#listeners) listener(event);
  }
}

function revisionOf({ seen }: DatabaseServer): bigint {
  return seen?.revision ?? -1n;
}

/** Since when a server that is behind is known to be. */
function since({ behindSince }: DatabaseServer): number {
  return behindSince ?? performance.now();
}

/** Neither is exact: the last change may have been replayed long ago, and the first that is missing be heard of late. */
function secondsBehind(server: DatabaseServer): number {
  const now = performance.now();
  const replayedAgo = (server.seen?.replayedAgo ?? Number.POSITIVE_INFINITY) + (now - server.seenAt) / 1000;
  return Math.max(0, Math.min(replayedAgo, (now - since(server)) / 1000));
}

/** @throws Error when it is not sure */
function primaryOf(all: readonly DatabaseServer[]): DatabaseServer {
  const reached = all.flatMap((server) => (server.seen ? [{ server, ...server.seen }] : []));
  const [first] = reached.filter(({ isStandby }) => !isStandby).sort((a, b) => b.timeline - a.timeline);
  if (!first) {
    const states = all.map(({ name, seen, fault }) =>
      seen ? `${name} is a standby` : `${name} cannot be reached (${fault instanceof Error ? fault.message : fault})`,
    );
    throw new Error(
      `No server of DATABASE_URL and DATABASE_REPLICA_URLS can be written to: ${states.join(', ')}. Start the primary, or promote a standby.`,
    );
  }
  const ahead = reached.find(({ timeline, system }) => system === first.system && timeline > first.timeline);
  if (ahead) {
    throw new Error(
      `${first.server.name} can be written to, but ${ahead.server.name} follows a server that was promoted after it: make ${first.server.name} a standby of that one, and name that one in DATABASE_URL or DATABASE_REPLICA_URLS.`,
    );
  }
  return first.server;
}
