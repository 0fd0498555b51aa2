import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

const USER = 'postgres';
/** Debian's folder of the newest installed server, 15 or later. */
const BIN = newestBin();
const OWNER = serverOwner();

/** PostgreSQL clusters of a test's own: servers that it may stop, kill, pause and promote. */
export const CLUSTERS = {
  isMissing: BIN === undefined || OWNER === undefined,
  /** For the title of what is skipped. */
  reason:
    BIN === undefined
      ? 'there is no PostgreSQL server 15 or later in /usr/lib/postgresql'
      : OWNER === undefined
        ? 'this is root, and there is no user postgres to run a server'
        : '',
};

/** Settings by their names in postgresql.conf; values are quoted where they are written. */
export type ClusterSettings = Readonly<Record<string, string>>;

const SETTINGS: ClusterSettings = {
  listen_addresses: '127.0.0.1',
  max_connections: '60',
  // What the machine's memory keeps outlives the killing of processes.
  fsync: 'off',
  shared_buffers: '32MB',
  wal_level: 'replica',
  max_wal_senders: '8',
  wal_keep_size: '256MB',
  // So that a killed standby or primary is found again at once.
  wal_retrieve_retry_interval: '200ms',
};

export interface ClusterPlace {
  /** The folder of the server's programs; of the newest that Debian has installed unless told. */
  readonly bin?: string;
  /** The folder in which it gets its own. */
  readonly parent?: string;
}

const DATABASE = 'newsgraph';
const START_MS = 60_000;

/**
 * Makes and starts a primary with an empty database, in a temporary folder and on a free port.
 * @param where see {@link ClusterPlace}
 */
