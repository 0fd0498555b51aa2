import { outletInCredit } from '../domain/outlets.ts';
import type { Span } from '../domain/text-anchor.ts';
import { namesOnlyOutlets } from './credits.ts';
import type { MonthDay, StatedDate } from './date-text.ts';
import { parseDate, parseMonthDay } from './date-text.ts';

export interface Dateline {
  /** In UTF-16 units, with its dash and the blank after it. */
  readonly length: number;
  /** What stands in its parentheses, mostly an agency. */
  readonly credit: Span | null;
  readonly date: StatedDate | null;
  /** Where the dateline gives no year. */
  readonly monthDay: MonthDay | null;
}

const LONGEST = 160;

/** More names and numbers behind the place: ', Northland, Oct. 3, 2017', ' Oct. 3'. */
const MORE = String.raw`(?:,? (?:\p{Lu}[\p{L}.'’-]*|\d{1,4})){0,10}`;
const CAPITALS = String.raw`\p{Lu}[\p{Lu}.'’/-]+`;
const NAME = String.raw`\p{Lu}[\p{L}.'’/-]+(?: (?:al|da|de|del|do|el|la|las|los|of|\p{Lu}[\p{L}.'’/-]+)){0,4}`;

/** 'PORT VELLA, Oct. 3 (Harbour Wire) — ': the capitals tell it, whatever is in the parentheses. */
const IN_CAPITALS = new RegExp(`^(${CAPITALS}${MORE})(?: ?\\(([^()\\n]{2,60})\\))?(?: ?[—–] ?| ?-- ?| - )`, 'du');
/** 'Port Vella (AP) - ', 'Oct. 3 (Reuters) - ', '(AFP): ': the parentheses tell it, if they hold an agency. */
const WITH_CREDIT = new RegExp(
  `^((?:${NAME}${MORE})?) ?\\(([^()\\n]{2,60})\\)(?: ?(?:[—–]|--?|:)(?: |(?=\\p{Lu}))|$)`,
  'du',
);

/**
 * The dateline that a paragraph begins with: a place in capitals and a dash, or any place or none with an agency in
 * parentheses.
 */
export function readDateline(paragraph: string): Dateline | null {
  const head = paragraph.slice(0, LONGEST);
  const inCapitals = IN_CAPITALS.exec(head);
  const match = inCapitals ?? WITH_CREDIT.exec(head);
  if (!match || (inCapitals === null && !namesOnlyOutlets(match[2] ?? ''))) return null;
  if (match[0].length === head.length && !match[1]) return null;
  // 'The Coastal News Agency (CNA) — the oldest of the country — …' is prose.
  if (match[1] && (outletInCredit(match[1]) || /^The /.test(match[1]))) return null;
  const place = match[1] ?? '';
  const parts = place.split(',').slice(1);
  // 'PORT VELLA, Northland, Oct. 3, 2017': the date is what remains after some comma.
  const endings = parts.map((_, index) => parts.slice(index).join(','));
  const [start, end] = match.indices?.[2] ?? [];
  return {
    length: match[0].length,
    credit: start === undefined || end === undefined ? null : { start, end },
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
