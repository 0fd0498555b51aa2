import { describe, expect, it } from 'vitest';
import { dateDoubt, readDate } from '../../../src/formats/fields/stated-date.ts';

describe('a date in metadata', () => {
  it.each([
    ['2026-05-04', '2026-05-04T00:00:00Z', 'DAY', null],
    ['20260504', '2026-05-04T00:00:00Z', 'DAY', null],
    ['2026-05-04T10:30', '2026-05-04T10:30:00Z', 'MINUTE', 'ASSUMED'],
    ['2026-05-04 10:30:15', '2026-05-04T10:30:15Z', 'SECOND', 'ASSUMED'],
    ['2026-05-04T10:30:15.123Z', '2026-05-04T10:30:15Z', 'SECOND', 'STATED'],
    ['2026-05-04T10:30:15+0200', '2026-05-04T08:30:15Z', 'SECOND', 'STATED'],
    ['2026-05-04T10:30-05:00', '2026-05-04T15:30:00Z', 'MINUTE', 'STATED'],
    ['2026-05-04T00:00:00', '2026-05-04T00:00:00Z', 'DAY', null],
    ['Mon, 04 May 2026 10:30:15 +0200', '2026-05-04T08:30:15Z', 'SECOND', 'STATED'],
    ['Mon May 04 2026 10:30:15 GMT+0200 (Central European Summer Time)', '2026-05-04T08:30:15Z', 'SECOND', 'STATED'],
    ['1777890615', '2026-05-04T10:30:15Z', 'SECOND', 'STATED'],
    ['1777890615000', '2026-05-04T10:30:15Z', 'SECOND', 'STATED'],
    ['May 4, 2026', '2026-05-04T00:00:00Z', 'DAY', null],
    ['13/05/2026', '2026-05-13T00:00:00Z', 'DAY', null],
    ['05/13/2026', '2026-05-13T00:00:00Z', 'DAY', null],
    ['1605-02-03', '1605-02-03T00:00:00Z', 'DAY', null],
    ['2013', '2013-01-01T00:00:00Z', 'YEAR', null],
    ['2013-07', '2013-07-01T00:00:00Z', 'MONTH', null],
    ['Sat, 07 Sep 02 10:30:00 GMT', '2002-09-07T10:30:00Z', 'SECOND', 'STATED'],
    ['07 Sep 97 10:30 GMT', '1997-09-07T10:30:00Z', 'MINUTE', 'STATED'],
  ])('%s is read', (text, date, precision, zone) => {
    expect(readDate(text)).toEqual({ date: new Date(date), precision, zone });
  });

  it('without a zone has that of the publisher’s other dates', () => {
    expect(readDate('2026-05-04T10:30:15', 120)).toEqual({
      date: new Date('2026-05-04T08:30:15Z'),
      precision: 'SECOND',
      zone: 'PUBLISHER',
    });
  });

  it.each([['04/05/2026'], ['2026-02-30'], ['2026-05-04T25:00:00Z'], ['yesterday'], [''], ['2026'.repeat(30)]])(
    '%s is not read',
    (text) => {
      expect(readDate(text)).toBeNull();
    },
  );

  it('is doubted in the future, but for what the turning of the earth explains, and before 1600', () => {
    const now = new Date('2026-06-01T12:00:00Z');
    const doubt = (text: string) => dateDoubt({ date: new Date(text), precision: 'DAY' }, now);
    expect(doubt('2026-06-02T11:00:00Z')).toBeNull();
    expect(doubt('2026-06-03')).toContain('future');
    expect(doubt('1599-12-31')).toContain('1600');
    expect(doubt('1600-01-01')).toBeNull();
  });
});
