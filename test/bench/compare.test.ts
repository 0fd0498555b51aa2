import { describe, expect, it } from 'vitest';
import { canonical, difference } from '../../bench/compare.ts';

const ROW = '01941f29-7c01-75f7-856a-dfe75cb365ff';
const GLOBAL_ID = Buffer.from(`Article:${ROW}`).toString('base64');

describe('answers of different servers', () => {
  it.each([
    ['an id that says what it is of, and the bare one', { id: GLOBAL_ID }, { id: ROW }],
    [
      'one instant in two forms',
      { datePublished: '2016-03-23T01:40:00+00:00' },
      { datePublished: '2016-03-23T01:40:00.000Z' },
    ],
    ['an anchor, and its fields without it', { anchor: { start: 1, end: 2 } }, { start: 1, end: 2 }],
    ['cursors', { endCursor: 'x' }, { endCursor: 'y' }],
    ['an unknown date', { datePublished: null }, { datePublished: null }],
  ])('say the same: %s', (_, one, other) => {
    expect(difference(canonical(one), canonical(other))).toBeNull();
  });

  it.each([
    ['another value', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, '.a.0.b: 1 and 2'],
    ['another order', { a: ['x', 'y'] }, { a: ['y', 'x'] }, '.a.0: "x" and "y"'],
    ['a missing item', { a: [1, 2] }, { a: [1] }, '.a.1: 2 and null'],
    ['a field too many', { a: 1 }, { a: 1, b: 2 }, '.b: null and 2'],
    ['a name that looks like an id', { name: GLOBAL_ID }, { name: ROW }, `.name: "${GLOBAL_ID}" and "${ROW}"`],
  ])('say something else: %s', (_, one, other, where) => {
    expect(difference(canonical(one), canonical(other))).toBe(where);
  });
});
