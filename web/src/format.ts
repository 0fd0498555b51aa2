type Precision = 'DAY' | 'MINUTE' | 'MONTH' | 'SECOND' | 'YEAR' | null;

const PARTS: Readonly<Record<Exclude<Precision, null>, Intl.DateTimeFormatOptions>> = {
  YEAR: { year: 'numeric' },
  MONTH: { year: 'numeric', month: 'long' },
  DAY: { year: 'numeric', month: 'short', day: 'numeric' },
  MINUTE: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  SECOND: { year: 'numeric', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
};

/** An instant in UTC, no more exactly than it is known. */
export function formatDate(instant: string, precision: Precision = 'DAY'): string {
  return new Intl.DateTimeFormat('en-GB', { ...PARTS[precision ?? 'DAY'], timeZone: 'UTC' }).format(new Date(instant));
}

const namers = {
  region: new Intl.DisplayNames('en-GB', { type: 'region' }),
  language: new Intl.DisplayNames('en-GB', { type: 'language' }),
};

/** The name of a country or a language by its code; the code itself where it is none. */
export function codeName(type: 'region' | 'language', code: string): string {
  try {
    return namers[type].of(code) ?? code;
  } catch {
    return code;
  }
}

const numbers = new Intl.NumberFormat('en-GB');

/** `1 article`, `2,300 articles`. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${numbers.format(number)} ${number === 1 ? one : many}`;
}
