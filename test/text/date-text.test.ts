import { describe, expect, it } from 'vitest';
import { dateOf, parseDate, parseMonthDay } from '../../src/text/date-text.ts';

describe('parseDate', () => {
  it.each([
    ['2017-10-03', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['2017/10/3', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['3 October 2017', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['October 3, 2017', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['Oct. 3rd, 2017', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['Tuesday, Sept. 5, 2017', '2017-09-05T00:00:00.000Z', 'DAY'],
    ['Tue 5 Sep 2017', '2017-09-05T00:00:00.000Z', 'DAY'],
    ['OCTOBER 2017', '2017-10-01T00:00:00.000Z', 'MONTH'],
    ['2017-10-03T14:05:09Z', '2017-10-03T14:05:09.000Z', 'SECOND'],
    ['2017-10-03T14:05+02:00', '2017-10-03T12:05:00.000Z', 'MINUTE'],
    ['2017-10-03 23:30:00 -0500', '2017-10-04T04:30:00.000Z', 'SECOND'],
    ['Oct. 3, 2017, 2:05 p.m. EDT', '2017-10-03T18:05:00.000Z', 'MINUTE'],
    ['3 October 2017 at 12.15am GMT', '2017-10-03T00:15:00.000Z', 'MINUTE'],
    ['3 October 2017 14:05', '2017-10-03T00:00:00.000Z', 'DAY'],
    ['3 October 1605', '1605-10-03T00:00:00.000Z', 'DAY'],
    ['May 1789', '1789-05-01T00:00:00.000Z', 'MONTH'],
    ['29 February 2016', '2016-02-29T00:00:00.000Z', 'DAY'],
  ])('reads %j', (text, iso, precision) => {
    expect(parseDate(text)).toEqual({ date: new Date(iso), precision });
  });

  it.each([
    '',
    'Tuesday',
    '2017',
    '10/03/2017',
    '2017-02-30',
    '31 April 2017',
    '2017-10-03 25:00 UTC',
    '3 October 1599',
    'Oct. 3',
    '3 October 2017, the mayor said',
    'October',
    '2017-10-03-ferry',
    `3 October 2017${' '.repeat(100)}`,
  ])('finds no date in %j', (text) => {
    expect(parseDate(text)).toBeNull();
  });
});

describe('parseMonthDay', () => {
  it.each([
    ['Oct. 3', { month: 10, day: 3 }],
    ['3 May', { month: 5, day: 3 }],
    ['Friday, June 30', { month: 6, day: 30 }],
  ])('reads %j', (text, expected) => {
    expect(parseMonthDay(text)).toEqual(expected);
  });

  it.each(['Oct.', 'Oct. 3, 2017', 'PORT VELLA', ''])('finds none in %j', (text) => {
    expect(parseMonthDay(text)).toBeNull();
  });
});

describe('dateOf', () => {
  it('knows the calendar', () => {
    expect(dateOf(2015)).toEqual({ date: new Date('2015-01-01'), precision: 'YEAR' });
    expect(dateOf(2015, 11)).toEqual({ date: new Date('2015-11-01'), precision: 'MONTH' });
    expect(dateOf(2015, 11, 30)).toEqual({ date: new Date('2015-11-30'), precision: 'DAY' });
    expect([
      dateOf(2015, 13),
      dateOf(2015, 0),
      dateOf(2015, 2, 29),
      dateOf(2015, 11, 0),
      dateOf(34),
      dateOf(9999),
    ]).toEqual(new Array(6).fill(null));
  });
});
