/** Measures peers one after the other, in rounds, so that what slows the machine for a while slows all of them. */
import type { Figures, Measured } from './figures.ts';
import { figuresOf } from './figures.ts';
import { load } from './load.ts';

export interface Contestant {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  readonly processorSeconds: () => number | null;
  /** The body of the i-th request. */
  readonly body: (i: number) => string;
}

export interface Bounds {
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
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
  return Object.fromEntries([...measured].map(([name, rounds]) => [name, figuresOf(rounds)]));
}