export async function startPrimary(settings: ClusterSettings = {}, where: ClusterPlace = {}): Promise<PostgresCluster> {
  const cluster = await PostgresCluster.make(where);
  try {
    await cluster.initialise({ ...SETTINGS, ...settings });
    await cluster.start();
    await cluster.query(`CREATE DATABASE ${DATABASE}`, [], 'postgres');
    return cluster;
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

/** Copies a running primary and starts the copy as its streaming standby, in a folder and on a port of its own. */
export async function startStandby(primary: PostgresCluster, settings: ClusterSettings = {}): Promise<PostgresCluster> {
  const cluster = await PostgresCluster.make();
  try {
    await cluster.copy(primary, settings);
    await cluster.start();
    return cluster;
  } catch (error) {
    await cluster.remove();
    throw error;
  }
}

/** One server of a test's own. Whoever started it calls `remove`. */
export class PostgresCluster {
  readonly port: number;
  readonly #folder: string;
  readonly #bin: string;
  #postmaster: ChildProcess | undefined;
  readonly #onExit = () => this.#killAll();

  private constructor(folder: string, port: number, bin: string) {
    this.#folder = folder;
    this.#bin = bin;
    this.port = port;
    process.on('exit', this.#onExit);
  }

  /** An empty folder and a free port; nothing runs. */
  static async make({ bin = BIN, parent = tmpdir() }: ClusterPlace = {}): Promise<PostgresCluster> {
    if (OWNER === undefined || bin === undefined) throw new Error(CLUSTERS.reason);
    const folder = mkdtempSync(join(parent, 'newsgraph-cluster-'));
    if (OWNER) chownSync(folder, OWNER.uid, OWNER.gid);
    return new PostgresCluster(folder, await freePort(), bin);
  }

  get dataDir(): string {
    return join(this.#folder, 'data');
  }

  /** For DATABASE_URL and DATABASE_REPLICA_URLS. */
  get url(): string {
    return this.urlOf(DATABASE);
  }

  urlOf(database: string): string {
    return `postgresql://${USER}@127.0.0.1:${this.port}/${database}`;
  }

  /** What the server wrote so far: for the message of a test that fails. */
  get log(): string {
    const file = join(this.#folder, 'server.log');
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  get isRunning(): boolean {
    return this.#postmaster !== undefined;
  }

  async initialise(settings: ClusterSettings): Promise<void> {
    await this.#tool(
      'initdb',
      ...['-D', this.dataDir, `--username=${USER}`, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'],
      ...['--no-sync', '--no-instructions'],
    );
    this.#configure(settings);
  }

  /** Makes this folder a standby of `primary`, as a new one or in place of what it held before. */
  async copy(primary: PostgresCluster, settings: ClusterSettings = {}): Promise<void> {
    if (this.isRunning) throw new Error('the server runs: stop it first');
    rmSync(this.dataDir, { recursive: true, force: true });
    await this.#tool(
      'pg_basebackup',
      ...['-D', this.dataDir, '-d', primary.urlOf('postgres'), '--wal-method=stream', '--checkpoint=fast'],
      ...['--write-recovery-conf', '--no-sync'],
    );
    this.#configure(settings);
  }

  /** Starts the server that was stopped or killed, at its old port, and waits until it answers. */
  async start(): Promise<void> {
    if (this.isRunning) throw new Error('the server runs already');
    const server = spawn(
      join(this.#bin, 'postgres'),
      ['-D', this.dataDir, '-c', `port=${this.port}`, '-c', `unix_socket_directories=${this.#folder}`],
      { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...OWNER },
    );
    this.#postmaster = server;
    const keep = (text: Buffer) => {
      try {
        appendFileSync(join(this.#folder, 'server.log'), text);
      } catch {
        // The folder is gone, and with it whoever would read this.
      }
    };
    server.stdout.on('data', keep);
    server.stderr.on('data', keep);
    server.once('exit', () => {
      if (this.#postmaster === server) this.#postmaster = undefined;
    });
    const deadline = Date.now() + START_MS;
    for (;;) {
      try {
        await this.query('SELECT 1', [], 'postgres');
        return;
      } catch (error) {
        if (!this.isRunning || Date.now() > deadline) throw new Error(`no server: ${this.log}`, { cause: error });
        await sleep(50);
      }
    }
  }

  /**
   * Ends the server in good order: `fast` breaks its connections, `smart` waits for them, `immediate` leaves recovery to
   * the next start.
   */
  async stop(mode: 'fast' | 'smart' | 'immediate' = 'fast'): Promise<void> {
    const server = this.#postmaster;
    if (!server) return;
    const ended = once(server, 'exit');
    server.kill(({ fast: 'SIGINT', smart: 'SIGTERM', immediate: 'SIGQUIT' } as const)[mode]);
    await ended;
  }

  /** SIGKILL to all of the server's processes, as when its machine is lost. */
  async kill(): Promise<void> {
    const server = this.#postmaster;
    if (!server) return;
    const ended = once(server, 'exit');
    const killed = this.#killAll();
    await ended;
    // The next server finds the old one's memory in use as long as one of them is there.
    while (killed.some((pid) => existsSync(`/proc/${pid}`))) await sleep(10);
  }

  /** SIGKILL to one connection's process: the server breaks the others and goes through recovery. */
  async killBackend(database: string = DATABASE): Promise<void> {
    const [row] = await this.query(
      'SELECT pid FROM pg_stat_activity WHERE datname = $1 ORDER BY query_start DESC LIMIT 1',
      [database],
      'postgres',
    );
    if (typeof row?.['pid'] === 'number') signal(row['pid'], 'SIGKILL');
  }

  /** Stops all of the server's processes without ending them: it accepts connections (the kernel does) and answers nothing. */
  pause(): void {
    for (const pid of this.#processes()) signal(pid, 'SIGSTOP');
  }

  /** After `pause`. */
  resume(): void {
    for (const pid of this.#processes()) signal(pid, 'SIGCONT');
  }

  /** Makes the standby a primary, and waits until it is one. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote(true, 60)', [], 'postgres');
  }

  /** Until `resumeReplay` the standby receives what the primary writes and shows none of it. */
  async pauseReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_pause()', [], 'postgres');
    const isPaused = async () => {
      const [row] = await this.query('SELECT pg_get_wal_replay_pause_state() AS state', [], 'postgres');
      return row?.['state'] === 'paused';
    };
    while (!(await isPaused())) await sleep(10);
  }

  async resumeReplay(): Promise<void> {
    await this.query('SELECT pg_wal_replay_resume()', [], 'postgres');
  }

  /** Waits until a standby has replayed all that the primary has written by now. */
  async catchUp(primary: PostgresCluster): Promise<void> {
    const [written] = await primary.query('SELECT pg_current_wal_lsn()::text AS lsn', [], 'postgres');
    const deadline = Date.now() + START_MS;
    for (;;) {
      const [row] = await this.query(
        'SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS reached',
        [written?.['lsn']],
        'postgres',
      );
      if (row?.['reached'] === true) return;
      if (Date.now() > deadline) throw new Error(`the standby does not catch up: ${this.log}`);
      await sleep(20);
    }
  }

  /** Sets what can be set while the server runs, for good: `ALTER SYSTEM` and a reload. */
  async set(name: string, value: string): Promise<void> {
    await this.query(`ALTER SYSTEM SET ${name} = '${value.replaceAll("'", "''")}'`, [], 'postgres');
    await this.query('SELECT pg_reload_conf()', [], 'postgres');
  }

  /** One statement on a connection of its own. */
  async query(
    sql: string,
    values: readonly unknown[] = [],
    database: string = DATABASE,
  ): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.urlOf(database), connectionTimeoutMillis: 5_000 });
    client.on('error', () => {});
    await client.connect();
    try {
      const { rows } = await client.query<Record<string, unknown>>(sql, [...values]);
      return rows;
    } finally {
      await client.end();
    }
  }

  /** Ends the server and removes its folder. */
  async remove(): Promise<void> {
    await this.kill();
    process.off('exit', this.#onExit);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #configure(settings: ClusterSettings): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`);
    appendFileSync(join(this.dataDir, 'postgresql.conf'), lines.join(''));
  }

  async #tool(name: string, ...args: string[]): Promise<void> {
    await run(join(this.#bin, name), args, { cwd: '/', ...OWNER });
  }

  /** The postmaster first, so that it starts none in place of those that end. */
  #processes(): number[] {
    const root = this.#postmaster?.pid;
    return root === undefined ? [] : [root, ...childrenOf(root)];
  }

  #killAll(): number[] {
    const root = this.#postmaster?.pid;
    if (root === undefined) return [];
    // Stopped, it starts none while the others are looked for.
    signal(root, 'SIGSTOP');
    const all = this.#processes();
    for (const pid of all) signal(pid, 'SIGKILL');
    return all;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended meanwhile.
  }
}

/** Each of PostgreSQL's processes has a group of its own: they are known by their parent alone. */
function childrenOf(parent: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        // `pid (name) state parent …`, and the name may hold anything.
        const [, ppid] = readFileSync(`/proc/${name}/stat`, 'utf8')
          .replace(/^.*\) /s, '')
          .split(' ');
        return Number(ppid) === parent;
      } catch {
        return false;
      }
    })
    .map(Number);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('the socket has no port');
  return address.port;
}

function newestBin(): string | undefined {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return undefined;
  const [newest] = readdirSync(root)
    .map(Number)
    .filter((version) => version >= 15 && existsSync(join(root, String(version), 'bin', 'initdb')))
    .sort((a, b) => b - a);
  return newest === undefined ? undefined : join(root, String(newest), 'bin');
}

/** PostgreSQL refuses to run as root. Null: whoever runs the tests owns the server. */
function serverOwner(): { uid: number; gid: number } | null | undefined {
  if (process.getuid?.() !== 0) return null;
  try {
    const idOf = (flag: string) => Number(execFileSync('id', [flag, USER], { stdio: ['ignore', 'pipe', 'ignore'] }));
    return { uid: idOf('-u'), gid: idOf('-g') };
  } catch {
    return undefined;
  }
}
