/** Measures peers one after the other, in rounds, so that what slows the machine for a while slows all of them. */
import type { Measured } from './load.ts';
import { load } from './load.ts';

export interface Contestant {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  /** The body of the i-th request. */
  readonly body: (i: number) => string;
}

export interface Bounds {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
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
  /** Of all rounds. */
  readonly requests: number;
  readonly errors: number;
  readonly bytes: number;
}

/** Each round asks from here on, so that none repeats what another asked; no more than this in a round. */
const ROUND = 10_000;
/** The warm-up asks what only a peer of more than 8,000 requests a round would come to. */
const WARM_UP = 8_000;
const WARM_UP_SECONDS = 1;

/** @returns the figures of each contestant, by name */
export async function measure(contestants: readonly Contestant[], bounds: Bounds): Promise<Record<string, Figures>> {
  const once = (each: Contestant, from: number, seconds: number, maxRequests: number): Promise<Measured> =>
    load({ ...each, ...bounds, seconds, maxRequests, body: (i) => each.body(from + i) });
  for (const each of contestants) await once(each, WARM_UP, Math.min(WARM_UP_SECONDS, bounds.seconds), ROUND - WARM_UP);
  const measured = new Map<string, Measured[]>(contestants.map(({ name }) => [name, []]));
  for (let round = 0; round < bounds.rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const each = contestants[(round + turn) % contestants.length];
      if (each) measured.get(each.name)?.push(await once(each, round * ROUND, bounds.seconds, ROUND));
    }
  }
  return Object.fromEntries([...measured].map(([name, rounds]) => [name, figures(rounds)]));
}

function figures(rounds: readonly Measured[]): Figures {
  const of = (pick: (each: Measured) => number) => spread(rounds.map(pick));
  const sum = (pick: (each: Measured) => number) => rounds.reduce((total, each) => total + pick(each), 0);
  return {
    requestsPerSecond: of((each) => each.requestsPerSecond),
    p50: of((each) => each.p50),
    p99: of((each) => each.p99),
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
