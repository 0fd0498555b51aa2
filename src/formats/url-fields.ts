import { domainToUnicode } from 'node:url';
import { parse } from 'tldts';
import type { Publisher } from '../domain/document.ts';
import { outletByDomain } from '../domain/outlets.ts';
import type { StatedDate } from '../text/date-text.ts';
import { dateOf, parseMonth } from '../text/date-text.ts';

/** Path segments that name a kind of page, a language or an edition rather than a section or a story. */
const GENERIC_SEGMENTS: ReadonlySet<string> = new Set(
  (
    'a amp archive archives article articles blog blogs content default edition full home html id index item items m mobile ' +
    'node p page pages post posts print stories story www ar de en en-gb en-us es fr it pt ru zh'
  ).split(' '),
);

const FIRST_YEAR = 1980;
const LAST_YEAR = 2099;

/** A date within one segment: alone, before or after the story's name; a month only before it. */
const DATE_IN_SEGMENT = [
  /^(\d{4})-(\d{2})-(\d{2})(?:-|$)/,
  /-(\d{4})-(\d{2})-(\d{2})$/,
  /(?:^|-)(\d{4})(\d{2})(\d{2})$/,
  /^(\d{4})-(\d{2})-(?=\D)/,
];

/**
 * The date in a URL's path: '/2015/11/16/', '/2015/nov/16/', '/2015-11-16/', '/2015-11-16-slug', '/slug-2015-11-16',
 * '/20151116/' give a day, '/2015/11/', '/2015-11-slug' a month, '/2015/' a year. What the calendar does not have is left
 * off: '/2015/02/30/' gives a month.
 */
export function dateFromUrl(url: string): StatedDate | null {
  const segments = segmentsOf(url).map(withoutExtension);
  for (const [index, segment] of segments.entries()) {
    const date =
      dateInSegment(segment)?.date ??
      (isYear(segment)
        ? finestDate(Number(segment), numberOf(segments[index + 1]), numberOf(segments[index + 2]))
        : null);
    if (date) return date;
  }
  return null;
}

/**
 * The section of the site: the first segment of the path that is a word or two ('world', 'us news'), kinds of page and
 * languages passed over. The segment that names the story is none.
 */
export function sectionFromUrl(url: string): string | null {
  const section = segmentsOf(url)
    .slice(0, -1)
    .find((segment) => !GENERIC_SEGMENTS.has(segment.toLowerCase()));
  if (section === undefined || !/^\p{L}+(?:[-_]\p{L}+){0,2}$/u.test(section) || section.length > 40) return null;
  return section.replace(/[-_]/g, ' ');
}

/**
 * The words of the story's name in the path, as the path has them: '/world/2015/11/16/bridge-shut-in-port-vella.html' gives
 * bridge, shut, in, port, vella. Extensions, dates and ids are dropped; [] when no segment reads like a name.
 */
export function slugWordsFromUrl(url: string): string[] {
  const named = segmentsOf(url)
    .map(withoutExtension)
    .filter((segment) => !GENERIC_SEGMENTS.has(segment.toLowerCase()));
  // The last segment may be a number or an id with the name before it; a name further up needs more words than a section.
  for (let back = 1; back <= Math.min(3, named.length); back++) {
    const words = wordsOf(named.at(-back) ?? '');
    if (words.filter((word) => /\p{L}/u.test(word)).length >= (back === 1 ? 2 : 3)) return words;
  }
  return [];
}

/**
 * Who publishes at the address: an outlet of renown, under its main domain ('bbc.co.uk' for bbc.com); any other under its
 * domain's own label ('harbour-ledger' for www.harbour-ledger.example). null for an address that has no domain.
 */
export function publisherFromUrl(url: string): Publisher | null {
  const { domain, domainWithoutSuffix } = parse(url, { allowPrivateDomains: true });
  if (!domain || !domainWithoutSuffix) return null;
  const outlet = outletByDomain(domain);
  if (outlet) return { name: outlet.name, domain: outlet.domain, kind: outlet.kind };
  return { name: domainToUnicode(domainWithoutSuffix) || domainWithoutSuffix, domain, kind: 'NEWS_OUTLET' };
}

function segmentsOf(url: string): string[] {
  return new URL(url).pathname
    .split('/')
    .filter((segment) => segment !== '')
    .map(decodeSegment);
}

function withoutExtension(segment: string): string {
  return segment.replace(/\.[a-z]{2,6}$/i, '');
}

function dateInSegment(segment: string): { date: StatedDate; written: string } | null {
  for (const pattern of DATE_IN_SEGMENT) {
    const match = pattern.exec(segment);
    if (!match || !isYear(match[1])) continue;
    const date = dateOf(Number(match[1]), Number(match[2]), match[3] === undefined ? undefined : Number(match[3]));
    if (date) return { date, written: match[0] };
  }
  return null;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function isYear(text: string | undefined): boolean {
  return text !== undefined && /^\d{4}$/.test(text) && Number(text) >= FIRST_YEAR && Number(text) <= LAST_YEAR;
}

function numberOf(segment: string | undefined): number | undefined {
  if (segment === undefined) return undefined;
  if (/^\d{1,2}$/.test(segment)) return Number(segment);
  return parseMonth(segment) ?? undefined;
}

function finestDate(year: number, month: number | undefined, day: number | undefined): StatedDate | null {
  if (month === undefined) return dateOf(year);
  return (day === undefined ? null : dateOf(year, month, day)) ?? dateOf(year, month) ?? dateOf(year);
}

function wordsOf(segment: string): string[] {
  const name = segment.replace(dateInSegment(segment)?.written ?? '', '');
  // A slug joined by underscores may hold hyphenated words.
  const separator = count(name, '_') > count(name, '-') ? /[_+,\s]+/ : /[-_+,\s]+/;
  const words: string[] = [];
  for (const word of name.split(separator)) {
    const last = words.at(-1);
    // An apostrophe may have become a hyphen: 'america-s', 'won-t'.
    if (last && (/^s$/i.test(word) || (/^t$/i.test(word) && /n$/i.test(last)))) words[words.length - 1] = last + word;
    else if (/[\p{L}\p{N}]/u.test(word) && !isId(word)) words.push(word);
  }
  return words;
}

function count(text: string, char: string): number {
  return text.split(char).length - 1;
}

/** '34832512', 'idUSKBN0T51GV', 'a1b2c3d4e5': long numbers, and long words with several digits in them. */
function isId(word: string): boolean {
  const digits = word.match(/\d/g)?.length ?? 0;
  return digits === word.length ? digits > 4 : word.length >= 8 && digits >= 3;
}
