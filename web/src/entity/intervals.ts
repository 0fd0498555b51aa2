/** How long the buckets of a timeline may be, the shortest first. */
export const INTERVALS = ['DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
export type Interval = (typeof INTERVALS)[number];

const DAY = 24 * 60 * 60 * 1000;

/** The interval that shows a span of time in some dozens of buckets. */
export function fittingInterval(first: string, last: string): Interval {
  const days = (Date.parse(last) - Date.parse(first)) / DAY;
  if (days <= 62) return 'DAY';
  if (days <= 366) return 'WEEK';
  return days <= 10 * 366 ? 'MONTH' : 'YEAR';
}

/** What a bucket is called: the day, the day that the week begins on, the month, the year; UTC. */
export function bucketName(start: string, interval: Interval): string {
  const date = new Date(start);
  const format = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(date);
  switch (interval) {
    case 'DAY':
      return format({ day: 'numeric', month: 'short', year: 'numeric' });
    case 'WEEK':
      return `week of ${format({ day: 'numeric', month: 'short', year: 'numeric' })}`;
    case 'MONTH':
      return format({ month: 'short', year: 'numeric' });
    case 'YEAR':
      return format({ year: 'numeric' });
  }
}

/** Where the bucket that begins at an instant ends; UTC. */
export function endOf(start: string, interval: Interval): string {
  const end = new Date(start);
  if (interval === 'DAY') end.setUTCDate(end.getUTCDate() + 1);
  else if (interval === 'WEEK') end.setUTCDate(end.getUTCDate() + 7);
  else if (interval === 'MONTH') end.setUTCMonth(end.getUTCMonth() + 1);
  else end.setUTCFullYear(end.getUTCFullYear() + 1);
  return end.toISOString();
}
