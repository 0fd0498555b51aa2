/** A stretch of a timeline, and how many articles are of it. */
export interface Bucket {
  readonly start: string;
  readonly articleCount: number;
}

interface Span {
  /** Places of its first and its last bucket. */
  readonly first: number;
  readonly last: number;
  readonly articleCount: number;
}

/** So many of the articles are crowded when they stand on so little of the timeline. */
const MOST = 0.75;
const LITTLE = 0.2;

/**
 * The shortest stretch of a timeline that has three quarters of its articles.
 * @returns null where they are spread over more than a fifth of it
 */
export function crowdedSpan(buckets: readonly Bucket[]): Span | null {
  const total = buckets.reduce((sum, { articleCount }) => sum + articleCount, 0);
  if (total === 0) return null;
  let shortest: Span | null = null;
  let first = 0;
  let articleCount = 0;
  for (const [last, bucket] of buckets.entries()) {
    articleCount += bucket.articleCount;
    for (; articleCount - (buckets[first]?.articleCount ?? 0) >= total * MOST; first++) {
      articleCount -= buckets[first]?.articleCount ?? 0;
    }
    const isEnough = articleCount >= total * MOST;
    if (isEnough && (!shortest || last - first < shortest.last - shortest.first))
      shortest = { first, last, articleCount };
  }
  return shortest && shortest.last - shortest.first + 1 <= buckets.length * LITTLE ? shortest : null;
}
