import { randomUUID } from 'node:crypto';
import { Socket } from 'node:net';
import type { ClientConfig, Pool } from 'pg';
import { Client, DatabaseError } from 'pg';

/** How long it may take to connect to a server. */
const CONNECT_MS = 3_000;
const LOOK_MS = 500;
/** After so long without a byte of the answer the server is asked whether it is at it. */
const SILENT_MS = 2_500;
/**
 * The same for a while after one was found dead: its server may still have been at work for others, whose answers it cannot get rid
 * of, and which hold locks that all wait for.
 */
const SILENT_IN_ALARM_MS = 400;
const ALARM_MS = 15_000;

/**
 * What a server is told of each connection, so that it finds out when this machine is gone, and gives free what was locked there: by
 * itself it waits for two hours.
 */
export const SERVER_KEEPALIVE =
  '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3 -c idle_in_transaction_session_timeout=120000';

/** A connection of the pool. */
export class PooledClient extends Client {
  /** What it is called in `pg_stat_activity`: no other has this name, on whichever server. */
  readonly label: string;
  readonly socket: Socket;
  /** By pg itself: whether no answer is waited for. */
  declare readonly readyForQuery: boolean;

  constructor(config: ClientConfig = {}) {
    const socket = new Socket();
    const label = `newsgraph ${randomUUID().slice(0, 13)}`;
    // Of the pool, the option that bounds connecting bounds waiting for a free connection, too.
    super({ ...config, application_name: label, stream: () => socket, connectionTimeoutMillis: CONNECT_MS });
    this.label = label;
    this.socket = socket;
  }
}

/**
 * Breaks the connections of a pool that are dead and have not been closed: when a server's machine or the network is lost, nobody says so,
 * and whoever waits for an answer waits for a quarter of an hour. A connection that has been silent is asked for on a new one:
 * it is dead when its server is not at work for it, or cannot be reached. The others that nobody uses go with it: seldom is one lost alone.
 * @returns ends that
 */
export function breakDeadConnections(pool: Pool, url: string): () => void {
  const busy = new Map<PooledClient, { bytes: number; since: number }>();
  const idle = new Set<PooledClient>();
  /** The labels of what was broken here, and may be open there still, with its locks. */
  const left = new Set<string>();
  let isLooking = false;
  let alarmUntil = 0;

  pool.on('acquire', (client) => {
    if (!(client instanceof PooledClient)) return;
    idle.delete(client);
    busy.set(client, { bytes: client.socket.bytesRead, since: performance.now() });
  });
  pool.on('release', (_error, client) => {
    if (!(client instanceof PooledClient)) return;
    busy.delete(client);
    idle.add(client);
  });
  pool.on('remove', (client) => {
    if (!(client instanceof PooledClient)) return;
    busy.delete(client);
    idle.delete(client);
  });

  function silentOnes(): PooledClient[] {
    const now = performance.now();
    const longest = now < alarmUntil ? SILENT_IN_ALARM_MS : SILENT_MS;
    const silent: PooledClient[] = [];
    for (const [client, heard] of busy) {
      const { bytesRead } = client.socket;
      if (client.readyForQuery || bytesRead !== heard.bytes) {
        heard.bytes = bytesRead;
        heard.since = now;
      } else if (now - heard.since >= longest) silent.push(client);
    }
    return silent;
  }

  async function look(): Promise<void> {
    const silent = silentOnes();
    const broken = [...left];
    if (silent.length + broken.length === 0) return;
    const { atWork, isReached } = await endWithoutWork(
      url,
      silent.map(({ label }) => label),
      broken,
    );
    if (isReached) for (const label of broken) left.delete(label);
    const dead = silent.filter((client) => {
      const heard = busy.get(client);
      if (!heard || client.readyForQuery || client.socket.bytesRead !== heard.bytes) return false;
      if (!atWork.has(client.label)) return true;
      heard.since = performance.now();
      return false;
    });
    if (dead.length === 0) return;
    alarmUntil = performance.now() + ALARM_MS;
    const error = new Error('The connection to the database was lost.');
    for (const client of [...dead, ...idle]) {
      client.socket.destroy(error);
      // Of those that nobody used, and of all where the server could not be asked, it does not know.
      if (!isReached || idle.has(client)) left.add(client.label);
    }
  }

  const timer = setInterval(() => {
    if (isLooking) return;
    isLooking = true;
    void look().finally(() => {
      isLooking = false;
    });
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

interface Asked {
  /** The labels of those that their server is at work for. */
  readonly atWork: ReadonlySet<string>;
  /** Whether the server was told at all. */
  readonly isReached: boolean;
}

/**
 * Asks a server which connections it is at work for. What it has of the other silent ones is ended, and all that it has of the broken
 * ones: it holds locks, and nobody will go on with it.
 * @param silent labels of those that may be dead
 * @param broken labels of those that were broken here
 */
async function endWithoutWork(url: string, silent: readonly string[], broken: readonly string[]): Promise<Asked> {
  const client = new Client({
    connectionString: url,
    application_name: 'newsgraph dead connections',
    connectionTimeoutMillis: CONNECT_MS,
    query_timeout: CONNECT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    // What it has to say and cannot get rid of, nobody hears.
    const { rows } = await client.query<{ label: string; isAtWork: boolean }>(
      `WITH known AS (
         SELECT pid, application_name AS label,
           state = 'active' AND wait_event IS DISTINCT FROM 'ClientWrite' AND application_name <> ALL ($2::text[]) AS "isAtWork"
         FROM pg_stat_activity WHERE application_name = ANY ($1::text[] || $2::text[]))
       SELECT label, "isAtWork", CASE WHEN NOT "isAtWork" THEN pg_terminate_backend(pid) END FROM known`,
      [silent, broken],
    );
    return { atWork: new Set(rows.filter(({ isAtWork }) => isAtWork).map(({ label }) => label)), isReached: true };
  } catch (error) {
    // A server that refuses one more connection is there; whether it is at work it does not say.
    return { atWork: new Set(error instanceof DatabaseError ? silent : []), isReached: false };
  } finally {
    client.end().catch(() => {});
  }
}
