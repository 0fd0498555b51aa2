import { describe, expect, it } from 'vitest';
import { bucketName, fittingInterval } from '../../../web/src/entity/intervals.ts';
import { networkOf, placesOf } from '../../../web/src/entity/network.ts';

function neighbour(id: string, articleCount: number, others: Record<string, number>) {
  const edges = Object.entries(others).map(([other, count]) => ({ articleCount: count, node: { id: other } }));
  return { articleCount, node: { id, name: id.toUpperCase(), coMentions: { edges } } };
}

const NEIGHBOURS = [
  neighbour('quill', 5, { harnby: 5, tull: 2, elsewhere: 9 }),
  neighbour('tull', 2, { harnby: 2, quill: 2 }),
  neighbour('mabey', 1, { harnby: 1 }),
];

describe('a network', () => {
  it('links the middle with all around it, and those with each other, each pair once', () => {
    const { around, links } = networkOf('harnby', NEIGHBOURS);
    expect(around.map(({ name, articleCount }) => [name, articleCount])).toEqual([
      ['QUILL', 5],
      ['TULL', 2],
      ['MABEY', 1],
    ]);
    expect(links.map(({ source, target, articleCount }) => [source, target, articleCount])).toEqual([
      ['harnby', 'quill', 5],
      ['harnby', 'tull', 2],
      ['harnby', 'mabey', 1],
      ['quill', 'tull', 2],
    ]);
  });

  it('has the middle in the middle, everybody within the panel and apart, the same each time', () => {
    const network = networkOf('harnby', NEIGHBOURS);
    const panel = { width: 260, height: 180 };
    const places = placesOf('harnby', network, panel);
    expect(places.get('harnby')).toEqual({ x: 0, y: 0 });
    expect([...places.values()].every(({ x, y }) => Math.abs(x) <= 260 && Math.abs(y) <= 180)).toBe(true);
    const all = [...places.values()];
    const distances = all.flatMap((a, i) => all.slice(i + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
    expect(Math.min(...distances)).toBeGreaterThan(60);
    expect(placesOf('harnby', network, panel)).toEqual(places);
  });

  it('of somebody who is named alone has only the middle', () => {
    expect([...placesOf('alone', networkOf('alone', []), { width: 100, height: 100 })]).toEqual([
      ['alone', { x: 0, y: 0 }],
    ]);
  });
});

describe('a timeline', () => {
  it.each([
    ['2026-10-05T00:00:00.000Z', '2026-10-05T00:00:00.000Z', 'DAY'],
    ['2026-10-05T00:00:00.000Z', '2026-11-30T00:00:00.000Z', 'DAY'],
    ['2026-01-05T00:00:00.000Z', '2026-11-30T00:00:00.000Z', 'WEEK'],
    ['2019-01-05T00:00:00.000Z', '2026-11-30T00:00:00.000Z', 'MONTH'],
    ['1950-01-05T00:00:00.000Z', '2026-11-30T00:00:00.000Z', 'YEAR'],
  ])('from %s to %s is by %s', (first, last, interval) => {
    expect(fittingInterval(first, last)).toBe(interval);
  });

  it('names a bucket by its day, week, month or year', () => {
    const start = '2026-10-05T00:00:00.000Z';
    expect(bucketName(start, 'DAY')).toBe('5 Oct 2026');
    expect(bucketName(start, 'WEEK')).toBe('week of 5 Oct 2026');
    expect(bucketName(start, 'MONTH')).toBe('Oct 2026');
    expect(bucketName(start, 'YEAR')).toBe('2026');
  });
});
