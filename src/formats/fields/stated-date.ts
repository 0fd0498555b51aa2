import type { DateZone } from '../../domain/provenance.ts';
import type { StatedDate } from '../../text/date-text.ts';
import { dateOf, parseDate } from '../../text/date-text.ts';

/** A date as a machine or a person wrote it, and how far its zone is known. */
export interface ReadDate extends StatedDate {
  /** Null for a date without a time. */
  readonly zone: DateZone | null;
}

/** Before this, nothing was published that a date of ours could be about. */
const FIRST_YEAR = 1600;
/** Somewhere it is tomorrow already. */
const DAY = 86_400_000;

/** '2019-11-19', '20191119', with a time and a zone or without. */
const ISO =
  /^(\d{4})(-?)(\d{2})\2(\d{2})(?:[T\s_]+(\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,]\d{1,9})?)?\s*(Z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?)?(?:\[[^\]]*\])?$/i;
/** ISO 8601 cut off where the rest is not known: '2013', '2013-07'. */
const CUT = /^(\d{4})(?:-(\d{2}))?$/;
/** '07 Sep 02 00:00 GMT' of the first feeds. */
const SHORT_YEAR = /^((?:[a-z]{3,9},?\s+)?\d{1,2}\s+[a-z]{3,9}\s+)(\d{2})(?=\s)/i;
/** What JavaScript makes of a date: 'Tue Nov 19 2019 10:48:00 GMT+0000 (…)'. */
const SCRIPTED = /^\w{3} (\w{3}) (\d{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT([+-]\d{4})(?: \([^)]*\))?$/;
/** '13/11/2025': which number is the month is told by the other being none. */
const SLASHED = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/**
 * The date that a machine-readable field or a line of text gives.
 * @param publisherOffset minutes east of Greenwich of the publisher's other dates; taken where no zone is written
 * @returns null for what is none, and for a day that the calendar does not have
 */
export function readDate(text: string, publisherOffset: number | null = null): ReadDate | null {
  const trimmed = text.trim();
  if (trimmed.length > 80) return null;
  const iso = ISO.exec(trimmed);
  if (iso) return ofParts([iso[1], iso[3], iso[4]], [iso[5], iso[6], iso[7]], iso[8], publisherOffset);
  const scripted = SCRIPTED.exec(trimmed);
  if (scripted) {
    const month = String(MONTHS.indexOf(scripted[1] ?? '?') / 3 + 1);
    return ofParts([scripted[3], month, scripted[2]], scripted.slice(4, 7), scripted[7], null);
  }
  const slashed = SLASHED.exec(trimmed);
  if (slashed) {
    const [first, second] = [Number(slashed[1]), Number(slashed[2])];
    const order = first > 12 ? [3, 2, 1] : second > 12 ? [3, 1, 2] : null;
    return (
      order &&
      ofParts(
        order.map((at) => slashed[at]),
        slashed.slice(4, 7),
        undefined,
        publisherOffset,
      )
    );
  }
  if (/^[1-9](?:\d{9}|\d{12})$/.test(trimmed)) {
    const milliseconds = Number(trimmed) * (trimmed.length === 10 ? 1_000 : 1);
    return { date: new Date(milliseconds), precision: 'SECOND', zone: 'STATED' };
  }
  const cut = CUT.exec(trimmed);
  const written = cut
    ? dateOf(Number(cut[1]), cut[2] === undefined ? undefined : Number(cut[2]))
    : parseDate(withLongYear(trimmed));
  if (!written) return null;
  return { ...written, zone: written.precision === 'MINUTE' || written.precision === 'SECOND' ? 'STATED' : null };
}

/** Nobody put news into machines before 1990. */
function withLongYear(text: string): string {
  return text.replace(
    SHORT_YEAR,
    (_, before: string, year: string) => `${before}${Number(year) < 90 ? '20' : '19'}${year}`,
  );
}

/** Minutes east of Greenwich that a date states; null when it states none, or only UTC. */
export function statedOffset(text: string): number | null {
  const zone = ISO.exec(text.trim())?.[8];
  const minutes = zone === undefined ? 0 : offsetOf(zone);
  return minutes === 0 ? null : minutes;
}

/** Why a date cannot be that of a publication; null when it can. @param now null: any day may have come */
export function dateDoubt({ date }: StatedDate, now: Date | null): string | null {
  if (date.getUTCFullYear() < FIRST_YEAR) return `it is before ${FIRST_YEAR}`;
  if (now && date.getTime() > now.getTime() + DAY) return 'it is in the future';
  return null;
}

function ofParts(
  day: readonly (string | undefined)[],
  time: readonly (string | undefined)[],
  zone: string | undefined,
  publisherOffset: number | null,
): ReadDate | null {
  const [year = 0, month = 0, dayOfMonth = 0] = day.map(Number);
  // `Date.UTC` takes years below 100 for those of the twentieth century.
  const start = new Date(0);
  start.setUTCFullYear(year, month - 1, dayOfMonth);
  if (start.getUTCMonth() !== month - 1 || start.getUTCDate() !== dayOfMonth) return null;
  const [hours, minutes, seconds] = time.map((part) => (part === undefined ? null : Number(part)));
  if (hours === null || hours === undefined || minutes === null || minutes === undefined)
    return { date: start, precision: 'DAY', zone: null };
  if (hours > 24 || minutes > 59 || (seconds ?? 0) > 60) return null;
  // Midnight without a zone is how systems write a date without a time.
  if (zone === undefined && hours + minutes + (seconds ?? 0) === 0)
    return { date: start, precision: 'DAY', zone: null };
  const offset = zone === undefined ? (publisherOffset ?? 0) : offsetOf(zone);
  return {
    date: new Date(start.getTime() + ((hours * 60 + minutes - offset) * 60 + (seconds ?? 0)) * 1_000),
    precision: seconds === null || seconds === undefined ? 'MINUTE' : 'SECOND',
    zone: zone !== undefined ? 'STATED' : publisherOffset !== null ? 'PUBLISHER' : 'ASSUMED',
  };
}

function offsetOf(zone: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone);
  if (!match) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}
