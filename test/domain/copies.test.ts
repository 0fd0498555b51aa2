import { describe, expect, it, test } from 'vitest';
import { COPY_THRESHOLD, comparedText, fewestShared, similarity, sketchOf } from '../../src/domain/copies.ts';
import { ANOTHER_REPORT, BOILERPLATE, SPEECH, WIRE } from '../support/stories.ts';

const similarityOf = (a: string, b: string) => similarity(comparedText(a), comparedText(b));
const firstShareOf = (text: string, share: number) => {
  const words = text.split(/(?<=\s)/);
  return words.slice(0, Math.ceil(words.length * share)).join('');
};
const reprint = (share: number) =>
  `HARNBY (Courier) — By our own reporter in Harnby\n${firstShareOf(WIRE, share)}\n(Courier, with agencies)`;

describe('copies are', () => {
  test.each([
    ['the same text', WIRE, 1],
    ['the same in other quotation marks, dashes, blanks and capitals', shout(WIRE), 1],
    ['the first half, with a dateline, byline and credit line of its own', reprint(1 / 2), 0.9],
    ['the first third, likewise', reprint(1 / 3), 0.8],
    ['the last half', WIRE.slice(WIRE.length / 2), 0.95],
    ['the story with every thirtieth word changed', edited(WIRE, 30), 0.75],
    ['the first half of it with every thirtieth word changed', edited(reprint(1 / 2), 30), 0.65],
  ])('%s', (_name, copy, atLeast) => {
    expect(similarityOf(WIRE, copy)).toBeGreaterThanOrEqual(atLeast);
    expect(atLeast).toBeGreaterThan(COPY_THRESHOLD);
    expect(similarityOf(copy, WIRE)).toBe(similarityOf(WIRE, copy));
  });

  test('sentences of a script without blanks', () => {
    const text =
      '市长周二表示，这座桥将于春天开放，比原计划晚两年。她说，工程的费用由两个城市共同承担，居民不必为过桥付费。';
    expect(similarityOf(text, text.slice(0, 40))).toBe(1);
  });
});

describe('copies are not', () => {
  test.each([
    ['two reports of one event', WIRE, ANOTHER_REPORT],
    [
      'two reports that quote one speech at length',
      `${ANOTHER_REPORT}\n“${SPEECH}”`,
      `${firstShareOf(WIRE, 0.3)}\n“${SPEECH}”`,
    ],
    [
      'two briefs that are a quotation for the most part',
      `The mayor told the council on Tuesday:\n“${SPEECH}”\nNobody answered.`,
      `Speaking to reporters, Harnby's mayor was blunt.\n"${SPEECH}"\nShe left by the back door of the town hall.`,
    ],
    [
      'two reports above one block of boilerplate',
      `${ANOTHER_REPORT}\n${BOILERPLATE}`,
      `${firstShareOf(WIRE, 0.4)}\n${BOILERPLATE}`,
    ],
    ['a short text and a longer one that holds it', firstShareOf(WIRE, 0.05), WIRE],
    ['two empty texts', '', ''],
    ['an empty text and one of signs only', '', '— * * *'],
  ])('%s', (_name, a, b) => expect(similarityOf(a, b)).toBeLessThan(COPY_THRESHOLD));
});

test('short texts are copies when they are equal', () => {
  expect(similarityOf('Watch the video above.', 'WATCH the video above')).toBe(1);
  expect(similarityOf('Watch the video above.', 'Watch the video below.')).toBe(0);
});

describe('the sketch', () => {
  it('is the same on every machine', () => {
    expect(sketchOf('Watch the video above.')).toEqual({ hashes: [741_035_396], shingleCount: 1 });
  });

  it('of a reprint shares as many numbers with that of the story as a candidate must', () => {
    const story = sketchOf(WIRE);
    for (const share of [1, 1 / 2, 1 / 3, 1 / 4]) {
      const other = sketchOf(reprint(share));
      const shared = other.hashes.filter((hash) => story.hashes.includes(hash)).length;
      expect(shared).toBeGreaterThanOrEqual(fewestShared([story.shingleCount, other.shingleCount]));
    }
  });

  it('asks of texts of one length to share a good part, and of a part and its whole to share one number', () => {
    expect(fewestShared([800, 800])).toBe(9);
    expect(fewestShared([40, 800])).toBe(1);
    expect(fewestShared([800, 40])).toBe(1);
  });
});

it('takes no time that grows faster than the text', () => {
  for (const piece of ['‘', '“', 'a ‘b ', '"', 'word ', '字', '\n“a']) {
    const started = performance.now();
    comparedText(piece.repeat(Math.ceil(1_000_000 / piece.length)));
    expect(performance.now() - started).toBeLessThan(10_000);
  }
});

function shout(text: string): string {
  return text
    .replaceAll('“', '"')
    .replaceAll('”', '"')
    .replaceAll('’', "'")
    .replaceAll(' — ', '--')
    .replaceAll(' ', '  ')
    .toUpperCase();
}

function edited(text: string, every: number): string {
  return text
    .split(' ')
    .map((word, i) => (i % every === every - 1 ? 'otherwise' : word))
    .join(' ');
}
