/** Asks a server as fast as it answers, over connections that stay open. */
import type { Dispatcher } from 'undici';
import { Client, Pool } from 'undici';
import type { Measured } from './figures.ts';

export interface Load {
  /** Seconds of a processor that the server has taken so far; null where it cannot be told. */
  readonly processorSeconds: () => number | null;
  readonly url: string;
  readonly path: string;
  readonly connections: number;
  readonly seconds: number;
  /** An end before the seconds are over. */
  readonly maxRequests: number;
  /** The body of the i-th request. */
  readonly body: (i: number) => string;
}

const HEADERS = { 'content-type': 'application/json', accept: 'application/json' };
/** More than ever wait at once. */
const MOST_CONNECTIONS = 2_000;
const ERRORS = '"errors":';

/** One of the connections asks as soon as it has its answer; when the time is over, what is on its way is waited for. */
export async function load({
  processorSeconds,
  url,
  path,
  connections,
  seconds,
  maxRequests,
  body,
}: Load): Promise<Measured> {
  const times: number[] = [];
  let next = 0;
  let errors = 0;
  let bytes = 0;
  const processorBefore = processorSeconds();
  const began = performance.now();
  const end = began + seconds * 1000;
  const clients = Array.from({ length: connections }, () => new Client(url));
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < end && next < maxRequests) {
        const text = body(next++);
        const sent = performance.now();
        const answer = await exchange(client, path, text);
        times.push(performance.now() - sent);
        bytes += answer.bytes;
        if (!answer.ok) errors += 1;
      }
    }),
  );
  const took = performance.now() - began;
  const processorAfter = processorSeconds();
  await Promise.all(clients.map((client) => client.close()));
  times.sort((a, b) => a - b);
  return {
    requestsPerSecond: (1000 * (times.length - errors)) / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    requests: times.length,
    processorMs:
      processorBefore === null || processorAfter === null
        ? null
        : (1000 * (processorAfter - processorBefore)) / Math.max(1, times.length),
    errors,
    bytes: Math.round(bytes / Math.max(1, times.length)),
  };
}

/** Of sorted numbers; 0 of none. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Not by `request`, which makes a stream of each answer: the processor that this takes is the peers' too. */
function exchange(
  client: Dispatcher,
  path: string,
  body: string,
): Promise<{ ok: boolean; bytes: number; retryAfter: boolean }> {
  return new Promise((resolve) => {
    let ok = false;
    let retryAfter = false;
    let bytes = 0;
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart() {},
      onResponseStart(_controller, status, headers) {
        ok = status === 200;
        retryAfter = status === 503 && headers['retry-after'] !== undefined;
      },
      onResponseData(_controller, chunk) {
        bytes += chunk.length;
        if (chunk.includes(ERRORS)) ok = false;
      },
      onResponseEnd() {
        resolve({ ok, bytes, retryAfter });
      },
      onResponseError() {
        resolve({ ok: false, bytes, retryAfter: false });
      },
    };
    client.dispatch({ path, method: 'POST', headers: HEADERS, body }, handler);
  });
}

/** How requests fared that came at a rate of their own, whether or not those before were answered. */
export interface Endured {
  readonly sent: number;
  readonly perSecond: number;
  /** Answers without errors. */
  readonly answered: number;
  /** 503 with Retry-After. */
  readonly turnedAway: number;
  /** Whatever else. */
  readonly failed: number;
  /** Of those answered, milliseconds from when each was due. */
  readonly p50: number;
  readonly p99: number;
  /** The same of those turned away. */
  readonly refusedP99: number;
}

/** As many connections as are needed at once, which stay open. */
export function manyConnections({ url }: Pick<Load, 'url'>): Pool {
  return new Pool(url, { connections: MOST_CONNECTIONS, pipelining: 1 });
}

/** Sends requests at a steady rate for some seconds. @param body of the i-th */
export async function endure(
  pool: Pool,
  path: string,
  perSecond: number,
  seconds: number,
  body: (i: number) => string,
): Promise<Endured> {
  const answered: number[] = [];
  const refused: number[] = [];
  let failed = 0;
  const pending = new Set<Promise<void>>();
  const began = performance.now();
  const total = Math.round(perSecond * seconds);
  for (let i = 0; i < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * perSecond) / 1000));
    for (; i < due; i++) {
      const at = began + (1000 * i) / perSecond;
      const one = exchange(pool, path, body(i)).then(({ ok, retryAfter }) => {
        pending.delete(one);
        if (ok) answered.push(performance.now() - at);
        else if (retryAfter) refused.push(performance.now() - at);
        else failed += 1;
      });
      pending.add(one);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await Promise.all(pending);
  for (const times of [answered, refused]) times.sort((a, b) => a - b);
  return {
    sent: total,
    perSecond,
    answered: answered.length,
    turnedAway: refused.length,
    failed,
    p50: quantile(answered, 0.5),
    p99: quantile(answered, 0.99),
    refusedP99: quantile(refused, 0.99),
  };
}

/** Sends one request and gives the answer's text. @throws Error when it is not 200 */
export async function ask(url: string, path: string, body: string): Promise<string> {
  const client = new Client(url);
  try {
    const answer = await client.request({ path, method: 'POST', headers: HEADERS, body });
    const text = await answer.body.text();
    if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}: ${text.slice(0, 500)}`);
    return text;
  } finally {
    await client.close();
  }
}
