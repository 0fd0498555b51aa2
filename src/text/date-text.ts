import type { DatePrecision } from '../domain/document.ts';

export interface StatedDate {
  /** The start of the year, month or day in UTC, or the instant. */
  readonly date: Date;
  readonly precision: DatePrecision;
}

/** A day of the year, as a dateline gives it. */
export interface MonthDay {
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

const MONTHS: readonly string[] = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|' +
  'sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const WEEKDAY = '(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]*\\s+)?';

const ISO = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(.*)$/;
const MONTH_FIRST = new RegExp(`^${WEEKDAY}(${MONTH})\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b(.*)$`, 'i');
const DAY_FIRST = new RegExp(`^${WEEKDAY}(\\d{1,2})(?:st|nd|rd|th)?\\s+(${MONTH}),?\\s+(\\d{4})\\b(.*)$`, 'i');
const MONTH_ONLY = new RegExp(`^(${MONTH}),?\\s+(\\d{4})$`, 'i');
const WHOLE_MONTH = new RegExp(`^${MONTH}$`, 'i');
const MONTH_DAY = new RegExp(`^${WEEKDAY}(${MONTH})\\s+(\\d{1,2})$`, 'i');
const DAY_MONTH = new RegExp(`^${WEEKDAY}(\\d{1,2})\\s+(${MONTH})$`, 'i');
const TIME =
  /^[\sT,|–-]*(?:at )?(\d{1,2})[:.](\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([ap])?\.?m?\.?\s*([A-Z]{1,4}|[+-]\d{2}:?\d{2})?$/i;

/** Minutes east of Greenwich. Abbreviations that mean one zone only. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['Z', 0],
  ['UTC', 0],
  ['GMT', 0],
  ['EST', -300],
  ['EDT', -240],
  ['PST', -480],
  ['PDT', -420],
  ['CET', 60],
  ['CEST', 120],
]);

/** Longer than any date that is written out. */
const MAX_LENGTH = 60;

/**
 * The date that the whole text is: '2017-10-03', '3 October 2017', 'Tuesday, Oct. 3, 2017, 2:05 p.m. EDT', 'October 2017',
 * '2017-10-03T14:05:00+02:00'. A time without a zone, or with an unknown one, is left out: it names no instant.
 * Dates as '10/03/2017' are not read, since half the world reads them otherwise.
 * @returns null for anything else, and for a day that the calendar does not have.
 */
export function parseDate(text: string): StatedDate | null {
  if (text.length > MAX_LENGTH) return null;
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso) return instant(Number(iso[1]), Number(iso[2]), Number(iso[3]), iso[4] ?? '');
  const monthFirst = MONTH_FIRST.exec(trimmed);
  if (monthFirst)
    return instant(Number(monthFirst[3]), monthOf(monthFirst[1]), Number(monthFirst[2]), monthFirst[4] ?? '');
  const dayFirst = DAY_FIRST.exec(trimmed);
  if (dayFirst) return instant(Number(dayFirst[3]), monthOf(dayFirst[2]), Number(dayFirst[1]), dayFirst[4] ?? '');
  const monthOnly = MONTH_ONLY.exec(trimmed);
  return monthOnly ? dateOf(Number(monthOnly[2]), monthOf(monthOnly[1])) : null;
}

/** 1 to 12 for an English month or its abbreviation, null for anything else. */
export function parseMonth(text: string): number | null {
  return WHOLE_MONTH.test(text) ? monthOf(text) : null;
}

/** The day that the whole text is, written without a year: 'Oct. 3', '3 October'. */
export function parseMonthDay(text: string): MonthDay | null {
  if (text.length > MAX_LENGTH) return null;
  const trimmed = text.trim();
  const monthDay = MONTH_DAY.exec(trimmed);
  if (monthDay) return { month: monthOf(monthDay[1]), day: Number(monthDay[2]) };
  const dayMonth = DAY_MONTH.exec(trimmed);
  return dayMonth ? { month: monthOf(dayMonth[2]), day: Number(dayMonth[1]) } : null;
}

/**
 * A calendar date at the precision in which it is given, at the start of it in UTC.
 * @returns null when the calendar does not have it, or the year is not 1600 to 2199.
 */
export function dateOf(year: number, month?: number, day?: number): StatedDate | null {
  const date = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1));
  const exists = date.getUTCMonth() === (month ?? 1) - 1 && date.getUTCDate() === (day ?? 1);
  if (!exists || year < 1600 || year > 2199) return null;
  return { date, precision: day !== undefined ? 'DAY' : month !== undefined ? 'MONTH' : 'YEAR' };
}

function instant(year: number, month: number, day: number, rest: string): StatedDate | null {
  const date = dateOf(year, month, day);
  if (!date || rest.trim() === '') return date;
  const time = TIME.exec(rest);
  if (!time) return null;
  const minutes = minutesOfDay(Number(time[1]), Number(time[2]), time[4]);
  const seconds = Number(time[3] ?? 0);
  if (minutes === null || seconds > 59) return null;
  const offset = zoneOffset(time[5] ?? '');
  if (offset === null) return date;
  return {
    date: new Date(date.date.getTime() + ((minutes - offset) * 60 + seconds) * 1_000),
    precision: time[3] === undefined ? 'MINUTE' : 'SECOND',
  };
}

function minutesOfDay(hour: number, minute: number, half: string | undefined): number | null {
  if (minute > 59 || hour > 23 || (half && (hour < 1 || hour > 12))) return null;
  const hours = half ? (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : hour;
  return hours * 60 + minute;
}

function zoneOffset(zone: string): number | null {
  const numeric = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!numeric) return ZONES.get(zone.toUpperCase()) ?? null;
  return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * 60 + Number(numeric[3]));
}

/** 1 to 12 for what begins like an English month, 0 for anything else. */
function monthOf(name: string | undefined): number {
  return MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1;
}
