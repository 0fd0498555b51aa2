import { describe, expect, it } from 'vitest';
import { crowdedSpan } from '../../../web/src/front/crowded-span.ts';

/** Days with so many articles each. */
const days = (...counts: readonly number[]) =>
  counts.map((articleCount, day) => ({ start: new Date(Date.UTC(2026, 0, 1 + day)).toISOString(), articleCount }));
const empty = (length: number) => Array.from({ length }, () => 0);

describe('the stretch of a timeline where most articles are', () => {
  it.each([
    ['the last of many', days(1, ...empty(20), 15), { first: 21, last: 21, articleCount: 15 }],
    ['the first of many', days(9, ...empty(20), 1), { first: 0, last: 0, articleCount: 9 }],
    ['some in the middle', days(...empty(10), 3, 0, 5, ...empty(10), 1), { first: 10, last: 12, articleCount: 8 }],
    ['the shortest of several', days(4, ...empty(30), 2, 10, ...empty(10)), { first: 31, last: 32, articleCount: 12 }],
  ])('%s', (_, buckets, span) => {
    expect(crowdedSpan(buckets)).toEqual(span);
  });

  it.each([
    ['there are none', days()],
    ['no article is dated', days(...empty(30))],
    ['they are spread', days(1, 2, 1, 2, 1, 2, 1, 2, 1, 2)],
    ['there is one day only', days(7)],
    ['most of the time has them', days(0, 5, 5, 0)],
  ])('is not worth a look where %s', (_, buckets) => {
    expect(crowdedSpan(buckets)).toBeNull();
  });
});
