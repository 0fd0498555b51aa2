import { dataOf } from './answer.ts';
import { property } from './documents.ts';
import { readEvents } from './event-stream.ts';
import { GatewayError } from './gateway-error.ts';
import type { Asking, Http } from './http.ts';
import { isTurnedAway, wait } from './http.ts';

export interface SubscribeOptions {
  /** Ends the subscription, which then throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
  /** Is told when events can come, and when the connection is lost. */
  readonly onConnection?: (isConnected: boolean) => void;
  /**
   * So many attempts in a row may fail before the subscription does; 0: the first loss ends it.
   * @default 10, which takes about three minutes
   */
  readonly attempts?: number;
  /**
   * A connection on which nothing came for so many milliseconds is taken for lost. The gateway sends something every 12 seconds.
   * @default 45000
   */
  readonly silence?: number;
}

/** The variable that says from where to go on. */
const AFTER = 'after';

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;

/**
 * The events of a subscription, one by one, over as many connections as it takes: each goes on behind the last event that came, by its
 * `cursor`.
 * @throws GatewayError: the gateway's errors; CONNECTION_LOST where it is not known from where to go on; the last loss when too many attempts failed
 */
export async function* follow(
  http: Http,
  { document, variables, headers }: Asking,
  { signal, onConnection = () => {}, attempts = 10, silence = 45_000 }: SubscribeOptions,
): AsyncGenerator<unknown> {
  let cursor: unknown = property(variables, AFTER) ?? null;
  let hasCome = false;
  let isConnected = false;
  const tell = (is: boolean) => {
    if (is !== isConnected) onConnection(is);
    isConnected = is;
  };
  for (let failures = 0; ; ) {
    const connection = new AbortController();
    const giveUp = () => connection.abort(signal?.reason);
    signal?.throwIfAborted();
    signal?.addEventListener('abort', giveUp, { once: true });
    let connectedAt = Number.POSITIVE_INFINITY;
    let loss: unknown = new GatewayError('CONNECTION_LOST', 'The gateway ended the stream of events.');
    try {
      const response = await http.open({
        document,
        variables: cursor === null ? variables : { ...variables, [AFTER]: cursor },
        signal: connection.signal,
        ...(headers ? { headers } : {}),
      });
      if (response.ok) {
        connectedAt = Date.now();
        tell(true);
      }
      for await (const { event, data } of eventsOf(response, connection, silence)) {
        if (event === 'complete') break;
        if (event !== 'next') continue;
        const result = dataOf(data, response);
        failures = 0;
        hasCome = true;
        cursor = cursorOf(result) ?? cursor;
        yield result;
      }
    } catch (error) {
      signal?.throwIfAborted();
      if (!isPassing(error)) throw error;
      loss = error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
      connection.abort();
      tell(false);
    }
    // A connection that lasted was no failed attempt, though nothing happened meanwhile.
    if (Date.now() - connectedAt >= LONGEST_PAUSE) failures = 0;
    if (failures >= attempts) throw loss;
    if (hasCome && cursor === null) {
      throw new GatewayError(
        'CONNECTION_LOST',
        'The connection was lost, and the client does not know from where to go on: select `cursor` in every event, and pass `after: $after`.',
        { cause: loss },
      );
    }
    await wait(pauseAfter(failures, loss), signal);
    failures += 1;
  }
}

/** The events of an answer; errors that came without a stream are thrown. */
async function* eventsOf(response: Response, connection: AbortController, silence: number) {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
    dataOf(await response.text(), response);
    throw new GatewayError('NO_GRAPHQL_ANSWER', 'What came is no stream of events.', response);
  }
  yield* readEvents(textsOf(response, connection, silence));
}

/** The body in pieces of text. Safari cannot iterate over streams. */
async function* textsOf({ body }: Response, connection: AbortController, silence: number): AsyncGenerator<string> {
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  try {
    while (reader) {
      const timer = setTimeout(
        () => connection.abort(new GatewayError('CONNECTION_LOST', `Nothing came for ${silence} ms.`)),
        silence,
      );
      const { done, value } = await reader.read().finally(() => clearTimeout(timer));
      if (done) return;
      yield value;
    }
  } catch (error) {
    // biome-ignore lint/style/useErrorCause: it is, among the details
    throw new GatewayError('CONNECTION_LOST', 'The connection was lost.', { cause: error });
  } finally {
    await reader?.cancel().catch(() => {});
  }
}

/** Whether to try again helps. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof GatewayError)) return false;
  return error.code === 'NETWORK_ERROR' || error.code === 'CONNECTION_LOST' || isTurnedAway(error.status);
}

/** Twice as long each time, but not for all clients at once; and never sooner than the gateway wants it. */
function pauseAfter(failures: number, loss: unknown): number {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
  const asked = loss instanceof GatewayError ? (loss.retryAfter ?? 0) * 1000 : 0;
  return Math.max(asked, longest * (0.5 + Math.random() / 2));
}

/** The `cursor` of the event that a subscription's result holds. */
function cursorOf(result: unknown): string | null {
  if (typeof result !== 'object' || result === null) return null;
  for (const event of Object.values(result)) {
    const cursor = property(event, 'cursor');
    if (typeof cursor === 'string') return cursor;
  }
  return null;
}
