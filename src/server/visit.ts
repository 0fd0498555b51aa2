import type { DocumentNode } from 'graphql';
import { ReadPoint } from '../domain/read-point.ts';
import { Stop } from '../domain/stop.ts';
import { requestError } from './errors.ts';
import type { RateLimit } from './rate-limit.ts';
import { revisionOf } from './revision.ts';
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
  readonly deadlines: Deadlines;
  /** Null: clients may ask as much as they like. */
  readonly rates: RateLimit | null;
}

/** Stops what takes too long. One timer for all: to set one for each takes longer than to look through them now and then. */
export class Deadlines {
  readonly #milliseconds: number;
  /** When each is over, the first first. */
  readonly #running = new Map<Stop, number>();
  readonly #timer: NodeJS.Timeout | undefined;

  /** @param milliseconds how long anything may take, and up to a twentieth more; 0: as long as it likes */
  constructor(milliseconds: number) {
    this.#milliseconds = milliseconds;
    if (milliseconds === 0) return;
    this.#timer = setInterval(() => this.#look(), Math.max(5, milliseconds / 20));
    this.#timer.unref();
  }

  start(stop: Stop): void {
    if (this.#milliseconds > 0) this.#running.set(stop, performance.now() + this.#milliseconds);
  }

  end(stop: Stop): void {
    this.#running.delete(stop);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = performance.now();
    for (const [stop, over] of this.#running) {
      if (over > now) return;
      this.#running.delete(stop);
      stop.now(tooLate(this.#milliseconds));
    }
  }
}

/** One more point of a client's is taken for each so much cost. */
const COST_OF_A_POINT = 100;

/**
 * One request on its way: what guards its execution, whichever way it is executed. It is stopped when its time is over, or when
 * nobody waits for its answer any more.
 */
export class Visit {
  readonly #rules: VisitRules;
  readonly #client: string;
  readonly stop = new Stop();
  /** What it costs, once that is reckoned. */
  cost: number | null = null;
  /** Whether it follows what happens, and so comes to no end by itself. */
  isEndless = false;
  readonly #asked: string | null | undefined;
  #point: ReadPoint | null = null;

  /**
   * @param client whose points it takes
   * @param revision the header that names the revision which its answer must not be older than
   */
  constructor(rules: VisitRules, client: string, revision: string | null | undefined) {
    this.#rules = rules;
    this.#client = client;
    this.#asked = revision;
    rules.deadlines.start(this.stop);
  }

  /** Of which revision it has to be answered, and is. @throws GraphQLError BAD_USER_INPUT for a header that names none */
  get point(): ReadPoint {
    this.#point ??= new ReadPoint(revisionOf(this.#asked));
    return this.#point;
  }

  /** The revision that its answer is of; null where nobody knows. */
  get answeredOf(): bigint | null {
    return this.#point?.revision ?? null;
  }

  /** Nobody waits for the answer any more. */
  abandon(): void {
    this.stop.now(requestError('CLIENT_CLOSED_REQUEST', 'The client has gone.', { status: 400 }));
  }

  /** From now on it may take as long as it likes. */
  end(): void {
    this.#rules.deadlines.end(this.stop);
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
   * @throws GraphQLError OVERLOADED; why it was stopped, as soon as it is
   */
  async within<T>(slots: Slots, work: () => T | PromiseLike<T>): Promise<T> {
    const entered = slots.enter();
    const isIn = typeof entered === 'boolean' ? entered : await entered;
    if (!isIn) throw overloaded();
    let done: T | PromiseLike<T>;
    try {
      this.stop.throwIfStopped();
      done = work();
    } catch (error) {
      slots.leave();
      throw error;
    }
    return this.#untilStopped(done, slots);
  }

  /** Work that does not stop keeps its slot until it ends. */
  #untilStopped<T>(work: T | PromiseLike<T>, slots: Slots): Promise<T> {
    const { stop } = this;
    return new Promise<T>((resolve, reject) => {
      const give = () => reject(stop.reason);
      stop.listen(give);
      const end = () => {
        stop.silence(give);
        slots.leave();
      };
      Promise.resolve(work).then(
        (value) => {
          end();
          resolve(value);
        },
        (error: unknown) => {
          end();
          reject(error);
        },
      );
    });
  }
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
