import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalUrl } from '../domain/canonical-url.ts';
import type { RawDocument } from '../domain/document.ts';
import type { Receipt } from '../domain/receipt.ts';
import { rejected } from '../domain/receipt.ts';
import { FetchFailed } from '../fetch/fetch-failed.ts';
import type { Fetched, Fetcher } from '../fetch/fetcher.ts';
import type { Robots } from '../fetch/robots.ts';
import type { RunOptions } from '../ingest/ingest.ts';
import type { FeedState, FeedStates } from './feed-states.ts';
import { merged } from './merged.ts';
import { duration } from './progress-line.ts';

export interface PollOptions {
  readonly fetcher: Fetcher;
  readonly robots: Robots;
  readonly states: FeedStates;
  readonly take: (inputs: AsyncIterable<RawDocument>, options: RunOptions) => AsyncGenerator<Receipt>;
  /** Between two looks at a feed, in milliseconds. */
  readonly interval: number;
  /** Asks each feed that may be asked, and ends. */
  readonly isOnce: boolean;
  readonly stop: AbortSignal;
  /** Told of each feed that was asked: how many receipts it gave, 0 where nothing has changed. */
  readonly onAsked?: (url: string, receipts: number) => void;
}

/** Servers that are asked at once; each has one request at a time. */
const SERVERS_AT_ONCE = 8;
/** Between two requests to one server, where it does not ask for more. */
const PAUSE_MS = 1_000;
/** Pauses after failures double up to this. */
const MOST_PAUSE_MS = 24 * 3_600_000;
const SAVE_MS = 5_000;

interface Asked {
  readonly url: string;
  /** Null: it has not changed. */
  readonly answer: Fetched | FetchFailed | null;
}

/**
 * Asks feeds for what is new, again and again, and takes their items in. A feed that has not changed is not sent again; one that fails is
 * left alone for longer each time, and as long as its server asks for. What is remembered of a feed is written when its items are in the
 * graph, so that a run that was killed misses none.
 * @returns the receipts of items, and a receipt REJECTED for a feed that cannot be had
 * @throws as `take`: then the feed at hand is as if it had not been asked
 */
export async function* pollFeeds(urls: readonly string[], options: PollOptions): AsyncGenerator<Receipt> {
  const { states, interval, isOnce, stop } = options;
  const dueAt = ({ askedAt, notBefore }: FeedState) => Math.max(notBefore, isOnce ? 0 : askedAt + interval);
  for (;;) {
    const live = urls.filter((url) => !states.of(url).isGone);
    const due = live.filter((url) => dueAt(states.of(url)) <= Date.now());
    yield* askAll(due, options);
    if (isOnce || stop.aborted || urls.every((url) => states.of(url).isGone)) return;
    const next = Math.min(...live.map((url) => dueAt(states.of(url))));
    // No timer runs for longer than 24 days; one that was set before a machine slept comes late.
    const pause = Math.min(60_000, Math.max(100, next - Date.now()));
    await sleep(pause, undefined, { signal: stop }).catch(() => {});
    if (stop.aborted) return;
  }
}

async function* askAll(urls: readonly string[], options: PollOptions): AsyncGenerator<Receipt> {
  const { states, stop } = options;
  const byServer = new Map<string, string[]>();
  for (const url of urls) {
    const { host } = new URL(url);
    byServer.set(host, [...(byServer.get(host) ?? []), url]);
  }
  let savedAt = Date.now();
  try {
    for await (const asked of merged(
      [...byServer.values()].map((each) => askServer(each, options)),
      SERVERS_AT_ONCE,
    )) {
      if (stop.aborted) return;
      yield* settle(asked, options);
      if (Date.now() - savedAt > SAVE_MS) {
        await states.save();
        savedAt = Date.now();
      }
    }
  } finally {
    if (urls.length > 0) await states.save();
  }
}

/** The feeds of one server, one after the other. */
async function* askServer(
  urls: readonly string[],
  { fetcher, robots, states, stop }: PollOptions,
): AsyncGenerator<Asked> {
  for (const [index, url] of urls.entries()) {
    if (index > 0) {
      const pause = Math.max(PAUSE_MS, robots.delayOf(new URL(url)));
      await sleep(pause, undefined, { signal: stop }).catch(() => {});
    }
    if (stop.aborted) return;
    try {
      const answer = await fetcher.fetch(url, { known: states.of(url), approve: (at) => robots.approve(at) });
      yield { url, answer };
    } catch (error) {
      if (!(error instanceof FetchFailed)) throw error;
      yield { url, answer: error };
    }
  }
}

/** Takes in what was answered, and remembers it. */
async function* settle({ url, answer }: Asked, options: PollOptions): AsyncGenerator<Receipt> {
  const { states, take, onAsked } = options;
  const known = states.of(url);
  const fresh = { ...known, askedAt: Date.now(), failures: 0, notBefore: 0 };
  if (answer === null) {
    states.set(url, fresh);
    onAsked?.(url, 0);
    return;
  }
  if (answer instanceof FetchFailed) {
    const state = afterFailure(known, answer, options.interval);
    states.set(url, state);
    const then = state.isGone
      ? 'its server says that it is gone for good: it is not asked again'
      : `it is asked again in ${duration(state.notBefore - state.askedAt)}`;
    yield rejected(url, { code: 'UNREADABLE', message: `${answer.message}; ${then}` });
    return;
  }
  const { bytes, contentType, etag, lastModified } = answer;
  const raw = { uri: canonicalUrl(answer.url) ?? url, bytes, ...(contentType === null ? {} : { contentType }) };
  let receipts = 0;
  let hasFailed = false;
  for await (const receipt of take(only(raw), { format: 'FEED' })) {
    receipts += 1;
    hasFailed ||= receipt.problems.some(({ code }) => code === 'INGEST_FAILED');
    yield receipt;
  }
  // What could not be stored has to be sent again.
  states.set(
    url,
    hasFailed ? { ...fresh, etag: known.etag, lastModified: known.lastModified } : { ...fresh, etag, lastModified },
  );
  onAsked?.(url, receipts);
}

function afterFailure(known: FeedState, { status, retryAfter }: FetchFailed, interval: number): FeedState {
  const askedAt = Date.now();
  const failures = known.failures + 1;
  // Not all at the same moment, where a server that many feeds are on was down.
  const pause = Math.min(MOST_PAUSE_MS, interval * 2 ** (failures - 1) * (1 + Math.random() / 10));
  return { ...known, askedAt, failures, notBefore: askedAt + Math.max(pause, retryAfter ?? 0), isGone: status === 410 };
}

async function* only<T>(item: T): AsyncGenerator<T> {
  yield item;
}
