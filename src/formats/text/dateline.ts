import type { MonthDay, StatedDate } from '../../text/date-text.ts';
import { parseDate, parseMonthDay } from '../../text/date-text.ts';

export interface Dateline {
  /** In UTF-16 units, with its dash and the blank after it. */
  readonly length: number;
  readonly date: StatedDate | null;
  /** Where the dateline gives no year. */
  readonly monthDay: MonthDay | null;
}

/** A place in capitals, more names and numbers, an agency in parentheses, then a dash: 'PORT VELLA, Oct. 3 (Harbour Wire) — '. */
const DATELINE =
  /^(\p{Lu}[\p{Lu}.’'-]+(?:,? (?:\p{Lu}[\p{L}.’'-]*|\d{1,4})){0,10})(?: \([^()\n]{1,60}\))?(?: ?[—–] ?| ?-- ?| - )/u;

/** The dateline that a first paragraph begins with. */
export function readDateline(lede: string): Dateline | null {
  const match = DATELINE.exec(lede);
  if (!match?.[1]) return null;
  const parts = match[1].split(',').slice(1);
  // 'PORT VELLA, Northland, Oct. 3, 2017': the date is what remains after some comma.
  const endings = parts.map((_, index) => parts.slice(index).join(','));
  return {
    length: match[0].length,
    date: firstOf(endings, parseDate),
    monthDay: firstOf(endings, parseMonthDay),
  };
}

function firstOf<T>(texts: readonly string[], read: (text: string) => T | null): T | null {
  for (const text of texts) {
    const found = read(text);
    if (found !== null) return found;
  }
  return null;
}
