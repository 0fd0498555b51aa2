import type { Problem } from '../domain/problem.ts';
import type { StatedDate } from '../text/date-text.ts';
import { dateOf, parseDate } from '../text/date-text.ts';

export interface DateField {
  readonly date: StatedDate | null;
  /** DATE_INVALID when something is stated that is no date. */
  readonly problems: readonly Problem[];
}

/**
 * The date that a field of a format for machines states: ISO 8601, cut off where it is not known ('2013', '2013-07'), or
 * RFC 822, also with a year of two digits. What it leaves out stays left out: without a zone only the day is known.
 * @param name of the field, for the problem
 */
export function readDateField(name: string, value: string | undefined): DateField {
  const text = value?.trim() ?? '';
  if (text === '') return { date: null, problems: [] };
  const cut = /^(\d{4})(?:-(\d{2}))?$/.exec(text);
  const date = cut
    ? dateOf(Number(cut[1]), cut[2] === undefined ? undefined : Number(cut[2]))
    : parseDate(withLongYear(text));
  if (date) return { date, problems: [] };
  return { date: null, problems: [{ code: 'DATE_INVALID', message: `${name}: no date: ${shown(text)}` }] };
}

/** The first of the fields that states a date, with the problems of those before it. */
export function firstDate(fields: readonly (readonly [name: string, value: string | undefined])[]): DateField {
  const problems: Problem[] = [];
  for (const [name, value] of fields) {
    const { date, problems: found } = readDateField(name, value);
    problems.push(...found);
    if (date) return { date, problems };
  }
  return { date: null, problems };
}

/** '07 Sep 02 00:00 GMT' of the first RSS feeds; nobody syndicated news before 1990. */
function withLongYear(text: string): string {
  return text.replace(
    /^((?:[a-z]{3,9},?\s+)?\d{1,2}\s+[a-z]{3,9}\s+)(\d{2})(?=\s)/i,
    (_, before: string, year: string) => `${before}${Number(year) < 90 ? '20' : '19'}${year}`,
  );
}

function shown(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59).toWellFormed()}…` : text;
}
