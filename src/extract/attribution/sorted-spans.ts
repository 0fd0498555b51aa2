import type { Span } from '../../domain/text-anchor.ts';

/** The index of the first span that begins at or after `start`. Expects them sorted by start; logarithmic. */
export function firstFrom(spans: readonly Pick<Span, 'start'>[], start: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last span that begins before `start`. */
export function lastBefore<T extends Pick<Span, 'start'>>(spans: readonly T[], start: number): T | undefined {
  return spans[firstFrom(spans, start) - 1];
}
