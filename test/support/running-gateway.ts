import { pino } from 'pino';
import { onTestFinished, vi } from 'vitest';
import { loadConfig } from '../../src/config.ts';
import { serve } from '../../src/main.ts';
import type { OpenPort } from '../../src/open-corpus.ts';
import type { CorpusWatch } from '../../src/storage/corpus-watch.ts';
import type { Database } from '../../src/storage/database.ts';
import type { Answer } from './graph.ts';
import { contextOf } from './graph.ts';

/** What a request was answered. */
export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined where it is none. */
  readonly json: Answer;
  /** `extensions.code` of each error. */
  readonly codes: readonly unknown[];
}

export interface RunningGateway {
  readonly url: string;
  readonly port: number;
  /** A JSON POST to /graphql. A string is sent as it is. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answered>;
  /** Any request, by its path. */
  send(path: string, init?: RequestInit): Promise<Answered>;
  /** What was logged, as it was written. */
  log(): string;
  close(): Promise<void>;
}

/**
 * The gateway as `newsgraph serve` has it, at a port of its own, on an open database; closed after the test.
 * @param env settings, as environment variables
 * @param options with `open`, at a port that is open already
 */
export async function startGateway(
  db: Database,
  env: Record<string, string> = {},
  { closeAfterTest = true, open }: { closeAfterTest?: boolean; open?: OpenPort } = {},
): Promise<RunningGateway> {
  const written: string[] = [];
  const { store, ingest, corrections } = contextOf(db);
  const watches: CorpusWatch[] = [];
  const watch = () => {
    const opened = db.watch();
    watches.push(opened);
    return opened;
  };
  const listening = await serve(
    { database: { ...db, watch }, store, ingest, corrections, close: async () => {} },
    loadConfig({ PORT: '0', NODE_ENV: 'production', ...env }),
    pino({ level: 'trace' }, { write: (line) => written.push(line) }),
    open,
  );
  if (closeAfterTest) onTestFinished(() => listening.close());
  // Until a server is listened to, no answer is kept.
  await vi.waitUntil(() => watches.every(({ state }) => state !== null), { timeout: 10_000, interval: 5 });
  const send = async (path: string, init: RequestInit = {}): Promise<Answered> =>
    answered(await fetch(`${listening.url}${path}`, init));
  return {
    ...listening,
    send,
    post: (body, headers = {}) =>
      send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    log: () => written.join(''),
  };
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  const json = parsed(text);
  const errors: { extensions?: { code?: unknown } }[] = json?.errors ?? [];
  return {
    status: response.status,
    headers: response.headers,
    text,
    json,
    codes: errors.map(({ extensions }) => extensions?.code),
  };
}

function parsed(text: string): Answer {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
