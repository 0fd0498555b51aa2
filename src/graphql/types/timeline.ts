import { ClientError } from '../../domain/client-error.ts';
import type { TimelineRow } from '../../storage/read/rows.ts';
import { MAX_BUCKETS } from '../../storage/read/timeline.ts';
import { builder } from '../builder.ts';
import { timelineSelectionOf } from '../timeline-args.ts';
import { TimelineInterval } from './enums.ts';
import { ArticleFilter } from './filters.ts';

const TimelineBucket = builder.objectRef<TimelineRow['buckets'][number]>('TimelineBucket').implement({
  description: 'One hour, day, week, month or year of a timeline.',
  fields: (t) => ({
    start: t.field({
      type: 'DateTime',
      description:
        'The instant at which it begins in the time zone: a day that starts at midnight in New York starts at 05:00 or 04:00 UTC. It ends where the next one begins, so a day on which the clocks are changed has 23 or 25 hours.',
      resolve: ({ start }) => start,
    }),
    articleCount: t.exposeInt('articleCount', {
      description: 'How many articles were published in it; 0 where there are none between two that have some.',
    }),
  }),
});

export const Timeline = builder.objectRef<TimelineRow>('Timeline').implement({
  description: 'Articles counted by when they were published.',
  fields: (t) => ({
    buckets: t.field({
      type: [TimelineBucket],
      description: `From the first bucket that has an article to the last, in order, empty ones between them included; empty when no article is dated well enough. More than ${MAX_BUCKETS} are the error TOO_MANY_BUCKETS.`,
      resolve: ({ buckets }) => {
        if (buckets.length <= MAX_BUCKETS) return buckets;
        throw new ClientError(
          'TOO_MANY_BUCKETS',
          `The timeline would have more than ${MAX_BUCKETS} buckets: choose a longer interval, or narrow filter.datePublished.`,
        );
      },
    }),
    undatedCount: t.exposeInt('undatedCount', {
      description:
        'How many of the articles are in no bucket: those without a date, and those whose date is known less exactly than the interval asks (HOUR: to the minute; DAY and WEEK: to the day; MONTH: to the month).',
    }),
  }),
});

/** The arguments of a timeline. */
export const timelineArgs = () =>
  builder.args((t) => ({
    interval: t.field({ type: TimelineInterval, required: true, description: 'How long a bucket is.' }),
    timeZone: t.string({
      defaultValue: 'UTC',
      description:
        'By whose calendar and clock, an IANA name: America/New_York. An article whose date is known to the day only counts on that day in every zone.',
    }),
    filter: t.field({ type: ArticleFilter, description: 'Only articles that fit; null or left out: all.' }),
  }));

builder.queryField('timeline', (t) =>
  t.field({
    type: Timeline,
    args: timelineArgs(),
    description: 'How many articles were published when.',
    resolve: (_root, args, { reader }) => reader.timeline(timelineSelectionOf(args)),
  }),
);
