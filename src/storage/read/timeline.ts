import type { List } from './catalogue.ts';
import type { ConditionContext } from './condition.ts';
import { narrowed } from './narrowed.ts';
import type { TimelineSelection } from './selection.ts';

/** The most buckets that a timeline may have; the statement stops at one more. */
export const MAX_BUCKETS = 1_000;

export const TIMELINE_INTERVALS = ['HOUR', 'DAY', 'WEEK', 'MONTH', 'YEAR'] as const;
export type TimelineInterval = (typeof TIMELINE_INTERVALS)[number];

/** How exactly a date must be known to be placed in an interval. */
const NEEDED_PRECISION: Readonly<Record<TimelineInterval, string>> = {
  HOUR: 'MINUTE',
  DAY: 'DAY',
  WEEK: 'DAY',
  MONTH: 'MONTH',
  YEAR: 'YEAR',
};

/** The time zone database knows no offset that is not a whole number of these, from 1972 on. */
const QUARTER = `interval '15 minutes'`;

/**
 * A subselect that counts the articles of a list by the date of their publication: a JSON object, {@link TimelineRow}, with at most
 * {@link MAX_BUCKETS} + 1 buckets, empty ones between the first and the last included.
 */
export function timelineSql(
  list: List,
  { interval, timeZone, condition }: TimelineSelection,
  parent: string,
  context: ConditionContext,
): string {
  const t = context.alias();
  const zone = `${context.value(timeZone)}::text`;
  const unit = `'${interval.toLowerCase()}'`;
  const step = `interval '1 ${interval.toLowerCase()}'`;
  const isKnown = `${t}."datePublishedPrecision" >= '${NEEDED_PRECISION[interval]}'`;
  const { bucket, filled } = interval === 'HOUR' ? hours(t, unit, zone) : days(t, unit, step, zone);
  return `(WITH counted AS (
      SELECT CASE WHEN ${isKnown} THEN ${bucket} END AS bucket, count(*)::int AS n
      FROM ${narrowed(list, condition, t, parent, context)} GROUP BY 1),
    span AS (SELECT min(bucket) AS first, least(max(bucket), min(bucket) + ${MAX_BUCKETS} * ${step}) AS last FROM counted),
    filled AS (${filled})
    SELECT json_build_object(
      'buckets', (SELECT coalesce(json_agg(json_build_object('start', f.start, 'articleCount', coalesce(c.n, 0)) ORDER BY f.bucket), '[]')
        FROM filled f LEFT JOIN counted c ON c.bucket = f.bucket),
      'undatedCount', (SELECT coalesce(sum(c.n), 0)::int FROM counted c WHERE c.bucket IS NULL)))`;
}

/**
 * Buckets of a day and more are dates of the zone's calendar. A date that is not known to the minute is that date in every zone. A
 * bucket starts when the zone's clock first shows its date: at midnight, or where midnight is skipped or comes twice, near it.
 */
function days(t: string, unit: string, step: string, zone: string) {
  const isInstant = `${t}."datePublishedPrecision" >= 'MINUTE'`;
  return {
    bucket: `date_trunc(${unit}, ${t}."datePublished" AT TIME ZONE CASE WHEN ${isInstant} THEN ${zone} ELSE 'UTC' END)`,
    filled: `SELECT b AS bucket, (SELECT min(g) FROM generate_series((b AT TIME ZONE ${zone}) - interval '1 hour', b AT TIME ZONE ${zone}, ${QUARTER}) g
          WHERE g AT TIME ZONE ${zone} >= b) AS start
        FROM span, generate_series(first, last, ${step}) b`,
  };
}

/**
 * Buckets of an hour are hours of the zone's clock; one that the clock shows twice is two buckets. They are told apart by the instant
 * at which the hour began, or would have begun if the clock had not been changed within it; it starts with its first quarter.
 */
function hours(t: string, unit: string, zone: string) {
  return {
    bucket: `date_trunc(${unit}, ${t}."datePublished", ${zone})`,
    filled: `SELECT date_trunc(${unit}, g, ${zone}) AS bucket, min(g) AS start
        FROM span, generate_series(first, last + 3 * ${QUARTER}, ${QUARTER}) g
        WHERE date_trunc(${unit}, g, ${zone}) BETWEEN first AND last GROUP BY 1`,
  };
}
