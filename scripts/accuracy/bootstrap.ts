import { seededRandom } from '../train/exact-math.ts';
import type { Count } from './scorer.ts';

const NOTHING: Count = { right: 0, expected: 0, found: 0 };

/** How often the articles are drawn. */
const DRAWS = 2_000;

/** A share with its 95 % confidence interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** All counts added up. */
export function sumOf(counts: readonly Count[]): Count {
  let [right, expected, found] = [0, 0, 0];
  for (const count of counts) {
    right += count.right;
    expected += count.expected;
    found += count.found;
  }
  return { right, expected, found };
}

/** F1; of an accuracy, where as many are found as expected, the accuracy. */
export function shareOf({ right, expected, found }: Count): number {
  return expected + found === 0 ? 0 : (2 * right) / (expected + found);
}

/**
 * The share over all articles and its percentile bootstrap interval (Efron 1979): articles, not single things, are drawn
 * with replacement, for what stands in one article is alike. The same counts give the same interval.
 */
export function bootstrap(counts: readonly Count[]): Interval {
  const random = seededRandom(17);
  const shares: number[] = [];
  for (let draw = 0; draw < DRAWS; draw++) {
    const drawn = counts.map(() => counts[Math.floor(random() * counts.length)] ?? NOTHING);
    shares.push(shareOf(sumOf(drawn)));
  }
  shares.sort((a, b) => a - b);
  const value = shareOf(sumOf(counts));
  return {
    value,
    low: Math.min(value, shares[Math.floor(DRAWS * 0.025)] ?? value),
    high: Math.max(value, shares[Math.ceil(DRAWS * 0.975) - 1] ?? value),
  };
}
