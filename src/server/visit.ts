import type { DocumentNode } from 'graphql';
import { requestError } from './errors.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Slots } from './slots.ts';

/** What of an operation decides what it costs. */
export interface Costed {
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

export interface VisitRules {
  /** What an operation may cost at most, reckoned before it runs. Null: nobody reckons. */
  readonly costOf: ((operation: Costed) => number) | null;
  readonly maxCost: number;
  /** Until a request is given up, in milliseconds. 0: never. */
  readonly timeout: number;
  /** Null: clients may ask as much as they like. */
  readonly rates: RateLimit | null;
}

/** One more point of a client's is taken for each so much cost. */
const COST_OF_A_POINT = 100;

/**
 * One request on its way: what guards its execution, whichever way it is executed. Its signal is aborted when its time is over, or
 * when nobody waits for its answer any more.
 */
export class Visit {
  readonly #rules: VisitRules;
  readonly #client: string;
  readonly #controller = new AbortController();
  readonly #timer: NodeJS.Timeout | undefined;
  /** What it costs, once that is reckoned. */
  cost: number | null = null;

  /** @param client whose points it takes */
  constructor(rules: VisitRules, client: string) {
    this.#rules = rules;
    this.#client = client;
    const { timeout } = rules;
    if (timeout > 0) this.#timer = setTimeout(() => this.#controller.abort(tooLate(timeout)), timeout);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Nobody waits for the answer any more. */
  abandon(): void {
    this.#controller.abort(requestError('CLIENT_CLOSED_REQUEST', 'The client has gone.', { status: 400 }));
  }

  /** From now on it may take as long as it likes. */
  end(): void {
    clearTimeout(this.#timer);
  }

  /**
   * Takes what an operation costs from its client's points.
   * @throws GraphQLError QUERY_TOO_COSTLY, TOO_MANY_REQUESTS; whatever `costOf` throws
   */
  charge(operation: Costed): void {
    const { costOf, maxCost, rates } = this.#rules;
    if (!costOf || this.cost !== null) return;
    const cost = costOf(operation);
    if (cost > maxCost) {
      throw requestError(
        'QUERY_TOO_COSTLY',
        `The query costs up to ${Math.ceil(cost)}, and may cost at most ${maxCost}: ask for smaller pages, fewer levels, or in several queries.`,
        { spec: true, status: 400 },
        { limit: 'MAX_COST', maximum: maxCost, cost: Math.ceil(cost) },
      );
    }
    const tooMuch = rates?.take(this.#client, Math.ceil(cost / COST_OF_A_POINT));
    if (tooMuch) throw tooManyRequests(tooMuch.retryAfterSeconds);
    this.cost = cost;
  }

  /**
   * Does work in one of the slots.
   * @throws GraphQLError OVERLOADED; what the signal was aborted by, as soon as it is
   */
  async within<T>(slots: Slots, work: () => T | PromiseLike<T>): Promise<T> {
    const entered = slots.enter();
    const isIn = typeof entered === 'boolean' ? entered : await entered;
    if (!isIn) throw overloaded();
    let isLeft = false;
    const leave = () => {
      if (!isLeft) slots.leave();
      isLeft = true;
    };
    try {
      this.signal.throwIfAborted();
      const done = work();
      if (!isPromiseLike(done)) return done;
      return await this.#untilAborted(done, leave);
    } finally {
      // Work that does not stop keeps its slot until it ends.
      if (!this.signal.aborted) leave();
    }
  }

  #untilAborted<T>(work: PromiseLike<T>, ended: () => void): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const abort = () => reject(signal.reason);
      signal.addEventListener('abort', abort, { once: true });
      work.then(
        (value) => {
          signal.removeEventListener('abort', abort);
          ended();
          resolve(value);
        },
        (error: unknown) => {
          signal.removeEventListener('abort', abort);
          ended();
          reject(error);
        },
      );
    });
  }
}

function isPromiseLike<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof value === 'object' && value !== null && 'then' in value;
}

function tooLate(milliseconds: number) {
  return requestError(
    'REQUEST_TIMED_OUT',
    `The request was given up after ${milliseconds} ms: ask for less, or try again later.`,
    { status: 503, headers: { 'retry-after': '5' } },
    { limit: 'REQUEST_TIMEOUT_MS', maximum: milliseconds },
  );
}

/** The gateway has more to do than it can, and has not begun with this. */
function overloaded() {
  return requestError('OVERLOADED', 'The gateway is busy: try again in a second.', {
    status: 503,
    headers: { 'retry-after': '1' },
  });
}

/** So many streams of events are open already. */
export function tooManyStreams(most: number) {
  return requestError(
    'OVERLOADED',
    `There are ${most} streams of events already: try again later.`,
    { status: 503, headers: { 'retry-after': '30' } },
    { limit: 'MAX_SUBSCRIPTIONS', maximum: most },
  );
}

/** A client has used its points up. */
export function tooManyRequests(retryAfterSeconds: number) {
  return requestError(
    'TOO_MANY_REQUESTS',
    `This is more than one client may ask in a minute: try again in ${retryAfterSeconds} s.`,
    { status: 429, headers: { 'retry-after': String(retryAfterSeconds) } },
    { limit: 'RATE_LIMIT', retryAfter: retryAfterSeconds },
  );
}
