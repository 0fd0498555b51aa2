import { z } from 'zod';
import { ClientError } from '../domain/client-error.ts';
import type { TimelineSelection } from '../storage/read/selection.ts';
import { TIMELINE_INTERVALS } from '../storage/read/timeline.ts';
import { conditionOf } from './filter.ts';

const rawArgs = z.object({
  interval: z.enum(TIMELINE_INTERVALS),
  timeZone: z.string().nullish(),
  filter: z.unknown().optional(),
});

/**
 * How a timeline's articles are to be counted, and which. null for a zone or filter is as if it were left out.
 * @throws ClientError BAD_USER_INPUT for a zone that the IANA database does not have, and for a filter that cannot be
 */
export function timelineSelectionOf(args: unknown): TimelineSelection {
  const { interval, timeZone, filter } = rawArgs.parse(args);
  return { interval, timeZone: checkTimeZone(timeZone ?? 'UTC'), condition: conditionOf('Article', filter) };
}

function checkTimeZone(name: string): string {
  if (isTimeZone(name)) return name;
  throw new ClientError(
    'BAD_USER_INPUT',
    `'${name.slice(0, 60)}' is no time zone: give the IANA name of one, such as Europe/Paris or UTC.`,
  );
}

/** PostgreSQL would take more: 'EST5', whose sign runs the other way. Later versions of JavaScript take offsets. */
function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
