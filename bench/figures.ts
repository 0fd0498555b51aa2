/** Figures: of one round, of several, and of what is measured once. */

export interface Measured {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly requests: number;
  /** Milliseconds of a processor that the server's processes took for a request, without the database; null where it cannot be told. */
  readonly processorMs: number | null;
  /** Answers that were not 200, or that hold errors, and connections that broke. */
  readonly errors: number;
  /** Bytes of a body, on average. */
  readonly bytes: number;
}

/** The middle of the rounds, and how far they lie apart. */
export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Figures {
  readonly requestsPerSecond: Spread;
  /** Milliseconds. */
  readonly p50: Spread;
  readonly p99: Spread;
  readonly processorMs: Spread | null;
  /** Of all rounds. */
  readonly requests: number;
  readonly errors: number;
  readonly bytes: number;
}

export interface Soak {
  readonly requests: number;
  readonly errors: number;
  /** Resident megabytes after each tenth. */
  readonly megabytes: readonly number[];
}

export interface Ingested {
  readonly articles: number;
  readonly wordsPerArticle: number;
  readonly articlesPerSecond: number;
  /** Milliseconds of a processor that an article took newsgraph. */
  readonly processorMs: number;
  /** The same of the connections to the server; null where it cannot be told. */
  readonly databaseMs: number | null;
  /** Resident memory at most. */
  readonly megabytes: number;
}

/** @throws Error when there are no rounds */
export function figuresOf(rounds: readonly Measured[]): Figures {
  const of = (pick: (each: Measured) => number) => spread(rounds.map(pick));
  const sum = (pick: (each: Measured) => number) => rounds.reduce((total, each) => total + pick(each), 0);
  return {
    requestsPerSecond: of((each) => each.requestsPerSecond),
    p50: of((each) => each.p50),
    p99: of((each) => each.p99),
    processorMs: rounds.some((each) => each.processorMs === null) ? null : of((each) => each.processorMs ?? 0),
    requests: sum((each) => each.requests),
    errors: sum((each) => each.errors),
    bytes: Math.round(of((each) => each.bytes).median),
  };
}

/** @throws Error when there are no numbers */
export function spread(numbers: readonly number[]): Spread {
  const sorted = numbers.map(rounded).sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    throw new Error('Nothing was measured.');
  }
  return { median: rounded((low + high) / 2), min, max };
}

/** Three figures say more than a measurement can. */
function rounded(number: number): number {
  return Number(number.toPrecision(4));
}
